import assert from "node:assert/strict";
import fc from "fast-check";
import type { Properties } from "../../provider/lifecycle/kind";
import { ruleSets } from "../../provider/rules";
import { anyHalf } from "./anyNic";
import { anyPool } from "./anyPool";
import type { HookStack } from "./hookStack";
import type { Any } from "./pick";

/** Values that no argument asks for. JSON has neither -0 nor undefined. */
const strange: Any = fc
    .oneof(
        fc.constantFrom(-1, 0.5, 4096, 2 ** 53, "", " ", "toString", "ü", "a'b<c>", null, true, [], {}, "__proto__"),
        fc.string({ unit: "binary", maxLength: 8 }),
        fc.jsonValue({ maxDepth: 2 }),
    )
    .map((value): unknown => JSON.parse(JSON.stringify(value)));

/** Every place in a value, as the keys that lead to it. */
const placesIn = (value: unknown): readonly (readonly string[])[] =>
    typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, one]) => [[key], ...placesIn(one).map((rest) => [key, ...rest])])
        : [];

function withValueAt(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
    if (key === undefined) return put;
    if (!Array.isArray(value)) {
        const own = value as Properties;
        return { ...own, [key]: withValueAt(own[key], rest, put) };
    }
    const all: readonly unknown[] = value;
    return all.map((one, at) => (String(at) === key ? withValueAt(one, rest, put) : one));
}

/** Arguments of which one in four has something strange in one place. */
const mutated = (args: fc.Arbitrary<Properties>): fc.Arbitrary<Properties> =>
    fc.oneof(
        { weight: 3, arbitrary: args },
        {
            weight: 1,
            arbitrary: fc.tuple(args, fc.nat(), strange).map(([one, number, value]) => {
                const places = placesIn(one);
                return withValueAt(one, places[number % places.length] ?? [], value) as Properties;
            }),
        },
    );

/** What stands in no definition is for other tests. */
const rules = Object.fromEntries(ruleSets.pairOnHost.rules.map(({ id }) => [id, "off"]));
/** Arguments of a pair in the guest of a bench, and of a pool. */
export const anyArguments = {
    pair: mutated(
        fc.record({ persistent: anyHalf("persistent"), transient: anyHalf("transient") }).map((halves) => ({
            name: "net0",
            mac: "52:54:00:aa:bb:01",
            ...halves,
        })),
    ).map((args): Properties => ({ ...args, domain: "guest", rules })),
    pool: mutated(anyPool),
};

/** What became of sets of arguments. */
export interface Tried {
    readonly refused: number;
    readonly settled: number;
}

/**
 * Gives sets of arguments to a stack that has nothing: each is refused with findings, or made as it says, so that there is
 * nothing to do, and deleted.
 *
 * @param assertClean that the host is as it was before
 */
export async function tryArguments(
    { stack }: { readonly stack: HookStack },
    sets: fc.Arbitrary<Properties>,
    { seed, count }: { readonly seed: number; readonly count: number },
    assertClean: () => Promise<void>,
): Promise<Tried> {
    const tried = { refused: 0, settled: 0 };
    await fc.assert(
        fc.asyncProperty(sets, async (args) => {
            const { failures } = await stack.check(args);
            if (failures.length > 0) {
                assert.ok(failures.every(({ id, text }) => id !== "" && text !== ""));
                tried.refused += 1;
                return;
            }
            assert.equal(await stack.up(args), "created");
            const { diff, inputs } = await stack.seen(args);
            const said = stack.told.filter(({ isWarning }) => !isWarning);
            assert.deepEqual({ diff, said }, { diff: {}, said: [] });
            assert.deepEqual(await stack.refresh(), inputs);
            await stack.destroy();
            await assertClean();
            tried.settled += 1;
        }),
        { seed, numRuns: count },
    );
    return tried;
}
