import fc from "fast-check";
import type { Properties } from "../../provider/lifecycle/kind";
import { and, few, mostly, some, word } from "./pick";

const flag = fc.boolean();

const tag = mostly(word(0, 1, 42, 4095), some({ id: word(0, 4096), nativeMode: word("tagged") }));
const vlan = mostly(
    tag,
    fc.record(
        { tags: fc.array(tag, { maxLength: 2 }), trunk: flag },
        { requiredKeys: ["tags"], noNullPrototype: true },
    ),
);
const virtualport = mostly(
    word(
        { type: "802.1Qbh", profileid: "fast" },
        { type: "802.1Qbh" },
        { type: "802.1Qbh", profileid: "x".repeat(39) },
    ),
    some({
        type: word("802.1Qbh", "802.1Qbg", "openvswitch", "midonet", "novel", ""),
        profileid: word("slow", "", "x".repeat(40), "ü".repeat(20)),
        managerid: word(1),
        interfaceid: word("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f"),
    }),
);
const portgroup = and(
    fc.record({ name: mostly(word("a", "b", "c", "a/b:c"), word("", "a b", "ä")) }, { noNullPrototype: true }),
    mostly(
        few(2, { default: flag, trustGuestRxFilters: flag, vlan, virtualport }),
        some({ bandwidth: some({ inbound: some({ average: word(0, 1) }) }) }),
    ),
);
const source = mostly(
    word({ pf: "enp7s0f0" }, { pf: "enp8s0f0" }, { addresses: ["0000:07:10.3", "0:7:10.0"] }),
    word({}, { pf: "a b" }, { addresses: [] }, { addresses: ["0:7:10.0", "0000:07:10.0"] }, { pf: "" }),
);

/** Any pool on the cards of the lab's host: what libvirt keeps, and what it drops, rewrites or refuses. */
export const anyPool: fc.Arbitrary<Properties> = and(
    source,
    few(5, {
        mode: mostly(word("hostdev"), word("nat")),
        managed: flag,
        driver: mostly(word("vfio", { name: "vfio" }), word({}, "kvm", "")),
        vlan,
        isolated: mostly(word(false), word(true)),
        ipv6: flag,
        trustGuestRxFilters: flag,
        virtualport,
        portgroups: fc.array(portgroup, { maxLength: 3 }),
        autostart: flag,
        active: flag,
        adopt: flag,
    }),
).map((args) => ({ name: "p", ...args }));
