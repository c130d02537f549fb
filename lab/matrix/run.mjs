import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { tool } from "../build.mjs";
import { cacheFolder, projectRoot } from "../install/places.mjs";
import { elapsed, Failure, say } from "../install/say.mjs";

/**
 * Runs the daemon tests against one libvirt. A line every 20 s says how far it is; all that mocha prints goes to a log,
 * and what it says of failures to the screen.
 * @param tree the root of what has the daemon; undefined for the machine's own
 * @param files globs, below dist/test/
 * @returns how many tests passed and failed
 */
export async function runTests(version, tree, files) {
    const log = join(cacheFolder, "log", `matrix-${version}.log`);
    mkdirSync(join(cacheFolder, "log"), { recursive: true });
    const file = createWriteStream(log);
    const begin = performance.now();
    const env = { ...process.env };
    if (tree) env.PULUMI_LIBVIRT_TEAMING_TREE = tree;
    const child = spawn(
        tool("mocha"),
        files.map((glob) => `dist/test/${glob}`),
        {
            cwd: projectRoot,
            env,
            stdio: ["ignore", "pipe", "pipe"],
        },
    );
    child.stderr.pipe(file, { end: false });

    const counts = { passed: 0, failed: 0 };
    let summary;
    let details = [];
    const told = (async () => {
        for await (const line of createInterface({ input: child.stdout })) {
            file.write(`${line}\n`);
            if (/^\s+✔ /.test(line)) counts.passed++;
            else if (/^\s+\d+\) /.test(line)) counts.failed++;
            if (/^\s+\d+ passing/.test(line)) details = [];
            details.push(line);
            summary = /^(\d+) passed, (\d+) failed/.exec(line) ?? summary;
        }
    })();
    const progress = setInterval(
        () => say(`  libvirt ${version}: ${counts.passed} passed, ${counts.failed} failed so far, ${elapsed(begin)}`),
        20_000,
    );
    const status = await new Promise((resolve, reject) => {
        child.once("error", (error) => reject(new Failure(`mocha cannot be run: ${error.message}`)));
        child.once("close", (code) => resolve(code ?? 1));
    }).finally(() => clearInterval(progress));
    await told;
    file.end();
    if (!summary) throw new Failure(`libvirt ${version}: mocha ended with ${status}. Its whole output is in ${log}`);
    const [passed, failed] = [Number(summary[1]), Number(summary[2])];
    if (failed > 0) console.log(details.join("\n"));
    return { passed, failed, time: elapsed(begin) };
}
