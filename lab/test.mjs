import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { check } from "./check.mjs";
import { clean, compile, tool } from "./build.mjs";
import { ensureEverything } from "./install.mjs";
import { ensureFixtures } from "./install/fixtures.mjs";
import { projectRoot } from "./install/places.mjs";
import { withPulumi } from "./install/pulumi.mjs";
import { main, run, say } from "./install/say.mjs";
import { ensureTestTools } from "./install/system.mjs";

/** The folders with the longest files first, so that no job is left alone with one in the end. */
const LONGEST_FIRST = ["stack", "daemon/teamedNic/running", "daemon", "cli", "unit"];

// npm test: all checks and tests. Arguments go to mocha. Some may be test files or folders, by their names under test/.
await main(async () => {
    await ensureEverything();
    await ensureTestTools();
    await ensureFixtures();
    clean();
    await check({ "types and build": compile });
    say("Running the tests");
    // tests wait a good part of their time, and leave room
    const [tests, checks] = await Promise.allSettled([
        run(tool("mocha"), mochaArguments(process.argv.slice(2)), { cwd: projectRoot, env: withPulumi() }),
        check({
            lint: [tool("eslint"), "--max-warnings", "0", "."],
            format: [tool("prettier"), "--check", "."],
        }),
    ]);
    for (const { reason } of [tests, checks].filter(({ status }) => status === "rejected")) throw reason;
    return tests.value;
});

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
    return some ? args : [...args, ...everything()];
}

/** Every compiled test, once. */
function everything() {
    const root = join(projectRoot, "dist/test");
    const files = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".test.js"));
    const rank = (name) => LONGEST_FIRST.findIndex((folder) => name.startsWith(`${folder}/`));
    return files.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).map((name) => join("dist/test", name));
}
