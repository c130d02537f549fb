import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { projectRoot } from "../places";

/** Exports of lab/install/debianTree.mjs: the installer runs before anything can be compiled, and so is no TypeScript. */
interface TreeInstaller {
    readonly treeFolder: string;
    readonly treeCommand: (tree: string, file: string, args: readonly string[]) => readonly string[];
}

/** The kernel of the tree as QEMU starts it, here and on the hosts that run the tree. */
export const KERNEL_IN_TREE = "/boot/vmlinux";

/** A Debian 13 for the emulated hosts, and what was made of it. */
export interface DebianTree {
    readonly root: string;
    /** The tree as an ext4 file system. */
    readonly disk: string;
    readonly kernel: string;
    /** A command of the tree, run on this machine with the tree's own C library. */
    command(file: string, args: readonly string[]): readonly string[];
}

/** The tree that lab/twoHosts.mjs has made. */
export async function debianTree(): Promise<DebianTree> {
    const file = pathToFileURL(join(projectRoot, "lab/install/debianTree.mjs")).href;
    const { treeFolder, treeCommand } = (await import(file)) as TreeInstaller;
    const root = join(treeFolder, "tree");
    return {
        root,
        disk: join(treeFolder, "disk.ext4"),
        kernel: join(root, KERNEL_IN_TREE),
        command: (path, args) => treeCommand(root, path, args),
    };
}
