import { spawn, type ChildProcess } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Host } from "../../lab/host";
import { OWN, type GuestBench } from "./guest";
import { shutOff } from "./shutOff";

/** The guest of a bench as it runs. Before each test it has only an interface of its own. */
export interface RunningGuest {
    /** Its interfaces, without indentation, in their order. */
    interfaces(): Promise<readonly string[]>;
    /** One of them, found by its alias; empty where it is not there. */
    half(alias: string): Promise<string>;
    /** QEMU's process. */
    pid(): Promise<number>;
    /** What libvirt has reported since the last time: `+ua-net0` for a device that came, `-ua-net0` for one that left. */
    events(): Promise<readonly string[]>;
    /** Takes out of it all but the interface of its own, as it runs. */
    bare(): Promise<void>;
    /** Ends QEMU, and starts the guest on its definition. */
    reboot(): Promise<void>;
    /** From now on the guest keeps a device that it is asked to give back, or no longer does. */
    hold(alias: string, holds: boolean): Promise<void>;
}

/** The bridges of the networks `br` and `br2`. */
export const BRIDGES = { br: "lab-br", br2: "lab-br2" } as const;

const PORTGROUPS =
    "<portgroup name='a'/><portgroup name='b'><bandwidth><inbound average='1000'/></bandwidth></portgroup><portgroup name='c'/>";
const poolXml = (name: string, pf: string): string =>
    `<network><name>${name}</name><forward mode='hostdev' managed='yes'><pf dev='${pf}'/></forward>` +
    "<portgroup name='a'/><portgroup name='b'><vlan><tag id='9'/></vlan></portgroup></network>";
const NETWORKS: Readonly<Record<string, string>> = {
    br: `<network><name>br</name><bridge name='${BRIDGES.br}'/>${PORTGROUPS}</network>`,
    br2: `<network><name>br2</name><bridge name='${BRIDGES.br2}'/>${PORTGROUPS}</network>`,
    macvtap: "<network><name>macvtap</name><forward mode='bridge'><interface dev='enp8s0f0'/></forward></network>",
    pool: poolXml("pool", "enp7s0f0"),
    pool2: poolXml("pool2", "enp8s0f0"),
};

/** Starts the guest of a bench, and the networks that its NICs can be connected to. */
export function runningGuest(bench: GuestBench): RunningGuest {
    let events: Events;
    /** QEMU and the daemon as the guest was started without a pair: what has come since leaves when it is asked to. */
    let bare: readonly number[] = [];
    const virsh = (...args: string[]): Promise<string> => bench.host.virsh(...args);
    const folder = (): string => join(bench.host.folder, "holds");

    before(async () => {
        for (const [name, xml] of Object.entries(NETWORKS)) {
            await virsh("net-undefine", name).catch(() => undefined); // the bench has some of them
            await virsh("net-define", await bench.host.file(xml));
            await virsh("net-start", name);
        }
        await virsh("nwfilter-define", await bench.host.file("<filter name='clean' chain='root'/>"));
        await virsh("start", "guest");
        bare = await processes();
        events = new Events(bench.host);
        await events.take();
    });
    afterEach(async () => {
        for (const alias of await readdir(folder())) await guest.hold(alias, false);
        const started = (await virsh("net-list", "--name")).split("\n").map((name) => name.trim());
        for (const name of Object.keys(NETWORKS)) if (!started.includes(name)) await virsh("net-start", name);
        if (!(await isBare()) && !(await makeBare())) {
            await guest.reboot();
            bare = await processes();
        }
        await events.take();
    });

    const isBare = async (): Promise<boolean> =>
        (await bench.live().catch(() => undefined)) !== undefined && (await guest.interfaces()).length === 1;

    const processes = async (): Promise<readonly number[]> => [await guest.pid(), bench.host.pid];

    /** Takes out of the guest what it was not started with, which is quicker than starting it again. */
    async function makeBare(): Promise<boolean> {
        // a daemon that was started meanwhile may die of it (libvirt 9.0), and a guest may be shut off
        if (String(await processes().catch(() => [])) !== String(bare)) return false;
        await askForAll();
        for (let tries = 0; tries < 20; tries++) {
            if (await isBare()) return true;
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return false;
    }
    const askForAll = async (): Promise<void> => {
        for (const xml of await guest.interfaces()) {
            const alias = /<alias name='([^']*)'/.exec(xml)?.[1] ?? "";
            if (alias !== OWN) await virsh("detach-device-alias", "guest", alias, "--live").catch(() => undefined); // it may be leaving
        }
    };
    after(() => {
        events.end();
    });

    const guest: RunningGuest = {
        async interfaces() {
            const all = (await bench.live())?.match(/<interface[^]*?<\/interface>/g) ?? [];
            return all.map((xml) => xml.replace(/\n\s*/g, ""));
        },
        async half(alias) {
            return (await guest.interfaces()).find((xml) => xml.includes(`<alias name='${alias}'/>`)) ?? "";
        },
        async pid() {
            return Number(await readFile(`/proc/${bench.host.pid}/root/run/libvirt/qemu/guest.pid`, "utf8"));
        },
        events: () => events.take(),
        async bare() {
            await askForAll();
            while (!(await isBare())) await new Promise((resolve) => setTimeout(resolve, 10));
        },
        async reboot() {
            await shutOff(bench.host, "guest");
            await virsh("start", "guest");
        },
        async hold(alias, holds) {
            if (holds) await writeFile(join(folder(), alias), "");
            else await rm(join(folder(), alias), { force: true });
        },
    };
    return guest;
}

/** What libvirt itself tells whoever listens. */
class Events {
    #virsh: ChildProcess | undefined;
    #seen: string[] = [];
    #marks = 0;

    constructor(readonly host: Host) {}

    /** Since the last time, up to now: an event that we cause comes after all that came before. */
    async take(): Promise<readonly string[]> {
        if (this.#virsh?.exitCode !== null) this.#listen(); // it ends with the daemon
        const before = this.#marks;
        for (let tries = 0; this.#marks === before; tries++) {
            if (tries % 20 === 0) await this.#mark();
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        const seen = this.#seen;
        this.#seen = [];
        return seen;
    }

    end(): void {
        this.#virsh?.kill();
    }

    #listen(): void {
        const virsh = spawn("virsh", ["-c", this.host.uri, "event", "--all", "--loop"], {
            stdio: ["ignore", "pipe", "ignore"],
        });
        createInterface({ input: virsh.stdout }).on("line", (line) => {
            const [, kind, alias = ""] = /^event '([\w-]+)' for domain '[^']*': (.*)$/.exec(line) ?? [];
            if (kind === "device-added") this.#seen.push(`+${alias}`);
            if (kind === "device-removed") this.#seen.push(`-${alias}`);
            if (kind === "metadata-change") this.#marks += 1;
        });
        this.#virsh = virsh;
    }

    #mark(): Promise<unknown> {
        const mark = ["--live", "--key", "lab", "--set", "<mark/>"];
        return this.host.virsh("metadata", "guest", "urn:lab", ...mark).catch(() => undefined); // virsh may not listen yet
    }
}
