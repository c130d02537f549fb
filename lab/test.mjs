import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { check } from "./check.mjs";
import { clean, compile, tool } from "./build.mjs";
import { ensureEverything } from "./install.mjs";
import { ensureFixtures } from "./install/fixtures.mjs";
import { projectRoot } from "./install/places.mjs";
import { withPulumi } from "./install/pulumi.mjs";
import { main, run, say } from "./install/say.mjs";

/** The longest first, so that no job is left alone with a long file in the end. */
const ALL = ["stack", "daemon", "cli", "unit"];

// npm test: all of it. Arguments go to mocha; among them may be test files or folders, by their names under test/.
await main(async () => {
    await ensureEverything();
    await ensureFixtures();
    clean();
    await check({
        "types and build": compile,
        lint: [tool("eslint"), "--max-warnings", "0", "."],
        format: [tool("prettier"), "--check", "."],
    });
    say("tests");
    return run(tool("mocha"), mochaArguments(process.argv.slice(2)), { cwd: projectRoot, env: withPulumi() });
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
    return some ? args : [...args, ...ALL.map((folder) => `dist/test/${folder}/**/*.test.js`)];
}
