import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../../lab/places";

/**
 * Packs the package as it was built for this run of the tests.
 *
 * @param folder an empty one
 * @returns path of the tarball
 */
export async function packInto(folder: string): Promise<string> {
    const command = ["pack", "--ignore-scripts", "--pack-destination", folder];
    await promisify(execFile)("npm", command, { cwd: projectRoot });
    const [name = "nothing"] = await readdir(folder);
    return join(folder, name);
}
