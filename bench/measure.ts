import { defined } from "../provider/xml";

/** How much a measurement does: all of it, or as little as shows that it still runs. */
export type Size = "full" | "small";

/** Measures one subject. */
export type Measurement = (size: Size) => Promise<readonly Figure[]>;

/** One number that a measurement came to. */
export interface Figure {
    readonly what: string;
    /** `ms`, `times` or whatever it counts. */
    readonly unit: string;
    readonly median: number;
    readonly min: number;
    readonly max: number;
    readonly target?: Target;
}
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** How long something takes, in milliseconds. */
export async function time(work: () => unknown): Promise<number> {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
}

/**
 * Runs each side once a round, one after the other: whatever else the machine does then meets all of them.
 * A full measurement warms up with one more round, which does not count. A small one has a single round.
 *
 * @returns the rounds, each with the result of every side
 */
export async function interleave<Results extends object>(
    size: Size,
    rounds: number,
    sides: { readonly [Side in keyof Results]: () => Promise<Results[Side]> },
): Promise<readonly Readonly<Results>[]> {
    if (size === "small") return [await runRound(sides)];
    await runRound(sides);
    const results: Results[] = [];
    for (let round = 0; round < rounds; round++) results.push(await runRound(sides));
    return results;
}

async function runRound<Results extends object>(sides: {
    readonly [Side in keyof Results]: () => Promise<Results[Side]>;
}): Promise<Results> {
    const result: Partial<Results> = {};
    for (const side of Object.keys(sides) as (keyof Results)[]) result[side] = await sides[side]();
    return result as Results;
}

/** The spread of some values, under a name. */
export function figure(what: string, unit: string, values: readonly number[], target?: Target): Figure {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (index: number): number => sorted[index] ?? NaN;
    const lower = at(Math.floor((sorted.length - 1) / 2));
    const upper = at(Math.ceil((sorted.length - 1) / 2));
    return defined({ what, unit, median: (lower + upper) / 2, min: at(0), max: at(sorted.length - 1), target });
}

/** One side of a comparison, and where its cost stands in a round. */
interface Side<Round> {
    readonly what: string;
    readonly of: (round: Round) => number;
}

/** The costs of two sides, and the second as a multiple of the first: round by round, so that noise cancels. */
export function versus<Round>(
    rounds: readonly Round[],
    unit: string,
    first: Side<Round>,
    second: Side<Round>,
    ratio: { readonly what: string; readonly target: Target },
): readonly Figure[] {
    const ratios = rounds.map((round) => second.of(round) / first.of(round));
    return [
        figure(first.what, unit, rounds.map(first.of)),
        figure(second.what, unit, rounds.map(second.of)),
        figure(ratio.what, "times", ratios, ratio.target),
    ];
}

/** A figure as a line: its name, its median, its range, and its target if it has one. A small measurement has none. */
export function formatFigure({ what, unit, median, min, max, target }: Figure, size: Size): string {
    const range = min === max ? "" : `(${formatNumber(min)}-${formatNumber(max)})`;
    const value = `${formatNumber(median)} ${unit}`;
    const verdict = target && size === "full" ? formatVerdict(median, target) : "";
    return `${what.padEnd(60)} ${value.padEnd(17)} ${range.padEnd(17)} ${verdict}`.trimEnd();
}

function formatVerdict(value: number, target: Target): string {
    if ("atMost" in target) return `target: at most ${target.atMost}, ${value <= target.atMost ? "met" : "MISSED"}`;
    return `target: at least ${target.atLeast}, ${value >= target.atLeast ? "met" : "MISSED"}`;
}

export const formatNumber = (value: number): string =>
    Number.isInteger(value) || Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);

/** A count in a figure's name, e.g. `10,000`. */
export const formatCount = (count: number): string => count.toLocaleString("en");
