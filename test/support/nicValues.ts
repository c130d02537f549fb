import type { Nic } from "../../provider/model/interface";
import type { Properties } from "../../provider/resources/kind";

/** What follows from the pair, and what no half has. */
type Implied = "type" | "mac" | "teaming" | "persistent";
type PersistentField = Exclude<keyof Nic, Implied | "address" | "managed">;
type TransientField = Exclude<
    keyof Nic,
    Implied | "bridge" | "direct" | "mode" | "model" | "mtu" | "link" | "bandwidth" | "target"
>;
type Values<F extends keyof Nic> = { readonly [K in F]: readonly NonNullable<Nic[K]>[] };

const persistentSources = {
    network: [{ network: "br" }, { network: "br2" }, { network: "not-there-yet" }],
    bridge: [{ bridge: "br0" }, { bridge: "br1" }],
    direct: [{ direct: "eth0" }, { direct: "eth1" }],
};
const transientSources = {
    network: [{ network: "pool" }, { network: "pool2" }, { network: "not-there-yet" }],
    hostdev: [{ address: "0000:07:10.1" }, { address: "0000:08:10.0" }],
};

const uuid = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f";
const everyOffload = { csum: true, tso4: false, tso6: true, ecn: false, ufo: true };
const everyDriver = {
    name: "qemu",
    txmode: "iothread",
    ioeventfd: true,
    eventIdx: false,
    queues: 4,
    rxQueueSize: 512,
    txQueueSize: 256,
    rss: true,
    rssHashReport: false,
    iommu: true,
    ats: false,
    packed: true,
    pagePerVq: true,
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
        { type: "openvswitch" },
        { type: "openvswitch", profileid: "x", interfaceid: uuid },
        { type: "midonet", interfaceid: uuid },
        { type: "802.1Qbg", managerid: 1, typeid: 2, typeidversion: 3 },
        { type: "802.1Qbg", managerid: 1, typeid: 2, typeidversion: 3, instanceid: uuid },
    ],
    isolated: [true, false],
    bandwidth: [
        { inbound: { average: 1000, peak: 5000, burst: 1024 }, outbound: { average: 128, peak: 256, burst: 64 } },
        { outbound: { average: 1 } },
    ],
    target: ["tap7", "tap8"],
    model: ["virtio", "virtio-transitional", "virtio-non-transitional"],
    driver: [
        { name: "vhost" },
        everyDriver,
        { guest: { csum: false } },
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
            ],
        },
    ],
    link: ["down", "up"],
    mtu: [9000, 1500],
    boot: [1, 2],
    rom: [{ bar: true, file: "/rom & <more>" }, { enabled: false }, { bar: false, enabled: true }],
    alias: ["ua-left", "ua-other-name"],
    acpiIndex: [5, 6],
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
    isolated: [true, false],
    filterref: [{ filter: "clean-traffic", parameters: [{ name: "IP", value: "10.0.0.1" }] }, { filter: "not-there" }],
    boot: [3, 4],
    rom: [{ bar: true, file: "/rom" }, { enabled: false }],
    alias: ["ua-right", "ua-other-vf"],
    acpiIndex: [7, 8],
    guestAddress: ["0000:07:00.0", "0000:08:00.0"],
    trustGuestRxFilters: [true, false],
};

/** Fields that libvirt 9.0 keeps with some kinds of source alone; with others it drops or refuses them. */
const persistentKinds = {
    network: ["network"],
    portgroup: ["network"],
    bridge: ["bridge"],
    direct: ["direct"],
    mode: ["direct"],
    isolated: ["network", "bridge"], // refused [67/20]
    filterref: ["network", "bridge"], // dropped
    mtu: ["network", "bridge"], // refused [67/10]
};
const transientKinds = {
    network: ["network"],
    portgroup: ["network"],
    address: ["hostdev"],
    managed: ["hostdev"],
    driver: ["hostdev"],
    isolated: ["network"], // refused [67/20]
    filterref: ["network"], // dropped
};

export interface HalfValues {
    /** Sources by the kind of interface that they make. */
    readonly sources: Readonly<Record<string, readonly Properties[]>>;
    /** Of each field of the half. */
    readonly values: Readonly<Record<string, readonly unknown[]>>;
    /** The kinds that take a field; all, where it is not there. */
    readonly kinds: Readonly<Record<string, readonly string[]>>;
}
export const halves: Readonly<Record<"persistent" | "transient", HalfValues>> = {
    persistent: { sources: persistentSources, values: persistentValues, kinds: persistentKinds },
    transient: { sources: transientSources, values: transientValues, kinds: transientKinds },
};

/** Whether an interface of that kind takes the field. */
export const takes = ({ kinds }: HalfValues, kind: string, field: string): boolean =>
    kinds[field]?.includes(kind) ?? true;
