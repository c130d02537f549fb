import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { clean, compile, tool } from "./build.mjs";
import { ensureEverything } from "./install.mjs";
import { ensureFixtures } from "./install/fixtures.mjs";
import { projectRoot } from "./install/places.mjs";
import { withPulumi } from "./install/pulumi.mjs";
import { elapsed, Failure, main, run, say } from "./install/say.mjs";

// npm test: all of it. Arguments go to mocha; among them may be test files or folders, by their names under test/.
await main(async () => {
    await ensureEverything();
    await ensureFixtures();
    clean();
    step("types and build", compile);
    step("lint", [tool("eslint"), "--max-warnings", "0", "."]);
    step("format", [tool("prettier"), "--check", "."]);
    say("tests");
    return run(tool("mocha"), mochaArguments(process.argv.slice(2)), { cwd: projectRoot, env: withPulumi() });
});

/** Silent but for its name and time when all is well. */
function step(name, [program, ...args]) {
    const begin = performance.now();
    if (process.stdout.isTTY) process.stdout.write(`${name} …\r`);
    const { status, stdout, stderr } = spawnSync(program, args, {
        cwd: projectRoot,
        encoding: "utf8",
        maxBuffer: 2 ** 28,
        env: process.stdout.isTTY ? { FORCE_COLOR: "1", ...process.env } : process.env,
    });
    if (status !== 0) {
        const details = `${stdout}${stderr}`.trimEnd();
        throw new Failure(`${name}: failed after ${elapsed(begin)}`, { details, status: status ?? 1 });
    }
    say(`${name}: ${elapsed(begin)}`);
}

/** Without a file or folder among them, everything is run. */
function mochaArguments(given) {
    const takesValue = (option) =>
        /^(-g|--grep|-f|--fgrep|-t|--timeout|-R|--reporter|-s|--slow|-j|--jobs)$/.test(option);
    let some = false;
    const args = given.map((arg, index) => {
        if (arg.startsWith("-") || takesValue(given[index - 1] ?? "")) return arg;
        const source = join(projectRoot, arg.replace(/^(\.\/)?dist\//, "").replace(/\.js$/, ".ts"));
        if (!existsSync(source)) return arg;
        some = true;
        const compiled = join("dist", source.slice(projectRoot.length + 1));
        return statSync(source).isDirectory() ? join(compiled, "**/*.test.js") : compiled.replace(/\.ts$/, ".js");
    });
    return some
        ? args
        : [...args, ...["unit", "cli", "daemon", "stack"].map((folder) => `dist/test/${folder}/**/*.test.js`)];
}
