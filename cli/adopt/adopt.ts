import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../provider/libvirt/errors";
import type { Libvirt } from "../../provider/libvirt/libvirt";
import { rethrowMistake } from "../../provider/lifecycle/mistakes";
import { Operation } from "../../provider/lifecycle/operation";
import type { Output, Status } from "../output";
import type { Inventory } from "./existing";
import { projectFiles } from "./files";
import { inventoryOf } from "./inventory";
import { programFor } from "./program";

/** What is asked for. */
export interface Request {
    readonly uris: readonly string[];
    /** Folder that the project is written to; undefined where the program is only printed. */
    readonly folder: string | undefined;
    /** Version of this package. */
    readonly version: string;
}

/**
 * Writes a program that takes over the pools and pairs of hosts.
 *
 * @returns 0 where up takes over all, 1 where something is commented out, 2 where nothing was written
 */
export async function adopt(
    connect: (uri: string) => Libvirt,
    { uris, folder, version }: Request,
    { out, complain }: Output,
): Promise<Status> {
    try {
        const inventory = await inventoryOf(new Operation(connect), [...new Set(uris)]);
        const program = programFor(inventory);
        if (folder === undefined) out(program);
        else out(await written(folder, projectFiles(program, version)));
        return leftOut(inventory, complain);
    } catch (error) {
        rethrowMistake(error);
        complain(messageOf(error));
        return 2;
    }
}

function leftOut({ pools, pairs }: Inventory, complain: Output["complain"]): Status {
    const count = [...pools, ...pairs].filter(({ problems }) => problems.length > 0).length;
    if (count === 0) return 0;
    complain(
        `${count} of ${pools.length + pairs.length} are commented out, as up would refuse them. The comments say why.`,
    );
    return 1;
}

/** Writes files to a folder, and overwrites none. */
async function written(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
    const existing = Object.keys(files).filter((name) => existsSync(join(folder, name)));
    if (existing.length > 0)
        throw new Error(
            `${folder} already has ${existing.join(", ")}. Name another folder with --out, or move them away.`,
        );
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { flag: "wx" });
    return Object.keys(files)
        .map((name) => `${join(folder, name)}\n`)
        .join("");
}
