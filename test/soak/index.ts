import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../../lab/places";

// npm run soak -- --minutes 60 --seed 7: the random tests for as long as that, each round from the next seed
const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const env = Object.assign({}, process.env, {
    SOAK_MINUTES: values.minutes ?? "30",
    SOAK_SEED: values.seed ?? String(Math.floor(Math.random() * 1e9)),
});
const mocha = join(projectRoot, "node_modules/.bin/mocha");
const rounds = join(__dirname, "rounds.js");
const { status } = spawnSync(mocha, ["--no-parallel", "--timeout", "0", rounds], {
    env,
    cwd: projectRoot,
    stdio: "inherit",
});
process.exitCode = status ?? 1;
