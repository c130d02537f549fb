import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "./cache.mjs";
import { ensureTreeTools, makeTree } from "./debian.mjs";
import { cacheFolder } from "./places.mjs";
import { Failure, runLong, say } from "./say.mjs";
import { ensureCommands } from "./system.mjs";

/** Packages of the emulated hosts, and of their start: QEMU 10 has the SR-IOV card that the machine's own may lack. */
const release = "trixie";
const packages = [
    "linux-image-amd64",
    "libvirt-daemon-system",
    "libvirt-daemon-driver-qemu",
    "libvirt-daemon-driver-interface",
    "libvirt-clients",
    "qemu-system-x86",
    "openssh-server",
    "netcat-openbsd",
    "iproute2",
    "kmod",
    "dbus",
    "busybox-static",
    "e2fsprogs",
    "xz-utils",
    "zstd",
];
const thisFile = readFileSync(new URL(import.meta.url));

/** Returns the folder of the tree. It has `tree/`, and `disk.ext4` made of it. */
export const treeFolder = join(
    cacheFolder,
    `debian-${release}-${createHash("sha256").update(thisFile).digest("hex").slice(0, 8)}`,
);

/** Packages for the connection to the hosts. */
const needed = {
    ssh: "openssh-client",
    setpriv: "util-linux",
};

/** A Debian 13 for the emulated hosts, from where this machine gets its own Debian. */
export async function ensureDebianTree() {
    await ensureTreeTools();
    await ensureCommands("ssh", needed);
    if (existsSync(treeFolder)) return;
    say(`Making a Debian 13 tree for the emulated hosts (about 4 min, once)`);
    await makeFolder(treeFolder, existsSync, async (folder) => {
        const tree = join(folder, "tree");
        await makeTree({ what: "Debian 13 tree", release, packages, folder, tree });
        writeFileSync(join(tree, "boot/vmlinux"), kernelOf(tree));
        const disk = join(folder, "disk.ext4");
        writeFileSync(disk, "");
        truncateSync(disk, 2 ** 31);
        const features = "^has_journal,^metadata_csum";
        const format = ["-q", "-t", "ext4", "-O", features, "-E", "root_owner=0:0", "-d", tree, disk];
        await runLong("disk of the emulated hosts", [treeCommand(tree, "usr/sbin/mke2fs", format)]);
        return folder;
    });
}

/**
 * A command of the tree with its own C library, run on this machine as it is: no chroot, and so no mounts.
 * @param file its path in the tree
 */
export function treeCommand(tree, file, args) {
    const libraries = join(tree, "usr/lib/x86_64-linux-gnu");
    return [join(libraries, "ld-linux-x86-64.so.2"), "--library-path", libraries, join(tree, file), ...args];
}

/**
 * The kernel without the stage that unpacks it, which QEMU starts directly: unpacking would take an emulated machine
 * half a minute. Source: Documentation/arch/x86/boot.rst, `setup_sects`, `payload_offset`, `payload_length`
 */
function kernelOf(tree) {
    const name = readdirSync(join(tree, "boot")).find((file) => file.startsWith("vmlinuz-"));
    const image = readFileSync(join(tree, "boot", name));
    const begin = (image[0x1f1] + 1) * 512 + image.readUInt32LE(0x248);
    const payload = image.subarray(begin, begin + image.readUInt32LE(0x24c));
    const unpack =
        payload.readUInt32BE(0) === 0x28b52ffd ? ["usr/bin/zstd", "-dcq"] : ["usr/bin/xz", "-dc", "--single-stream"];
    const [program, ...args] = treeCommand(tree, unpack[0], unpack.slice(1));
    // the payload's last four bytes are its size, of which zstd complains after all else is unpacked
    const { stdout } = spawnSync(program, args, { input: payload, maxBuffer: 2 ** 28 });
    if (stdout.subarray(0, 4).toString("latin1") !== "\x7fELF")
        throw new Failure(`${name} is packed in an unknown way.`);
    return stdout;
}
