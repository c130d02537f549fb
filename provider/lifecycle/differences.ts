import { isDeepStrictEqual } from "node:util";
import { formatValue } from "../rules";
import type { Properties } from "./kind";
import { isObject } from "./wire";

export interface Difference {
    /** e.g. `persistent.vlan.tags[0]` */
    readonly path: string;
    readonly before: unknown;
    readonly after: unknown;
}

/** Differences of two values, as deep as both have the same shape. */
export function differences(before: unknown, after: unknown, path = ""): readonly Difference[] {
    if (isDeepStrictEqual(before, after)) return [];
    if (isList(before) && isList(after) && before.length === after.length) {
        return before.flatMap((item, i) => differences(item, after[i], `${path}[${i}]`));
    }
    if (isObject(before) && isObject(after)) {
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
        return keys.flatMap((key) => differences(before[key], after[key], path === "" ? key : `${path}.${key}`));
    }
    return [{ path, before, after }];
}

/** Returns the values before, by path, as the state keeps them under `running`. */
export const beforeByPath = (all: readonly Difference[]): Properties =>
    Object.fromEntries(all.map(({ path, before }) => [path, before ?? "absent"]));

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** e.g. `mtu 1500 => 9000` */
export const formatDifference = ({ path, before, after }: Difference): string =>
    `${path} ${bare(before)} => ${bare(after)}`;

/** Text beside an arrow has no quotes. */
const bare = (value: unknown): string => (typeof value === "string" ? value : formatValue(value));
