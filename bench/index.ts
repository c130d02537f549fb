import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../lab/places";
import { compare, formatComparison } from "./compare";
import { formatFigure, type Figure, type Size } from "./measure";
import { measurements, type MeasurementName } from "./measurements";

// bench/README.md describes the options. A missed target is printed and is no failure.

const OPTIONS = {
    json: { type: "boolean" },
    small: { type: "boolean" },
    against: { type: "string" },
    rounds: { type: "string" },
} as const;

async function main(): Promise<void> {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    const names = namesIn(positionals);
    if (values.against === undefined) {
        if (values.rounds !== undefined) throw new Error("--rounds needs --against.");
        await measure(names, values.small ? "small" : "full", values.json ?? false);
    } else {
        if (values.json || values.small) throw new Error("--against takes neither --json nor --small.");
        await measureAgainst(values.against, names, roundsIn(values.rounds));
    }
}

function namesIn(positionals: readonly string[]): readonly MeasurementName[] {
    const all = Object.keys(measurements) as MeasurementName[];
    const unknown = positionals.filter((name) => !Object.hasOwn(measurements, name));
    if (unknown.length > 0) throw new Error(`No measurement ${unknown.join(", ")}; there are ${all.join(", ")}.`);
    return positionals.length === 0 ? all : all.filter((name) => positionals.includes(name));
}

function roundsIn(text = "3"): number {
    if (!/^[1-9]\d*$/.test(text)) throw new Error(`--rounds ${text} is no number of rounds.`);
    return Number(text);
}

async function measure(names: readonly MeasurementName[], size: Size, asJson: boolean): Promise<void> {
    const results: Record<string, readonly Figure[]> = {};
    for (const name of names) {
        if (!asJson) console.log(name);
        const figures = await measurements[name](size);
        results[name] = figures;
        if (!asJson) for (const figure of figures) console.log(`  ${formatFigure(figure, size)}`);
    }
    if (asJson) console.log(JSON.stringify(results, undefined, 2));
}

async function measureAgainst(folder: string, names: readonly MeasurementName[], rounds: number): Promise<void> {
    for (const name of names) {
        console.log(name);
        const { comparisons, errors } = await compare({ before: resolve(folder), after: projectRoot }, name, rounds);
        for (const comparison of comparisons) console.log(`  ${formatComparison(comparison)}`);
        for (const error of errors) console.log(`  ${error}`);
    }
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
