import { spawn } from "node:child_process";
import { projectRoot } from "./install/places.mjs";
import { elapsed, Failure, say } from "./install/say.mjs";

/**
 * Runs commands side by side. Each is silent but for its name and time when all is well.
 * @param steps by their names, each a program with its arguments
 * @throws Failure with what all that failed have printed
 */
export async function check(steps) {
    say(`${Object.keys(steps).join(", ")} …`);
    const results = await Promise.allSettled(Object.entries(steps).map(([name, command]) => step(name, command)));
    const failures = results.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
    const unknown = failures.find((failure) => !(failure instanceof Failure));
    if (unknown) throw unknown;
    if (failures.length === 0) return;
    const details = failures.map((failure) => failure.details).join("\n");
    const sentences = failures.map(({ message }) => message).join("\n");
    throw new Failure(sentences, { details, status: failures[0].status });
}

async function step(name, [program, ...args]) {
    const begin = performance.now();
    const env = process.stdout.isTTY ? { FORCE_COLOR: "1", ...process.env } : process.env;
    const child = spawn(program, args, { cwd: projectRoot, env, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text) => (printed += text));
    const status = await new Promise((resolve, reject) => {
        child.once("error", (error) => reject(new Failure(`${program} does not run: ${error.message}`)));
        child.once("close", (code) => resolve(code ?? 1));
    });
    if (status !== 0)
        throw new Failure(`${name}: failed after ${elapsed(begin)}`, { details: printed.trimEnd(), status });
    say(`${name}: ${elapsed(begin)}`);
}
