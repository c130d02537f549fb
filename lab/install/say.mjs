import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./places.mjs";

/** Failure that a person can act on: one sentence, printed after the details and without a stack. */
export class Failure extends Error {
    constructor(sentence, { details = "", status = 1 } = {}) {
        super(sentence);
        this.details = details;
        this.status = status;
    }
}

const dim = (text) => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[0m` : text);
const red = (text) => (process.stderr.isTTY ? `\u001b[31m${text}\u001b[0m` : text);

export function say(text) {
    console.log(dim(text));
}

/** A time as people say it: "8 s", "3 min 20 s". */
export function elapsed(since) {
    const seconds = Math.round((performance.now() - since) / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Runs something long: what it prints goes to a log, and a line every 20 s says that it still runs.
 * @param what as people know it; also names the log
 * @param commands each a program with its arguments, one after the other
 * @throws Failure with the end of the log
 */
export async function runLong(what, commands, { cwd, env } = {}) {
    const log = join(cacheFolder, "log", `${what.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.log`);
    mkdirSync(join(cacheFolder, "log"), { recursive: true });
    const file = openSync(log, "w");
    const begin = performance.now();
    const progress = setInterval(() => say(`  ${what}: ${elapsed(begin)}`), 20_000);
    try {
        for (const [program, ...args] of commands) {
            const status = await run(program, args, { cwd, env, stdio: ["ignore", file, file] });
            if (status === 0) continue;
            const details = readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
            throw new Failure(`${what}: ${program} failed. Its whole output is in ${log}`, { details, status });
        }
    } finally {
        clearInterval(progress);
        closeSync(file);
    }
    say(`  ${what}: done in ${elapsed(begin)}`);
}

/** Runs a program to its end and returns its exit status. Ctrl-C is left to the program, so that it can tidy up. */
export async function run(program, args, options = {}) {
    const ignore = () => undefined;
    process.on("SIGINT", ignore);
    try {
        return await new Promise((resolve, reject) => {
            const child = spawn(program, args, { stdio: "inherit", ...options });
            child.once("error", (error) => reject(new Failure(`${program} does not run: ${error.message}`)));
            child.once("close", (code, signal) => resolve(signal === "SIGINT" ? 130 : (code ?? 1)));
        });
    } finally {
        process.off("SIGINT", ignore);
    }
}

/** Runs the main function of a command; its exit status is what that returns. */
export async function main(work) {
    try {
        process.exitCode = await work();
    } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (error.details) console.error(error.details);
        console.error(red(error.message));
        process.exitCode = error.status;
    }
}
