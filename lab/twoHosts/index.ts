import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { story } from "./story";

// Run by lab/twoHosts.mjs as the first process of a PID namespace: what it has started ends with it, however it ends.

/** Emulation is slow, and a busy machine makes it slower: the story takes 7 minutes of this on two idle cores. */
const LIMIT_MINUTES = 60;

void (async () => {
    const { values } = parseArgs({ options: { folder: { type: "string" } } });
    const folder = values.folder ? resolve(values.folder) : await mkdtemp(join(tmpdir(), "two-hosts-"));
    await mkdir(folder, { recursive: true });
    try {
        await Promise.race([story(folder), interruption(), timeLimit()]);
        console.log("\nPASS");
    } catch (error) {
        console.error(`\n${await consolesIn(folder)}`);
        console.error(error instanceof Error ? error.stack : error);
        console.log("\nFAIL");
        process.exitCode = 1;
    }
    if (!values.folder) await rm(folder, { recursive: true, force: true });
    process.exit();
})();

function interruption(): Promise<never> {
    return new Promise((_, reject) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) {
            process.once(signal, () => {
                reject(new Error(`Ended by ${signal}.`));
            });
        }
    });
}

function timeLimit(): Promise<never> {
    return new Promise((_, reject) => {
        setTimeout(() => {
            reject(new Error(`The story has not ended within ${LIMIT_MINUTES} minutes.`));
        }, LIMIT_MINUTES * 60_000);
    });
}

/** The last that each host said. */
async function consolesIn(folder: string): Promise<string> {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".console"));
    const texts = names.map(async (name) => {
        const lines = (await readFile(join(folder, name), "utf8")).trimEnd().split("\n");
        return `${name}:\n${lines.slice(-10).join("\n")}`;
    });
    return (await Promise.all(texts)).join("\n");
}
