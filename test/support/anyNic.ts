import fc from "fast-check";
import type { Properties } from "../../provider/lifecycle/kind";
import { halves } from "./nicValues";
import { and, few, mostly, some, word, type Any } from "./pick";

const flag = fc.boolean();
/** Where libvirt, QEMU and the kernel have limits. */
const number = word(
    0,
    1,
    2,
    4,
    67,
    68,
    255,
    256,
    257,
    300,
    1024,
    2048,
    16383,
    16384,
    65535,
    65536,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32,
);
const rate = word(0, 1, 5000, 2 ** 32);
const rates = { average: rate, peak: rate, burst: rate };
const tag = fc.oneof(word(0, 1, 42, 4095, 4096), some({ id: word(0, 2), nativeMode: word("tagged", "untagged") }));
const uuid = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f";
const offloads = { csum: flag, tso4: flag, ecn: flag };
const place = word("0000:00:00.0", "0000:05:00.0", "0000:05:00.1", "0:6:0.0", "0001:05:00.0", "0000:05:00.8");

/** Values of every field that a program can give to a half: what libvirt keeps, and what it drops, rewrites or refuses. */
const fields: Readonly<Record<string, Any>> = {
    managed: flag,
    trustGuestRxFilters: flag,
    portgroup: word("a", "b", ""),
    mode: word("vepa", "bridge", "private", "passthrough"),
    vlan: fc.oneof(word(0, 42, 4095), some({ trunk: flag, tags: fc.array(tag, { maxLength: 3 }) }), tag),
    virtualport: some({
        type: word("802.1Qbg", "802.1Qbh", "openvswitch", "midonet", "novel"),
        managerid: word(0, 255, 256),
        typeid: word(0, 16777215, 16777216),
        typeidversion: word(0, 255, 256),
        instanceid: word(uuid, "x"),
        profileid: word("fast", "x".repeat(39), "x".repeat(40), ""),
        interfaceid: word(uuid, uuid.toUpperCase().replaceAll("-", ""), ""),
    }),
    isolated: flag,
    bandwidth: some({ inbound: some({ ...rates, floor: rate }), outbound: some(rates) }),
    target: word("tap7", "vnet7", "macvtap0", "macvlan-x", "myvnet", ""),
    model: word("virtio", "virtio-transitional", "virtio-non-transitional", "e1000", ""),
    driver: some({
        name: word("vhost", "qemu", "vfio", "kvm", "xen"),
        model: word("m"),
        txmode: word("iothread", "timer"),
        queues: number,
        rxQueueSize: number,
        txQueueSize: number,
        iommu: flag,
        packed: flag,
        host: some({ ...offloads, gso: flag }),
        guest: some(offloads),
    }),
    filterref: fc.record(
        {
            filter: word("clean-traffic", "not-there", ""),
            parameters: fc.array(
                fc.record(
                    { name: word("IP", "A", "a_1", "a-b", ""), value: word("10.0.0.1", "fe80::1", "x", "x y", "") },
                    { noNullPrototype: true },
                ),
                { maxLength: 5 },
            ),
        },
        { requiredKeys: ["filter"], noNullPrototype: true },
    ),
    link: word("up", "down"),
    mtu: number,
    boot: word(0, 1, 2, 2 ** 31 - 1, 2 ** 31, 2 ** 32),
    rom: some({ bar: flag, file: word("/rom & <more>", ""), enabled: flag }),
    alias: word("ua-left", "ua-right", "net0", "ua-a b", "ua-"),
    acpiIndex: word(0, 1, 5, 16383, 16384, 2 ** 32),
    guestAddress: place,
};

const elsewhere = [
    { network: "" },
    { bridge: "br0" },
    { direct: "eth0" },
    { address: "0:7:10.1" },
    { bridge: "br0", network: "br" },
];

/** Any half, which for the most part is what such a half should be. */
export function anyHalf(half: "persistent" | "transient"): fc.Arbitrary<Properties> {
    const { sources, values } = halves[half];
    const usual = Object.entries(values).filter(([field]) => sources.every((source) => !(field in source)));
    return and(
        mostly(word(...sources), word(...sources, ...elsewhere)),
        and(few(5, Object.fromEntries(usual.map(([field, all]) => [field, word(...all)]))), few(1, fields)),
    );
}
