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
 * Does what each side says once a round, one after the other, so that whatever else the machine does meets all of them.
 * The first round warms up and does not count.
 * @returns the rounds, each with the result of every side
 */
export async function interleave<Results extends object>(
    rounds: number,
    sides: { readonly [Side in keyof Results]: () => Promise<Results[Side]> },
): Promise<readonly Readonly<Results>[]> {
    const results: Results[] = [];
    for (let round = 0; round <= rounds; round++) {
        const result: Partial<Results> = {};
        for (const side of Object.keys(sides) as (keyof Results)[]) result[side] = await sides[side]();
        if (round > 0) results.push(result as Results);
    }
    return results;
}

/** The spread of some values, under a name. */
export function figure(what: string, unit: string, values: readonly number[], target?: Target): Figure {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (index: number): number => sorted[index] ?? NaN;
    const median = (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2;
    return { what, unit, median, min: at(0), max: at(sorted.length - 1), ...(target && { target }) };
}

/** One side of a comparison, and where its cost stands in a round. */
interface Side<Round> {
    readonly what: string;
    readonly of: (round: Round) => number;
}

/** What two sides cost, and how many times what the first does the second costs: round by round, so that noise cancels. */
export function versus<Round>(
    rounds: readonly Round[],
    unit: string,
    first: Side<Round>,
    second: Side<Round>,
    ratio: { readonly what: string; readonly target: Target },
): readonly Figure[] {
    const times = rounds.map((round) => second.of(round) / first.of(round));
    return [
        ...[first, second].map(({ what, of }) => figure(what, unit, rounds.map(of))),
        figure(ratio.what, "times", times, ratio.target),
    ];
}

/** A figure as a line: its name, its median, its range, and where it has one, its target. */
export function inWords({ what, unit, median, min, max, target }: Figure): string {
    const range = min === max ? "" : `(${short(min)}-${short(max)})`;
    const columns = [what.padEnd(60), `${short(median)} ${unit}`.padEnd(17), range.padEnd(17)];
    return [...columns, target ? verdict(median, target) : ""].join(" ").trimEnd();
}

function verdict(value: number, target: Target): string {
    const [words, isMet] =
        "atMost" in target
            ? [`at most ${target.atMost}`, value <= target.atMost]
            : [`at least ${target.atLeast}`, value >= target.atLeast];
    return `target: ${words}, ${isMet ? "met" : "MISSED"}`;
}

const short = (value: number): string =>
    Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toPrecision(3);
