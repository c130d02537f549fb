import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** The project's root: shell scripts are run from there, as the compiler copies none to where this file runs. */
export const projectRoot = findRoot(__dirname);

/** Folder that is kept between runs and never committed. */
export const cacheFolder = process.env["PULUMI_LIBVIRT_TEAMING_CACHE"] ?? join(projectRoot, ".cache");

function findRoot(folder: string): string {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
        const { name } = JSON.parse(readFileSync(file, "utf8")) as { name?: string };
        if (name === "pulumi-libvirt-teaming") return folder;
    }
    if (dirname(folder) === folder) throw new Error(`${__dirname} is not inside pulumi-libvirt-teaming.`);
    return findRoot(dirname(folder));
}

/** Returns the path of a command, also from folders that only root's PATH has. */
export function findCommand(command: string): string | undefined {
    return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"]
        .map((folder) => join(folder, command))
        .find((file) => {
            try {
                accessSync(file, constants.X_OK);
                return true;
            } catch {
                return false;
            }
        });
}
