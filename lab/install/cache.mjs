import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./places.mjs";

const making = "making-";

/**
 * Makes a folder of the cache that is there whole or not at all.
 * @param isWhole asked where another process was quicker: its result is as good
 * @param make is given an empty folder, and answers the one of it that is to be kept
 */
export async function makeFolder(target, isWhole, make) {
    mkdirSync(cacheFolder, { recursive: true });
    removeLeftovers();
    const folder = mkdtempSync(join(cacheFolder, making));
    // others than its owner read it too, e.g. the user that apt downloads as
    chmodSync(folder, 0o755);
    try {
        renameSync(await make(folder), target);
    } catch (error) {
        if (!isWhole(target)) throw error;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** Removes files that interrupted runs left, an hour ago or more. */
function removeLeftovers() {
    for (const name of readdirSync(cacheFolder).filter((name) => name.startsWith(making))) {
        const path = join(cacheFolder, name);
        if (Date.now() - statSync(path).mtimeMs > 3_600_000) rmSync(path, { recursive: true, force: true });
    }
}
