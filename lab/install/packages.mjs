import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./places.mjs";
import { runLong, say } from "./say.mjs";

/** The packages of package-lock.json, in node_modules. */
export async function ensurePackages() {
    const wanted = lock("package-lock.json");
    const present = lock("node_modules/.package-lock.json");
    if (wanted && present && sameContent(wanted, present)) return;
    say("Installing the npm packages (about 20 s)");
    await runLong("npm packages", [["npm", "ci", "--include=dev", "--no-audit", "--no-fund"]], { cwd: projectRoot });
}

/**
 * npm writes the second lock file as the last step of an install, so that it tells what is really there. It leaves out
 * optional packages that are for other platforms, and the project itself.
 */
function sameContent(wanted, present) {
    const isThere = ([path, { version, integrity, optional }]) =>
        path in present
            ? present[path].version === version && present[path].integrity === integrity
            : optional === true;
    return (
        Object.entries(wanted).every((entry) => entry[0] === "" || isThere(entry)) &&
        Object.keys(present).every((path) => path in wanted)
    );
}

function lock(name) {
    try {
        return JSON.parse(readFileSync(join(projectRoot, name), "utf8")).packages;
    } catch {
        return undefined;
    }
}
