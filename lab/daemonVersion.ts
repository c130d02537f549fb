import { spawnSync } from "node:child_process";

/**
 * The root of a Debian whose libvirtd and QEMU a host runs, as `npm run matrix` sets it.
 * @default undefined: the machine's own
 */
export const hostTree: string | undefined = process.env["PULUMI_LIBVIRT_TEAMING_TREE"];

/** Versions as libvirt counts them: 9.0.0 is 9000000. */
export interface DaemonVersions {
    readonly libvirt: number;
    readonly qemu: number;
}

let known: DaemonVersions | undefined;

/**
 * Returns the version of a host's daemon, before it starts: the set of tests depends on it.
 * @throws Error where libvirtd or QEMU is missing
 */
export function daemonVersions(): DaemonVersions {
    known ??= { libvirt: versionOf("libvirtd"), qemu: versionOf("qemu-system-x86_64") };
    return known;
}

/** Such as `libvirtd (libvirt) 9.0.0`, and `QEMU emulator version 7.2.22 (Debian …)`. */
function versionOf(program: string): number {
    const [command = program, ...args] = hostTree === undefined ? [program] : ["chroot", hostTree, program];
    const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
    const { stdout, error } = spawnSync(command, [...args, "--version"], {
        encoding: "utf8",
        env: { ...process.env, PATH },
    });
    const [, major, minor, micro] = /(\d+)\.(\d+)\.(\d+)/.exec(stdout) ?? [];
    if (!major) throw new Error(`${program} does not say its version: ${error?.message ?? stdout}`);
    return Number(major) * 1_000_000 + Number(minor) * 1000 + Number(micro);
}
