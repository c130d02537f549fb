import type { Nic } from "../../provider/model/interface";
import type { Properties } from "../../provider/lifecycle/kind";
import { does, where } from "./byVersion";
import type { GuestBench, Program } from "./guest";

type Half = "persistent" | "transient";

/** What follows from the pair, and what no half has. */
type Implied = "type" | "mac" | "teaming" | "persistent";
type PersistentField = Exclude<keyof Nic, Implied | "address" | "managed">;
type TransientField = Exclude<
    keyof Nic,
    | Implied
    | "bridge"
    | "direct"
    | "mode"
    | "model"
    | "mtu"
    | "link"
    | "bandwidth"
    | "target"
    | "isolated"
    | "filterref"
>;
type Values<F extends keyof Nic> = { readonly [K in F]: readonly NonNullable<Nic[K]>[] };

const persistentSources = [
    { network: "br" },
    { network: "br2" },
    { network: "not-there-yet" },
    { bridge: "br0" },
    { bridge: "br1" },
    { direct: "eth0" },
    { direct: "eth1" },
];
const transientSources = [
    { network: "pool" },
    { network: "pool2" },
    { network: "not-there-yet" },
    { address: "0000:07:10.1" },
    { address: "0000:08:10.0" },
];

const uuid = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f";
const everyOffload = { csum: true, tso4: false, tso6: true, ecn: false, ufo: true };
/** Every option that the daemon keeps. */
const everyDriver = {
    name: "qemu",
    txmode: "iothread",
    ioeventfd: true,
    eventIdx: false,
    queues: 4,
    rxQueueSize: 512,
    txQueueSize: 256,
    ...(does("keepsRss") && { rss: true, rssHashReport: false }),
    iommu: true,
    ats: false,
    packed: true,
    ...(does("keepsPagePerVq") && { pagePerVq: true }),
    host: { ...everyOffload, gso: false, mrgRxbuf: true },
    guest: everyOffload,
};

const persistentValues: Values<PersistentField> = {
    network: ["br", "br2"],
    portgroup: ["a", "b"],
    bridge: ["br0", "br1"],
    direct: ["eth0", "eth1"],
    mode: ["bridge", "private", "passthrough", "vepa"],
    vlan: [42, 0, { tags: [7] }, { tags: [1, { id: 2, nativeMode: "tagged" }] }, { tags: [3], trunk: true }],
    virtualport: [
        { type: "802.1Qbh", profileid: "fast" },
        { type: "802.1Qbh", profileid: "slow" },
        // libvirt makes an id for each of these two, which the next type does not have
        { type: "openvswitch" },
        { type: "802.1Qbg", managerid: 1, typeid: 2, typeidversion: 3 },
        { type: "midonet", interfaceid: uuid },
        { type: "openvswitch", profileid: "x", interfaceid: uuid },
        { type: "802.1Qbg", managerid: 1, typeid: 2, typeidversion: 3, instanceid: uuid },
    ],
    isolated: [true, false],
    bandwidth: [
        { inbound: { average: 1000, peak: 5000, burst: 1024 }, outbound: { average: 128, peak: 256, burst: 64 } },
        { inbound: { average: 1, peak: 2, burst: 3 }, outbound: { average: 4, peak: 5, burst: 6 } },
        { outbound: { average: 1 } },
        { inbound: { average: 1, peak: 0, burst: 0, floor: 0 } },
    ],
    target: ["tap7", "tap8"],
    model: ["virtio", "virtio-transitional", "virtio-non-transitional"],
    driver: [
        { name: "vhost" },
        everyDriver,
        { guest: { csum: false } },
        { queues: 1 },
        { ...everyDriver, name: "vhost", txmode: "timer", ioeventfd: false, queues: 2, packed: false },
    ],
    filterref: [
        { filter: "clean-traffic", parameters: [{ name: "IP", value: "10.0.0.1" }] },
        { filter: "not-there" },
        // libvirt sorts them
        {
            filter: "clean-traffic",
            parameters: [
                { name: "IP", value: "10.0.0.1" },
                { name: "CTRL_IP_LEARNING", value: "none" },
                { name: "IP", value: "10.0.0.3" },
                { name: "IP", value: "10.0.0.2" },
            ],
        },
    ],
    link: ["down", "up"],
    mtu: [9000, 1500],
    boot: [1, 2],
    rom: [{ bar: true, file: "/rom & <more>" }, { enabled: false }, { bar: false, enabled: true }],
    alias: ["ua-left", "ua-other-name"],
    acpiIndex: where("keepsAcpiIndex", [5, 6]),
    guestAddress: ["0000:05:00.0", "0000:06:00.0"],
    trustGuestRxFilters: [true, false],
};

const transientValues: Values<TransientField> = {
    network: ["pool", "pool2"],
    portgroup: ["a", "b"],
    address: ["0000:07:10.1", "0000:08:10.0"],
    managed: [true, false],
    driver: [{ name: "vfio" }],
    vlan: [42, 0, { tags: [7] }],
    virtualport: [
        { type: "802.1Qbh", profileid: "fast" },
        { type: "802.1Qbh", profileid: "slow" },
    ],
    boot: [3, 4],
    rom: [{ bar: true, file: "/rom" }, { enabled: false }],
    alias: ["ua-right", "ua-other-vf"],
    acpiIndex: where("keepsAcpiIndex", [7, 8]),
    guestAddress: ["0000:07:00.0", "0000:08:00.0"],
    trustGuestRxFilters: [true, false],
};

export interface HalfValues {
    /** What the half can be connected to, of each kind of interface. */
    readonly sources: readonly Properties[];
    /** Of each field of the half. */
    readonly values: Readonly<Record<string, readonly unknown[]>>;
}
/** Fields that the daemon keeps. */
const keptOf = (values: Readonly<Record<string, readonly unknown[]>>): Readonly<Record<string, readonly unknown[]>> =>
    Object.fromEntries(Object.entries(values).filter(([, all]) => all.length > 0));

export const halves: Readonly<Record<Half, HalfValues>> = {
    persistent: { sources: persistentSources, values: keptOf(persistentValues) },
    transient: { sources: transientSources, values: keptOf(transientValues) },
};

/** A program with these fields of one half. */
export const programWith = (bench: GuestBench, half: Half, fields: Properties): Program =>
    half === "persistent" ? bench.program(fields) : bench.program({}, fields);

/** The first source beside which a half can have the field. */
export async function sourceFor(bench: GuestBench, half: Half, field: string): Promise<Properties> {
    const { sources, values } = halves[half];
    for (const source of sources) {
        const program = programWith(bench, half, { ...source, [field]: values[field]?.[0] });
        if ((await bench.stack.check(program)).failures.length === 0) return source;
    }
    throw new Error(`no source takes ${half}.${field}`);
}
