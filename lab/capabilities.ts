import { copyFile, mkdir, readdir, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { hostTree } from "./daemonVersion";
import { cacheFolder } from "./places";

/**
 * libvirt takes 0.4 to 4 s to read the capabilities of QEMU, at a host's first definition of a guest. So each host begins
 * with a copy of what an earlier one found. libvirt itself checks that it still holds, by the times of QEMU's and its
 * own binary, the kernel and the CPU (qemu_capabilities.c, virQEMUCapsIsValid), and else finds out again.
 */
const kept = join(
    cacheFolder,
    ["qemu-capabilities", ...(hostTree === undefined ? [] : [basename(hostTree)])].join("-"),
);
const ofHost = (folder: string): string => join(folder, "cache/qemu/capabilities");

/** Gives a host that has not started yet what is known. */
export async function useCapabilities(folder: string): Promise<void> {
    const names = await list(kept);
    await mkdir(ofHost(folder), { recursive: true });
    for (const name of names) await copyFile(join(kept, name), join(ofHost(folder), name));
}

/** Keeps what a host has found out. */
export async function keepCapabilities(folder: string): Promise<void> {
    await mkdir(kept, { recursive: true });
    for (const name of await list(ofHost(folder))) {
        const from = join(ofHost(folder), name);
        const to = join(kept, name);
        const same = (await readFile(from)).equals(await readFile(to).catch(() => Buffer.alloc(0)));
        if (same) continue;
        // others may read or write the same file at this moment: it appears whole or not at all
        const whole = `${to}.${process.pid}`;
        await copyFile(from, whole);
        await rename(whole, to);
    }
}

async function list(folder: string): Promise<string[]> {
    const names = await readdir(folder).catch(() => []);
    return names.filter((name) => name.endsWith(".xml"));
}
