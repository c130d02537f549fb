import { call } from "./call";
import { fleet } from "./fleet";
import { lint } from "./lint";
import { inWords, type Figure } from "./measure";
import { pairs } from "./pairs";
import { pipeline } from "./pipeline";
import { preview } from "./preview";
import { registration } from "./registration";

// Usage: npm run bench -- [--json] [NAME...]; without a name, all of them. A missed target is printed and no failure.

const measurements: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
    call,
    fleet,
    lint,
    pairs,
    pipeline,
    preview,
    registration,
};

async function main(args: readonly string[]): Promise<void> {
    const asJson = args.includes("--json");
    const names = args.filter((arg) => arg !== "--json");
    const unknown = names.filter((name) => !Object.hasOwn(measurements, name));
    if (unknown.length > 0)
        throw new Error(`No measurement ${unknown.join(", ")}; there are ${Object.keys(measurements).join(", ")}.`);

    const results: Record<string, readonly Figure[]> = {};
    for (const [name, measure] of Object.entries(measurements)) {
        if (names.length > 0 && !names.includes(name)) continue;
        if (!asJson) console.log(name);
        const figures = await measure();
        results[name] = figures;
        if (!asJson) for (const figure of figures) console.log(`  ${inWords(figure)}`);
    }
    if (asJson) console.log(JSON.stringify(results, undefined, 2));
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
