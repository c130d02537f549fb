import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { DebianTree } from "./tree";

/** A file of an initramfs, by its path without a leading slash. */
export interface InitramfsFile {
    readonly path: string;
    readonly content: Buffer | string;
    /** Who may do what with it. @default 0o644 */
    readonly mode?: number;
}

/** Options of {@link makeInitramfs}. */
export interface InitramfsOptions {
    /** The Debian tree that busybox and the modules come from. */
    readonly tree: DebianTree;
    /** First program that the kernel runs, a script for busybox's shell. */
    readonly init: string;
    /** Kernel modules by name. Those that they need are added, and `/modules/order` lists all as they are to be loaded. */
    readonly modules: readonly string[];
    readonly files?: readonly InitramfsFile[];
}

/** A busybox with kernel modules, as a kernel takes it. */
export function makeInitramfs({ tree, init, modules, files = [] }: InitramfsOptions): Buffer {
    const loaded = modulePaths(tree, modules).map((path) => ({ name: basename(path, ".xz"), path }));
    return makeArchive([
        { path: "init", content: init, mode: 0o755 },
        { path: "bin/busybox", content: readFileSync(join(tree.root, "usr/bin/busybox")), mode: 0o755 },
        { path: "modules/order", content: loaded.map(({ name }) => `${name}\n`).join("") },
        ...loaded.map(({ name, path }) => ({ path: `modules/${name}`, content: readModule(tree, path) })),
        ...files,
    ]);
}

/** The one kernel that a tree has. */
function modulesFolder(tree: DebianTree): string {
    const root = join(tree.root, "usr/lib/modules");
    const [version = ""] = readdirSync(root);
    return join(root, version);
}

/** The files of modules and of what these need, each once, in the order in which they load. */
function modulePaths(tree: DebianTree, modules: readonly string[]): readonly string[] {
    const folder = modulesFolder(tree);
    const builtIn = new Set(readFileSync(join(folder, "modules.builtin"), "utf8").split("\n").map(moduleName));
    // a line of modules.dep is "PATH: NEEDED…", and what is last of it loads first
    const lines = readFileSync(join(folder, "modules.dep"), "utf8")
        .split("\n")
        .map((line) => line.split(/[: ]+/));
    const byName = new Map(lines.map((paths) => [moduleName(paths[0] ?? ""), paths.toReversed()]));
    const order = modules
        .map((name) => name.replaceAll("-", "_"))
        .filter((name) => !builtIn.has(name))
        .flatMap((name) => {
            const paths = byName.get(name);
            if (!paths) throw new Error(`The kernel of ${tree.root} has no module ${name}.`);
            return paths.filter((path) => path !== "");
        });
    return [...new Set(order)].map((path) => join(folder, path));
}

const moduleName = (path: string): string =>
    basename(path)
        .replace(/\.ko.*$/, "")
        .replaceAll("-", "_");

function readModule(tree: DebianTree, path: string): Buffer {
    if (!path.endsWith(".xz")) return readFileSync(path);
    const [program = "", ...args] = tree.command("usr/bin/xz", ["-dc", path]);
    return execFileSync(program, args, { maxBuffer: 2 ** 26 });
}

/** Kind of an entry. Source: inode(7) */
const FILE = 0o100000;
const FOLDER = 0o040000;

/** A cpio archive in the format "newc". Source: Documentation/driver-api/early-userspace/buffer-format.rst */
export function makeArchive(files: readonly InitramfsFile[]): Buffer {
    const folders = [...new Set(files.flatMap(({ path }) => parents(path)))].sort();
    return Buffer.concat([
        ...folders.map((path) => archiveEntry(path, FOLDER | 0o755)),
        ...files.map(({ path, content, mode = 0o644 }) => archiveEntry(path, FILE | mode, Buffer.from(content))),
        archiveEntry("TRAILER!!!", 0),
    ]);
}

/** `a`, `a/b` of `a/b/c` */
function parents(path: string): readonly string[] {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

let inodes = 0;

function archiveEntry(path: string, mode: number, content: Buffer = Buffer.alloc(0)): Buffer {
    const name = Buffer.from(`${path}\0`);
    const nameLength = name.length;
    // inode, mode, owner, group, links, time, size, four numbers of devices, length of the name, no checksum
    const fields = [(inodes += 1), mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, nameLength, 0];
    const header = `070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}`;
    return Buffer.concat([padded(Buffer.concat([Buffer.from(header), name])), padded(content)]);
}

/** Filled up to a multiple of four bytes. */
function padded(bytes: Buffer): Buffer {
    return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
