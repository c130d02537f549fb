import type { Properties } from "./kind";

/** Pulumi's stand-in for a value that is not known before an update has run. Source: sdk/nodejs/runtime/rpc.ts, unknownValue */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

/** Whether an unknown value stands anywhere in it. */
export const hasUnknown = (value: unknown): boolean => JSON.stringify([value]).includes(UNKNOWN);

/** The same without its unknown values, at any depth. A list with an unknown item is unknown as a whole. */
export function withoutUnknown(value: unknown): unknown {
    if (Array.isArray(value)) {
        const items = value.map(withoutUnknown);
        return items.includes(undefined) ? undefined : items;
    }
    if (typeof value !== "object" || value === null) return isUnknown(value) ? undefined : value;
    return Object.fromEntries(
        Object.entries(value)
            .map(([key, inner]) => [key, withoutUnknown(inner)] as const)
            .filter(([, inner]) => inner !== undefined),
    );
}

/** Whether a value is an object with properties, and no list. */
export const isObject = (value: unknown): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** The same as JSON carries it: Pulumi's wire format refuses an `undefined` inside. */
export const toWire = (value: object): Properties => JSON.parse(JSON.stringify(value)) as Properties;

/** Returns the inputs of a resource that Pulumi keeps, shows and compares: all but those from the class alone. */
export const compared = (args: object): Properties =>
    Object.fromEntries(Object.entries(toWire(args)).filter(([key]) => !key.startsWith("__")));
