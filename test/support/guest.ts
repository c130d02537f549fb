import assert from "node:assert/strict";
import { guestXml, plainNetworkXml } from "../../lab/host";
import { Client } from "../../provider/libvirt";
import type { Properties } from "../../provider/lifecycle/kind";
import { hooksFor } from "../../provider/lifecycle/hooks";
import { teamedNic } from "../../provider/teamedNic";
import { stackBench, type StackBench } from "./stackBench";

/** A stack for one TeamedNic. Before each test it has nothing, and the guest has only an interface of its own. */
export interface GuestBench extends StackBench {
    readonly uuid: string;
    /** The guest as it is before each test. */
    readonly untouched: string;
    /** A program for a pair on the networks `br` and `pool`, with what else the halves shall have. */
    program(persistent?: Properties, transient?: Properties): Program;
    /** The guest's definition, as `dumpxml --inactive` shows it. */
    xml(): Promise<string>;
    /** The running guest, as `dumpxml` shows it; undefined where it is shut off. */
    live(): Promise<string | undefined>;
    /** The interfaces of the definition, without indentation, in their order. */
    interfaces(): Promise<readonly string[]>;
    /** Changes the definition by hand. */
    edit(change: (xml: string) => string): Promise<void>;
    /** Puts another definition in its place by hand. */
    define(xml: string): Promise<void>;
    /** Changes one interface of it, found by its alias, by hand. */
    editHalf(alias: string, change: (xml: string) => string): Promise<void>;
}
export interface Program extends Properties {
    readonly persistent: Properties;
    readonly transient: Properties;
}

export const MAC = "52:54:00:aa:bb:01";
/** The alias of the guest's interface that is none of ours. */
export const OWN = "ua-other";
/** Its boot order keeps libvirt from giving the guest `<boot dev='hd'/>`. */
const foreign = `<interface type='user'><mac address='52:54:00:ff:ff:ff'/><model type='e1000e'/><boot order='9'/><alias name='${OWN}'/></interface>`;

/** Where libvirt puts conventional PCI devices, such as virtio-transitional. It would add one at need, and leave it. */
const bridge = "<controller type='pci' model='pcie-to-pci-bridge'><alias name='ua-bridge'/></controller>";

export const poolXml = (name: string, pf: string): string =>
    `<network><name>${name}</name><forward mode='hostdev' managed='yes'><pf dev='${pf}'/></forward></network>`;

/** Makes one for the tests of a `describe`. */
export function guestBench(): GuestBench {
    let untouched: string;
    let uuid: string;
    let witness: Client;
    const base = stackBench((world) => hooksFor(teamedNic, world), {
        async prepare(host) {
            for (const xml of [
                plainNetworkXml("br"),
                plainNetworkXml("br2"),
                poolXml("pool", "enp7s0f0"),
                poolXml("pool2", "enp8s0f0"),
            ])
                await host.virsh("net-define", await host.file(xml));
            await host.virsh("define", await host.file(guestXml("guest", { interfaces: [bridge, foreign] })));
            uuid = await host.virsh("domuuid", "guest");
            witness = new Client(host.uri, { threads: 1 });
            untouched = await bench.xml();
        },
        async restore() {
            if ((await bench.xml().catch(() => "it is gone")) === untouched) return;
            await bench.define(untouched);
        },
        end: () => witness.close(),
    });

    const bench: GuestBench = {
        get host() {
            return base.host;
        },
        get stack() {
            return base.stack;
        },
        get uuid() {
            return uuid;
        },
        get untouched() {
            return untouched;
        },
        program: (persistent = {}, transient = {}) => ({
            name: "net0",
            domain: "guest",
            mac: MAC,
            persistent: { ...(hasSource(persistent) ? {} : { network: "br" }), ...persistent },
            transient: { ...(hasSource(transient) ? {} : { network: "pool" }), ...transient },
        }),
        xml: async () => (await witness.domainXml(uuid)).config,
        live: async () => (await witness.domainXml(uuid)).live,
        async interfaces() {
            const all = (await bench.xml()).match(/<interface[^]*?<\/interface>/g) ?? [];
            return all.map((xml) => xml.replace(/\n\s*/g, ""));
        },
        async edit(change) {
            const xml = await bench.xml();
            const changed = change(xml);
            assert.notEqual(changed, xml);
            await bench.define(changed);
        },
        async define(xml) {
            await base.host.virsh("define", await base.host.file(xml));
        },
        editHalf: (alias, change) =>
            bench.edit((xml) =>
                xml.replace(/ *<interface[^]*?<\/interface>\n/g, (half) =>
                    half.includes(`<alias name='${alias}'/>`) ? change(half) : half,
                ),
            ),
    };
    return bench;
}

const hasSource = (half: Properties): boolean =>
    ["network", "bridge", "direct", "address"].some((source) => half[source] !== undefined);
