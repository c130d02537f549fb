import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { figure, formatNumber, type Figure } from "./measure";

/** A figure of two checkouts: the medians of their rounds. A side is missing if its measurement has no such figure. */
export interface Comparison {
    readonly what: string;
    readonly unit: string;
    readonly before: number | undefined;
    readonly after: number | undefined;
}

/** Runs one measurement in two checkouts, in turn. Both have to be built. */
export async function compare(
    folders: { readonly before: string; readonly after: string },
    name: string,
    rounds: number,
): Promise<{ readonly comparisons: readonly Comparison[]; readonly errors: readonly string[] }> {
    const before = new Side(folders.before);
    const after = new Side(folders.after);
    for (let round = 0; round < rounds; round++) {
        await before.run(name);
        await after.run(name);
    }
    const units = new Map([...before.units, ...after.units]);
    const comparisons = [...units].map(([what, unit]) => {
        return { what, unit, before: before.median(what), after: after.median(what) };
    });
    return { comparisons, errors: [...before.errors, ...after.errors] };
}

/** A checkout, and what its runs came to. */
class Side {
    /** Each figure's unit, by its name. */
    readonly units = new Map<string, string>();
    /** A line for each different failure. */
    readonly errors = new Set<string>();
    readonly #medians = new Map<string, number[]>();

    constructor(readonly folder: string) {}

    /** An older checkout may fail: the other side's figures are worth having all the same. */
    async run(name: string): Promise<void> {
        const command = [join(this.folder, "dist/bench/index.js"), name, "--json"];
        try {
            const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: this.folder });
            const results = JSON.parse(stdout) as Readonly<Record<string, readonly Figure[]>>;
            for (const { what, unit, median } of results[name] ?? []) {
                this.units.set(what, unit);
                this.#medians.set(what, [...(this.#medians.get(what) ?? []), median]);
            }
        } catch (error) {
            const { stderr = "" } = error as { readonly stderr?: string };
            this.errors.add(`${this.folder} failed: ${stderr.trim() || String(error)}`);
        }
    }

    median(what: string): number | undefined {
        const medians = this.#medians.get(what);
        return medians && figure(what, "", medians).median;
    }
}

/** A comparison as a line: the figure's name, both medians, and the change. */
export function formatComparison({ what, unit, before, after }: Comparison): string {
    const change = before === undefined || after === undefined ? "" : formatChange(before, after);
    return `${what.padEnd(60)} ${format(before, unit).padEnd(20)} ${format(after, unit).padEnd(20)} ${change}`.trimEnd();
}

const format = (value: number | undefined, unit: string): string =>
    value === undefined ? "missing" : `${formatNumber(value)} ${unit}`;

function formatChange(before: number, after: number): string {
    const percent = (after / before - 1) * 100;
    return `${percent > 0 ? "+" : ""}${percent.toFixed(1)} %`;
}
