import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DebianTree } from "./tree";

/** Options of {@link bootHost}. */
export interface HostOptions {
    /** `kvm1` or `kvm2`. */
    readonly name: string;
    readonly number: number;
    readonly tree: DebianTree;
    readonly initramfs: string;
    /** For consoles. Both hosts share it. */
    readonly folder: string;
    /** Switch ports of the host's network cards. */
    readonly cables: Cables;
    /** Port on this machine's loopback that leads to the host's sshd. */
    readonly sshPort: number;
}

/** Paths of unix sockets. */
export interface Cables {
    /** The SR-IOV card's port of the switch. */
    readonly card: string;
    /** The port of the switch for the card below the bridge. */
    readonly bridge: string;
    /** A cable between both hosts, over which libvirt migrates: the first host listens, the second connects. */
    readonly migration: string;
}

/** An emulated machine. */
export interface EmulatedHost {
    readonly name: string;
    /** Output of its first process. */
    console(): Promise<string>;
    hasEnded(): boolean;
    /** Ends it at once. */
    stop(): Promise<void>;
}

/** How many VFs each card has. */
const VFS = 3;

/** Starts QEMU. The host is up once its console says that libvirt answers: see {@link isUp}. */
export function bootHost(options: HostOptions): EmulatedHost {
    const { name, tree, folder } = options;
    const consoleFile = join(folder, `${name}.console`);
    const [program = "", ...args] = tree.command("usr/bin/qemu-system-x86_64", [
        ...machine(options),
        ...networkCards(options),
        ...["-serial", `file:${consoleFile}`],
    ]);
    const modules = join(tree.root, "usr/lib/x86_64-linux-gnu/qemu");
    const child = spawn(program, args, {
        // apart from our terminal's Ctrl-C
        detached: true,
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, QEMU_MODULE_DIR: modules },
    });
    const exited = once(child, "exit");
    return {
        name,
        console: () => readFile(consoleFile, "utf8").catch(() => ""),
        hasEnded: () => child.exitCode !== null || child.signalCode !== null,
        async stop() {
            child.kill("SIGKILL");
            await exited;
        },
    };
}

/**
 * Waits until the host's libvirt answers.
 * @throws Error where the machine ends before
 */
export async function isUp(host: EmulatedHost): Promise<void> {
    while (!(await host.console()).includes("lab: libvirt answers")) {
        if (host.hasEnded()) throw new Error(`${host.name} has ended before its libvirt answered.`);
        await pause(500);
    }
}

/** An emulated computer with AMD's virtualisation and an IOMMU, which lives by the tree's disk and forgets all that it writes. */
function machine({ name, tree, initramfs }: HostOptions): readonly string[] {
    const firmware = ["usr/share/seabios", "usr/share/qemu"].map((path) => join(tree.root, path));
    const kernelLine = [
        "console=ttyS0 quiet loglevel=4 panic=-1",
        "intel_iommu=on iommu=pt",
        "net.ifnames=0 mitigations=off nokaslr nowatchdog",
        `host=${name} vfs=${VFS}`,
    ];
    return [
        ...["-name", name, "-nodefaults", "-display", "none", "-no-reboot"],
        ...firmware.flatMap((path) => ["-L", path]),
        ...["-machine", "q35", "-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max,-la57"],
        ...["-smp", "2", "-m", "1280M"],
        ...["-device", "intel-iommu,intremap=on,caching-mode=on"],
        ...["-kernel", tree.kernel, "-initrd", initramfs, "-append", kernelLine.join(" ")],
        ...[
            "-drive",
            `file=${tree.disk},if=none,id=disk,format=raw,snapshot=on`,
            "-device",
            "virtio-blk-pci,drive=disk",
        ],
    ];
}

function networkCards({ number, cables, sshPort }: HostOptions): readonly string[] {
    const mac = (card: number): string => `mac=52:54:00:aa:0${number}:0${card}`;
    const to = (path: string): string => `server=off,addr.type=unix,addr.path=${path},reconnect-ms=1000`;
    const migration = number === 1 ? `server=on,addr.type=unix,addr.path=${cables.migration}` : to(cables.migration);
    return [
        ...["-device", "pcie-root-port,id=card-port,chassis=1,slot=1"],
        ...["-netdev", `stream,id=card,${to(cables.card)}`],
        ...["-device", `igb,bus=card-port,netdev=card,${mac(1)}`],
        ...["-netdev", `stream,id=bridge,${to(cables.bridge)}`],
        ...["-device", `virtio-net-pci,netdev=bridge,romfile=,${mac(2)}`],
        ...["-netdev", `stream,id=migration,${migration}`],
        ...["-device", `virtio-net-pci,netdev=migration,romfile=,${mac(3)}`],
        ...["-netdev", `user,id=admin,restrict=on,hostfwd=tcp:127.0.0.1:${sshPort}-:22`],
        ...["-device", `virtio-net-pci,netdev=admin,romfile=,${mac(4)}`],
    ];
}
