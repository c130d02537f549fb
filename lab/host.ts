import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Socket } from "node:net";
import { keepCapabilities, useCapabilities } from "./capabilities";
import { daemonVersions, hostTree, type DaemonVersions } from "./daemonVersion";
import { findCommand, projectRoot } from "./places";

export { guestXml, plainNetworkXml, type GuestOptions } from "./documents";

/** A real libvirtd that nothing else uses, on a pretend SR-IOV card (lab/host/card.sh says what is on it). */
export interface Host {
    /** URI for libvirt's clients. It is the same after {@link restart}. */
    readonly uri: string;
    /** The daemon's process. Another after {@link restart}. */
    readonly pid: number;
    /** The daemon's and QEMU's, as libvirt counts them: 9.0.0 is 9000000. */
    readonly versions: DaemonVersions;
    /**
     * All of the host's state. What may be changed at any time: `sysfs/` in it is what the daemon sees of the card; a file in
     * `holds/`, named after a device's alias, makes guests keep that device when they are asked to give it back; and a file
     * `holds/migration` keeps migrations that begin on this host from getting on.
     */
    readonly folder: string;
    /**
     * Runs virsh.
     * @returns what it printed, trimmed
     * @throws Error with what virsh wrote to standard error
     */
    virsh(...args: string[]): Promise<string>;
    /** Writes a document to a file for virsh, as in `host.virsh("define", await host.file(guestXml("g")))`. */
    file(text: string): Promise<string>;
    /** Ends the daemon at once, as a crash would. State stays. */
    kill(): Promise<void>;
    /** Starts the daemon on the same state, after ending it in order if it still runs. */
    restart(): Promise<void>;
    /** Ends everything and removes the folder. Does nothing the second time. */
    stop(): Promise<void>;
}

export interface HostOptions {
    /** How many VFs the card's first PF has. @default 4 */
    readonly vfs?: number;
    /**
     * Lines of libvirtd.conf for a daemon that listens on TCP, too. Its ports are those of a network that only the host
     * itself is in.
     * @default it does not listen
     */
    readonly listen?: readonly string[];
    /**
     * Other lines of libvirtd.conf, such as `max_clients = 2`.
     * @default none
     */
    readonly settings?: readonly string[];
}

/** A socket's path has 108 bytes at most; this is the longest part that libvirtd adds to the folder. */
const longestSocket = "/run/libvirt-admin-sock";

/**
 * Starts a host. It takes about 0.2 s; the first definition of a guest on a machine takes up to 4 s more. A host that
 * is not stopped neither keeps this process alive nor outlives it, however it ends.
 * @throws Error with the one thing that is missing on this machine
 */
export async function startHost({ vfs = 4, listen = [], settings = [] }: HostOptions = {}): Promise<Host> {
    refuseWhatIsMissing();
    const folder = await mkdtemp(join(tmpdir(), "libvirt-"));
    await useCapabilities(folder);
    const supervisor = supervise(folder, {
        PRETEND_VFS: String(vfs),
        HOST_LISTEN: listen.join("\n"),
        HOST_SETTINGS: settings.join("\n"),
        HOST_TREE: hostTree ?? "",
    });
    let { pid, uri } = parseReady(await supervisor.ask());
    let files = 0;
    let stopped: Promise<void> | undefined;

    return {
        folder,
        versions: daemonVersions(),
        get uri() {
            return uri;
        },
        get pid() {
            return pid;
        },
        virsh: (...args) => virsh(uri, args),
        async file(text) {
            const path = join(folder, `${(files += 1)}.xml`);
            await writeFile(path, text);
            return path;
        },
        async kill() {
            await supervisor.ask("kill");
        },
        async restart() {
            ({ pid, uri } = parseReady(await supervisor.ask("restart")));
        },
        stop() {
            stopped ??= keepCapabilities(folder).finally(() => supervisor.end());
            return stopped;
        },
    };
}

function refuseWhatIsMissing(): void {
    if (process.getuid?.() !== 0) throw new Error("The private libvirt host needs root. Run this as root.");
    const packages = {
        unshare: "util-linux",
        libvirtd: "libvirt-daemon-system",
        virsh: "libvirt-clients",
        "qemu-system-x86_64": "qemu-system-x86",
        ip: "iproute2",
        gcc: "gcc libc6-dev",
    };
    for (const [command, name] of Object.entries(packages)) {
        if (!findCommand(command)) throw new Error(`${command} is missing. Install it: apt-get install ${name}`);
    }
    if (/\s/.test(tmpdir()))
        throw new Error(`libvirt accepts no blanks in ${tmpdir()}. Set TMPDIR to a path without blanks.`);
    if (Buffer.byteLength(join(tmpdir(), "libvirt-XXXXXX") + longestSocket) >= 108) {
        throw new Error(`The path ${tmpdir()} is too long for the sockets of libvirt. Set TMPDIR to a shorter one.`);
    }
}

function parseReady(line: string): { pid: number; uri: string } {
    const [, pid, uri] = /^ready (\d+) (\S+)$/.exec(line) ?? [];
    if (!pid || !uri) throw new Error(`lab/host/up.sh: unexpected answer "${line}"`);
    return { pid: Number(pid), uri };
}

/** lab/host/up.sh, which ends when our end of its standard input closes: by {@link end}, or because this process ends. */
function supervise(
    folder: string,
    settings: NodeJS.ProcessEnv,
): { ask(word?: string): Promise<string>; end(): Promise<void> } {
    const child = spawn("bash", [join(projectRoot, "lab/host/up.sh"), "-r", folder], {
        // apart from our terminal's Ctrl-C: that it ends with us is enough
        detached: true,
        env: {
            ...process.env,
            ...settings,
            PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`,
            LC_ALL: "C",
        },
    });
    const exited = once(child, "exit");
    let complaints = "";
    child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
    // a request to a host that has ended is reported by its missing answer
    child.stdin.on("error", () => undefined);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

    // that they are sockets, which alone can be unref'd, node does not promise in types
    const pipes = [child.stdin, child.stdout, child.stderr] as unknown as Socket[];
    let underWay = 0;
    /** Keeps this process alive while something is under way, and no longer. */
    async function alive<T>(work: () => Promise<T>): Promise<T> {
        if (underWay++ === 0) for (const handle of [child, ...pipes]) handle.ref();
        try {
            return await work();
        } finally {
            if (--underWay === 0) for (const handle of [child, ...pipes]) handle.unref();
        }
    }

    return {
        ask: (word) =>
            alive(async () => {
                if (word) child.stdin.write(`${word}\n`);
                const line = await lines.next();
                if (!line.done) return line.value;
                await exited;
                throw new Error(`The libvirt host has ended. ${complaints.trim()}`.trimEnd());
            }),
        end: () =>
            alive(async () => {
                child.stdin.end();
                await exited;
            }),
    };
}

/** Runs virsh against any host; see {@link Host.virsh}. */
export function virsh(uri: string, args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
        const env = { ...process.env, LC_ALL: "C" };
        execFile("virsh", ["-c", uri, ...args], { env, maxBuffer: 2 ** 26 }, (failure, stdout, stderr) => {
            if (failure) reject(new Error(stderr.trim() || failure.message));
            else resolve(stdout.trim());
        });
    });
}
