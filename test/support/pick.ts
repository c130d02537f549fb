import fc from "fast-check";
import type { Properties } from "../../provider/lifecycle/kind";

export type Any = fc.Arbitrary<unknown>;

/** One of these values. */
export const word = (...words: readonly unknown[]): Any => fc.constantFrom(...words);

/** For the most part the first. */
export const mostly = (usual: Any, strange: Any): Any =>
    fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: strange });

/** Any of the fields. */
export const some = (fields: Readonly<Record<string, Any>>): fc.Arbitrary<Properties> =>
    fc.record(fields, { requiredKeys: [], noNullPrototype: true });

/** Not more of the fields than that. */
export const few = (most: number, fields: Readonly<Record<string, Any>>): fc.Arbitrary<Properties> =>
    fc
        .subarray(Object.entries(fields), { maxLength: most })
        .chain((entries) => fc.record(Object.fromEntries(entries), { noNullPrototype: true }));

/** The fields of both. */
export const and = (one: Any, other: Any): fc.Arbitrary<Properties> =>
    fc.tuple(one, other).map(([a, b]) => ({ ...(a as Properties), ...(b as Properties) }));
