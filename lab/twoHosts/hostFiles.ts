import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../places";
import { makeInitramfs, type InitramfsFile } from "./initramfs";
import type { DebianTree } from "./tree";

/** Folder of a host with the files that its guest starts from. */
export const GUEST_INITRAMFS = "/lab/guest.initramfs";

const HOST_MODULES = {
    /** For the disk. */
    disk: ["virtio_pci", "virtio_blk", "crc32c_generic", "ext4"],
    /** For the host's own network cards, and what guests are plugged into. */
    network: ["virtio_net", "igb", "bridge", "tun", "vhost_net"],
    /** For guests and their VFs. modprobe would load the last of itself, as vfio asks for it. */
    guests: ["kvm_amd", "vfio-pci", "vfio_iommu_type1"],
} as const;
/** virtio_net brings net_failover along; igbvf drives a VF. */
const GUEST_MODULES = ["virtio_pci", "virtio_net", "igbvf"];

/**
 * The initramfs that both hosts start from: the lab's own files, which are laid over the tree.
 * @param folder gets the key pair that opens ssh, the host's own key pair, and the initramfs
 * @returns its path
 */
export async function writeHostInitramfs(tree: DebianTree, folder: string): Promise<string> {
    const guest = makeInitramfs({ tree, init: await inside("guestInit.sh"), modules: GUEST_MODULES });
    const over: readonly InitramfsFile[] = [
        { path: "lab/init", content: await inside("hostInit.sh"), mode: 0o755 },
        { path: GUEST_INITRAMFS.slice(1), content: guest },
        // no AppArmor here, and no polkit
        { path: "etc/libvirt/qemu.conf", content: 'security_driver = "none"\n' },
        { path: "etc/libvirt/libvirtd.conf", content: 'auth_unix_rw = "none"\n' },
        { path: "root/.ssh/authorized_keys", content: await newKey(join(folder, "key")) },
        { path: "etc/ssh/ssh_host_ed25519_key.pub", content: await newKey(join(folder, "host-key")) },
        { path: "etc/ssh/ssh_host_ed25519_key", content: await readFile(join(folder, "host-key")), mode: 0o600 },
    ];
    const initramfs = makeInitramfs({
        tree,
        init: await inside("hostInitramfs.sh"),
        modules: Object.values(HOST_MODULES).flat(),
        files: over.map(({ path, content, mode = 0o644 }) => ({ path: `over/${path}`, content, mode })),
    });
    const file = join(folder, "host.initramfs");
    await writeFile(file, initramfs);
    return file;
}

const inside = (name: string): Promise<string> => readFile(join(projectRoot, "lab/twoHosts/inside", name), "utf8");

/** @returns the public half */
async function newKey(file: string): Promise<string> {
    await promisify(execFile)("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", file]);
    return readFile(`${file}.pub`, "utf8");
}

/**
 * Makes `ssh kvm1` and `ssh kvm2` lead to the emulated hosts, for libvirt's client too: it runs the `ssh` of PATH.
 * @param folder has what {@link writeHostInitramfs} wrote
 * @param ports by the hosts' names
 * @returns the folder that is to be first on PATH
 */
export async function writeSsh(folder: string, ports: Readonly<Partial<Record<string, number>>>): Promise<string> {
    const bin = join(folder, "bin");
    const config = join(folder, "ssh_config");
    const knownHosts = join(folder, "known_hosts");
    const command = join(bin, "ssh");
    const key = await readFile(join(folder, "host-key.pub"), "utf8");
    await writeFile(
        knownHosts,
        Object.keys(ports)
            .map((name) => `${name} ${key}`)
            .join(""),
    );
    const hosts = Object.entries(ports).flatMap(([name, port]) => [
        `Host ${name}`,
        `HostKeyAlias ${name}`,
        `Port ${port}`,
    ]);
    const all = [
        "Host *",
        "HostName 127.0.0.1",
        `IdentityFile ${join(folder, "key")}`,
        "IdentitiesOnly yes",
        `UserKnownHostsFile ${knownHosts}`,
        "GlobalKnownHostsFile /dev/null",
        "BatchMode yes",
        "LogLevel ERROR",
    ];
    await writeFile(config, `${[...hosts, ...all].join("\n")}\n`);
    await mkdir(bin);
    await writeFile(command, `#!/bin/sh\nexec /usr/bin/ssh -F ${config} "$@"\n`);
    await chmod(command, 0o755);
    return bin;
}
