import type { HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import type { NetworkRuleId } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const noSource: HostdevNetwork = { name: "vfpool", mode: "hostdev", managed: true };
const pool: HostdevNetwork = { ...noSource, pf: "enp7s0f0" };
const listed = (...addresses: readonly string[]): HostdevNetwork => ({ ...noSource, addresses });
const named = (name: string): HostdevNetwork => ({ ...pool, name });

export const networkCases: CasesOf<NetworkRuleId, HostdevNetwork> = {
    "network-name-legal": {
        keeps: [named("vfpool"), named("a b"), named("<a>"), named("..."), named("x".repeat(251))],
        breaks: [
            [named(""), ["name", ""]],
            [named("."), ["name", "."]],
            [named(".."), ["name", ".."]],
            [named("a/b"), ["name", "a/b"]],
            [named("a\nb"), ["name", "a\nb"]],
            [named("x".repeat(252)), ["name", "x".repeat(252)]],
            [named("€".repeat(84)), ["name", "€".repeat(84)]],
        ],
    },
    "pool-is-hostdev": {
        keeps: [pool],
        breaks: [
            [{ ...pool, mode: "nat" }, ["mode", "nat"]],
            [{ name: "p", pf: "e" }, ["mode", undefined]],
        ],
    },
    "pool-has-one-source": {
        keeps: [pool, listed("0000:07:10.0")],
        breaks: [
            [noSource, ["pf", undefined]],
            [{ ...pool, pf: "" }, ["pf", ""]],
            [listed(), ["addresses", []]],
            [{ ...pool, addresses: ["0000:07:10.0"] }, ["pf", "enp7s0f0"]],
            [{ ...pool, addresses: [] }, ["pf", "enp7s0f0"]],
        ],
    },
    "pool-address-in-range": {
        keeps: [pool, listed("0000:00:00.0", "ffffffff:ff:1f.7")],
        breaks: [
            [listed("0000:100:00.0"), ["addresses[0]", "0000:100:00.0"]],
            [listed("0000:07:1f.7", "0000:07:20.0"), ["addresses[1]", "0000:07:20.0"]],
            [listed("0000:07:00.8"), ["addresses[0]", "0000:07:00.8"]],
            [
                listed("0000:100:20.8"),
                ["addresses[0]", "0000:100:20.8"],
                ["addresses[0]", "0000:100:20.8"],
                ["addresses[0]", "0000:100:20.8"],
            ],
        ],
    },
    "pool-address-once": {
        keeps: [pool, listed("0000:07:10.0", "0000:07:10.1")],
        breaks: [
            [
                listed("0000:07:10.0", "0000:07:10.1", "0000:07:10.0", "0000:07:10.0"),
                ["addresses[2]", "0000:07:10.0"],
                ["addresses[3]", "0000:07:10.0"],
            ],
        ],
    },
    "pool-driver-is-vfio": {
        keeps: [pool, { ...pool, driver: "vfio" }, { ...pool, driver: { model: "mlx5_vfio_pci" } }],
        breaks: [
            [{ ...pool, driver: "kvm" }, ["driver", "kvm"]],
            [{ ...pool, driver: { name: "xen", model: "m" } }, ["driver", "xen"]],
            [{ ...pool, driver: "" }, ["driver", ""]],
        ],
    },
    "pool-vlan-in-range": {
        keeps: [
            pool,
            { ...pool, vlan: 0 },
            { ...pool, vlan: 4095, portgroups: [{ name: "a", vlan: 1 }, { name: "b" }] },
        ],
        breaks: [
            [{ ...pool, vlan: 4096 }, ["vlan", 4096]],
            [{ ...pool, vlan: { tags: [] } }, ["vlan", { tags: [] }]],
            [{ ...pool, vlan: { tags: [1, { id: 5000 }, 4097] } }, ["vlan", 5000], ["vlan", 4097]],
            [
                {
                    ...pool,
                    vlan: 9999,
                    portgroups: [
                        { name: "a", vlan: 1 },
                        { name: "b", vlan: 4096 },
                    ],
                },
                ["vlan", 9999],
                ["portgroups[1].vlan", 4096],
            ],
        ],
    },
    "pool-vlan-one-tag": {
        keeps: [pool, { ...pool, vlan: 42 }, { ...pool, vlan: { tags: [42], trunk: false } }],
        breaks: [
            [{ ...pool, vlan: { tags: [1, 2] } }, ["vlan", { tags: [1, 2] }]],
            [{ ...pool, vlan: { tags: [1], trunk: true } }, ["vlan", { tags: [1], trunk: true }]],
            [
                {
                    ...pool,
                    portgroups: [
                        { name: "a", vlan: 1 },
                        { name: "b", vlan: { tags: [{ id: 1, nativeMode: "tagged" }] } },
                    ],
                },
                ["portgroups[1].vlan", { tags: [{ id: 1, nativeMode: "tagged" }] }],
            ],
        ],
    },
    "portgroup-name-once": {
        keeps: [pool, { ...pool, portgroups: [{ name: "a" }, { name: "b" }, { name: "A" }] }],
        breaks: [
            [{ ...pool, portgroups: [{ name: "" }] }, ["portgroups[0].name", ""]],
            [
                { ...pool, portgroups: [{ name: "a" }, { name: "b" }, { name: "a" }, { name: "a" }] },
                ["portgroups[2].name", "a"],
                ["portgroups[3].name", "a"],
            ],
        ],
    },
    "portgroup-one-default": {
        keeps: [
            pool,
            { ...pool, portgroups: [{ name: "a", default: false }, { name: "b", default: true }, { name: "c" }] },
        ],
        breaks: [
            [
                { ...pool, portgroups: [{ name: "a", default: true }, { name: "b" }, { name: "c", default: true }] },
                ["portgroups[2].default", true],
            ],
        ],
    },
};
