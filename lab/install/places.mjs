import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Folder that is kept between runs and never committed. Several checkouts can share one. */
export const cacheFolder = process.env.PULUMI_LIBVIRT_TEAMING_CACHE ?? join(projectRoot, ".cache");

export function isExecutable(file) {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

/** The folder of PATH, or of some more, that has a command. */
export function folderOf(command, more = []) {
    const folders = [...(process.env.PATH ?? "").split(delimiter), ...more];
    return folders.find((folder) => folder !== "" && isExecutable(join(folder, command)));
}
