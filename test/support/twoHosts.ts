import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { guestXml, plainNetworkXml, startHost, type Host, type HostOptions } from "../../lab/host";
import { hooksFor } from "../../provider/lifecycle/hooks";
import { close } from "../../provider/libvirt";
import { teamedNic } from "../../provider/teamedNic";
import { poolXml } from "./guest";
import { HookStack } from "./hookStack";

/** Two hosts that a guest can migrate between. Each has the pool `vfpool` on enp7s0f0 and the network `lan`, both started. */
export interface TwoHosts {
    /** Has the guest `web1`: it runs, has free PCIe root ports, and has no interface. */
    readonly one: Host;
    readonly two: Host;
    /** Ends both. */
    stop(): Promise<void>;
}

/** How a guest migrates, in the words of `virsh migrate`. */
export interface Migration {
    /** Whether the guest is defined on the host that it comes to. @default true */
    readonly persistent?: boolean;
    /** Whether the guest is no longer defined on the host that it leaves. @default true */
    readonly undefinesource?: boolean;
}

/** Migration that has begun: the guest has given its VF back, and does not get on until one of these is called. */
export interface HeldMigration {
    /** Lets it go on, and waits until the guest runs on the other host. */
    finish(): Promise<void>;
    /** Cancels it, and waits until the guest is as it was. */
    abort(): Promise<void>;
}

/** What a host has of a guest. */
export interface Sighting {
    /** As `virsh domstate --reason` prints it: `running (migrated)`. */
    readonly state: string;
    /** Aliases of the interfaces in the definition; undefined where the guest is not defined. */
    readonly definition: readonly string[] | undefined;
    /** Aliases of the interfaces that the guest runs with; undefined while it is shut off. */
    readonly running: readonly string[] | undefined;
    /** PCI address of the VF that it runs with, such as `0000:07:10.0`. */
    readonly vf: string | undefined;
}

interface Options extends HostOptions {
    /** Whether both have the pool. @default true */
    readonly hasPool?: boolean;
}

/** Name of the file in {@link Host.folder}'s `holds/` that keeps migrations from getting on. */
const HOLD = join("holds", "migration");

/** Starts two hosts. It takes about a second. */
export async function startTwoHosts({ hasPool = true, ...options }: Options = {}): Promise<TwoHosts> {
    const [one, two] = await Promise.all([startHost(options), startHost(options)]);
    const lan = ["lan", plainNetworkXml("lan")] as const;
    const pool = ["vfpool", poolXml("vfpool", "enp7s0f0")] as const;
    for (const host of [one, two]) {
        for (const [name, xml] of hasPool ? [lan, pool] : [lan]) {
            await host.virsh("net-define", await host.file(xml));
            await host.virsh("net-start", name);
        }
    }
    await one.virsh("define", await one.file(guestXml("web1")));
    await one.virsh("start", "web1");
    return {
        one,
        two,
        async stop() {
            await Promise.all([one.stop(), two.stop()]);
        },
    };
}

/**
 * Migrates a guest while it runs. The hosts share no network, and so QEMU's stream goes through a socket in the folder of
 * the host that it comes to.
 *
 * @throws Error with virsh's words where it does not migrate
 */
export async function migrate(
    from: Host,
    to: Host,
    guest: string,
    { persistent = true, undefinesource = true }: Migration = {},
): Promise<void> {
    const flags = Object.entries({ persistent, undefinesource }).flatMap(([flag, isSet]) =>
        isSet ? [`--${flag}`] : [],
    );
    const socket = `unix://${join(to.folder, `${guest}.migration`)}`;
    // newer versions tell QEMU of a bandwidth only where one is given, and HOLD puts another in its place
    const bandwidth = ["--bandwidth", "1000"];
    await from.virsh("migrate", guest, to.uri, "--live", ...flags, ...bandwidth, "--migrateuri", socket);
}

/** Begins to migrate a guest, and waits until both hosts are in the midst of it. */
export async function holdMigration(
    from: Host,
    to: Host,
    guest: string,
    options: Migration = {},
): Promise<HeldMigration> {
    await writeFile(join(from.folder, HOLD), "");
    const migration = migrate(from, to, guest, options);
    const ended = migration.then(() => {
        throw new Error(`${guest} has migrated although it was held.`);
    });
    const begun = async (): Promise<void> => {
        // what is sent first is sent after the VF has left
        const isSending = async (): Promise<boolean> =>
            /^Data processed: +[1-9]/m.test(await from.virsh("domjobinfo", guest).catch(() => ""));
        while (!(await isSending())) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await Promise.race([begun(), ended]);
    ended.catch(() => undefined);
    const release = (): Promise<void> => rm(join(from.folder, HOLD));
    return {
        async finish() {
            await release();
            await from.virsh("migrate-setspeed", guest, "1000");
            await migration;
        },
        async abort() {
            await release();
            await from.virsh("domjobabort", guest);
            await migration.catch(() => undefined); // that is what it is aborted for
        },
    };
}

/** Starts the guest `filler` with VFs of the pool `vfpool`. It is gone when it is destroyed. */
export async function fillPool(host: Host, vfs: number): Promise<void> {
    const vf = "<interface type='network'><source network='vfpool'/><model type='virtio'/></interface>";
    await host.virsh("create", await host.file(guestXml("filler", { interfaces: Array<string>(vfs).fill(vf) })));
}

/** Looks for a guest. Returns undefined where the host does not know it. */
export async function seenOn(host: Host, guest: string): Promise<Sighting | undefined> {
    const names = await host.virsh("list", "--all", "--name");
    if (!names.split("\n").some((name) => name.trim() === guest)) return undefined;
    const [state, info, live, definition] = await Promise.all([
        host.virsh("domstate", "--reason", guest),
        host.virsh("dominfo", guest),
        host.virsh("dumpxml", guest),
        host.virsh("dumpxml", "--inactive", guest),
    ]);
    const isDefined = /^Persistent: +yes$/m.test(info);
    const isRunning = !state.startsWith("shut off");
    return {
        state,
        definition: isDefined ? aliasesIn(definition) : undefined,
        running: isRunning ? aliasesIn(live) : undefined,
        vf: isRunning ? vfIn(live) : undefined,
    };
}

const aliasesIn = (xml: string): readonly string[] =>
    (xml.match(/<interface [^]*?<\/interface>/g) ?? []).map((one) => /<alias name='([^']*)'/.exec(one)?.[1] ?? "");

function vfIn(xml: string): string | undefined {
    const address = /<source>\s*<address type='pci' domain='0x(.*)' bus='0x(.*)' slot='0x(.*)' function='0x(.*)'\/>/;
    const [, domain, bus, slot, f] = address.exec(xml) ?? [];
    return domain && bus && slot && f && `${domain}:${bus}:${slot}.${f}`;
}

/** Two hosts for the tests of a `describe`, and one stack of a pair on the first. */
export interface PairOnTwoHosts {
    readonly hosts: TwoHosts;
    /** The first of the hosts, where the stack makes its pair. */
    readonly host: Host;
    readonly stack: HookStack;
}

/** Makes them for the tests of a `describe`. */
export function pairOnTwoHosts(): PairOnTwoHosts {
    let hosts: TwoHosts;
    let stack: HookStack;
    before(async () => {
        hosts = await startTwoHosts();
        stack = new HookStack((world) => hooksFor(teamedNic, world), hosts.one);
    });
    after(async () => {
        await stack.close();
        await close();
        await hosts.stop();
    });
    return {
        get hosts() {
            return hosts;
        },
        get host() {
            return hosts.one;
        },
        get stack() {
            return stack;
        },
    };
}
