import { isObject } from "./wire";

/**
 * Returns the desired value, with the actual one wherever `ignoreChanges` names a path: Pulumi's option leaves to somebody else what
 * stands there. A path is written as Pulumi writes it: `vlan`, `persistent.mtu`, `portgroups[0].vlan`, `persistent["mtu"]`,
 * and `*` for all of a level.
 */
export const keepIgnored = <T extends object>(desired: T, actual: object, paths: readonly string[] = []): T =>
    paths.reduce<unknown>((kept, path) => withActual(kept, actual, segmentsOf(path)), desired) as T;

/** Whether a path is one of the ignored, or lies below one. */
export const isIgnored = (path: string, paths: readonly string[] = []): boolean =>
    paths.some((ignored) => {
        const segments = segmentsOf(path);
        const isAsSaid = (segment: string, i: number): boolean => segment === "*" || segment === segments[i];
        return segmentsOf(ignored).every(isAsSaid);
    });

const segmentsOf = (path: string): readonly string[] =>
    [...path.matchAll(/\["([^"]*)"\]|\[([^\]]*)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
        String(quoted ?? index ?? name),
    );

function withActual(desired: unknown, actual: unknown, [key, ...rest]: readonly string[]): unknown {
    if (key === undefined) return actual;
    if (Array.isArray(desired) && Array.isArray(actual)) {
        if (key === "*" && rest.length === 0) return actual;
        return desired.map((item: unknown, i) => {
            const there = key === "*" || key === String(i) ? counterpart(desired, actual, i) : undefined;
            return there === undefined ? item : withActual(item, there, rest);
        });
    }
    if (!isObject(desired) && !isObject(actual)) return desired;
    const before = isObject(desired) ? desired : {};
    const there = isObject(actual) ? actual : {};
    const keys = key === "*" ? Object.keys({ ...before, ...there }) : [key];
    const replaced = Object.fromEntries(keys.map((one) => [one, withActual(before[one], there[one], rest)]));
    const kept = Object.entries({ ...before, ...replaced }).filter(([, value]) => value !== undefined);
    return kept.length === 0 && !isObject(desired) ? undefined : Object.fromEntries(kept);
}

/**
 * Returns the actual item that a desired one stands for: the one of its name, else the one in its place. An item in its place
 * that has the name of another desired one is that other: a portgroup must not get its neighbour's VLAN.
 */
function counterpart(desired: readonly unknown[], actual: readonly unknown[], i: number): unknown {
    const name = nameOf(desired[i]);
    const namesake = name === undefined ? undefined : actual.find((item) => nameOf(item) === name);
    if (namesake !== undefined) return namesake;
    const inPlace = nameOf(actual[i]);
    const isAnother = inPlace !== undefined && desired.some((item) => nameOf(item) === inPlace);
    return isAnother ? undefined : actual[i];
}

const nameOf = (item: unknown): unknown => (isObject(item) ? item["name"] : undefined);
