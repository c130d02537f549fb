import type { HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import type { CasesOf } from "../../support/cases";

const noSource: HostdevNetwork = { name: "vfpool", mode: "hostdev", managed: true };
const pool: HostdevNetwork = { ...noSource, pf: "enp7s0f0" };
const listed = (...addresses: readonly string[]): HostdevNetwork => ({ ...noSource, addresses });
const named = (name: string): HostdevNetwork => ({ ...pool, name });

const port = { type: "802.1Qbh", profileid: "fast" };
const uuid = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f";

export const networkCases = {
    "network-name-legal": {
        keeps: [named("vfpool"), named("a b"), named("<a>"), named("..."), named("x".repeat(247))],
        breaks: [
            [named("a/b"), ["name", "a/b"]],
            [named(""), ["name", ""]],
            [named("."), ["name", "."]],
            [named(".."), ["name", ".."]],
            [named("a\nb"), ["name", "a\nb"]],
            [named("x".repeat(248)), ["name", "x".repeat(248)]],
            [named("€".repeat(83)), ["name", "€".repeat(83)]],
        ],
    },
    "pool-title-is-not-empty": {
        keeps: [pool, { ...pool, title: " " }, { ...pool, description: "" }],
        breaks: [[{ ...pool, title: "" }, ["title", ""]]],
    },
    "pool-is-hostdev": {
        keeps: [pool],
        breaks: [
            [{ ...pool, mode: "nat" }, ["mode", "nat"]],
            [{ ...pool, mode: "passthrough" }, ["mode", "passthrough"]],
            [{ name: "p", pf: "e" }, ["mode", undefined]],
        ],
    },
    "pool-has-one-source": {
        keeps: [pool, listed("0000:07:10.0")],
        breaks: [
            [{ ...pool, addresses: ["0000:07:10.0"] }, ["pf", "enp7s0f0"]],
            [noSource, ["pf", undefined]],
            [{ ...pool, pf: "" }, ["pf", ""]],
            [listed(), ["addresses", []]],
            [{ ...pool, addresses: [] }, ["pf", "enp7s0f0"]],
            [{ ...listed("0000:07:10.0"), pf: "" }, ["pf", ""]],
        ],
    },
    "pool-address-in-range": {
        keeps: [pool, listed("0000:00:01.0", "ffffffff:ff:1f.7"), listed("0000:07:1f.7", "0000:07:10.0")],
        breaks: [
            [listed("0000:07:1f.7", "0000:07:20.0"), ["addresses[1]", "0000:07:20.0"]],
            [listed("0000:100:00.0"), ["addresses[0]", "0000:100:00.0"]],
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
            [listed("0000:07:10.0", "0000:07:10.0"), ["addresses[1]", "0000:07:10.0"]],
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
            [{ ...pool, driver: {} }, ["driver", {}]],
        ],
    },
    "pool-vlan-in-range": {
        keeps: [
            pool,
            { ...pool, vlan: 42 },
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
        keeps: [
            pool,
            { ...pool, portgroups: [{ name: "a" }, { name: "b" }] },
            { ...pool, portgroups: [{ name: "a" }, { name: "A" }] },
        ],
        breaks: [
            [{ ...pool, portgroups: [{ name: "a" }, { name: "a" }] }, ["portgroups[1].name", "a"]],
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
            { ...pool, portgroups: [{ name: "a", default: true }, { name: "b" }] },
            { ...pool, portgroups: [{ name: "a", default: false }, { name: "b", default: true }, { name: "c" }] },
        ],
        breaks: [
            [
                {
                    ...pool,
                    portgroups: [
                        { name: "a", default: true },
                        { name: "b", default: true },
                    ],
                },
                ["portgroups[1].default", true],
            ],
            [
                { ...pool, portgroups: [{ name: "a", default: true }, { name: "b" }, { name: "c", default: true }] },
                ["portgroups[2].default", true],
            ],
        ],
    },
    "device-name-in-schema": {
        keeps: [pool, { ...pool, pf: "enp7s0f0.4:1", portgroups: [{ name: "a/b\\c_D-9" }] }, listed("0000:07:10.0")],
        breaks: [
            [{ ...pool, pf: "a b" }, ["pf", "a b"]],
            [
                { ...pool, portgroups: [{ name: "a" }, { name: "ä" }, { name: "b\n" }] },
                ["portgroups[1].name", "ä"],
                ["portgroups[2].name", "b\n"],
            ],
        ],
    },
    "pool-is-not-isolated": {
        keeps: [pool, { ...pool, isolated: false }],
        breaks: [[{ ...pool, isolated: true }, ["isolated", true]]],
    },
    "portgroup-has-no-bandwidth": {
        keeps: [
            pool,
            { ...pool, portgroups: [{ name: "a" }] },
            { ...pool, portgroups: [{ name: "a" }, { name: "b" }] },
        ],
        breaks: [
            [
                { ...pool, portgroups: [{ name: "a" }, { name: "b", bandwidth: { inbound: { average: 1000 } } }] },
                ["portgroups[1].bandwidth", { inbound: { average: 1000 } }],
            ],
            [{ ...pool, portgroups: [{ name: "a", bandwidth: {} }] }, ["portgroups[0].bandwidth", {}]],
        ],
    },
    "pool-virtualport-fits-a-vf": {
        keeps: [
            pool,
            { ...pool, virtualport: port },
            { ...pool, virtualport: port, portgroups: [{ name: "a" }, { name: "b", virtualport: { profileid: "x" } }] },
            { ...pool, portgroups: [{ name: "a", virtualport: port }] },
        ],
        breaks: [
            [{ ...pool, virtualport: { type: "openvswitch" } }, ["virtualport.type", "openvswitch"]],
            [{ ...pool, virtualport: {} }, ["virtualport.type", undefined]],
            [{ ...pool, virtualport: { type: "802.1Qbg" } }, ["virtualport.type", "802.1Qbg"]],
            [
                {
                    ...pool,
                    portgroups: [
                        { name: "a", virtualport: { profileid: "x" } },
                        { name: "b", virtualport: { type: "midonet" } },
                    ],
                },
                ["portgroups[0].virtualport.type", undefined],
                ["portgroups[1].virtualport.type", "midonet"],
            ],
        ],
    },
    "pool-virtualport-parameters-fit": {
        keeps: [
            pool,
            { ...pool, virtualport: port },
            { ...pool, virtualport: port, portgroups: [{ name: "a", virtualport: { profileid: "x".repeat(39) } }] },
            { ...pool, portgroups: [{ name: "a", virtualport: { managerid: 1 } }] },
        ],
        breaks: [
            [{ ...pool, virtualport: { ...port, interfaceid: uuid } }, ["virtualport.interfaceid", uuid]],
            [{ ...pool, virtualport: { type: "novel" } }, ["virtualport.type", "novel"]],
            [
                { ...pool, virtualport: port, portgroups: [{ name: "a", virtualport: { managerid: 1 } }] },
                ["portgroups[0].virtualport.managerid", 1],
            ],
            [
                { ...pool, virtualport: { type: "midonet", interfaceid: uuid, managerid: 1 } },
                ["virtualport.managerid", 1],
            ],
            [
                {
                    ...pool,
                    virtualport: port,
                    portgroups: [{ name: "a", virtualport: { managerid: 256, profileid: "x".repeat(40) } }],
                },
                ["portgroups[0].virtualport.managerid", 256],
                ["portgroups[0].virtualport.managerid", 256],
                ["portgroups[0].virtualport.profileid", "x".repeat(40)],
            ],
        ],
    },
    "portgroup-profile-agrees": {
        keeps: [
            pool,
            {
                ...pool,
                virtualport: port,
                portgroups: [
                    { name: "a", virtualport: port },
                    { name: "b", virtualport: { profileid: "" } },
                    { name: "c" },
                ],
            },
            { ...pool, virtualport: { type: "802.1Qbh" }, portgroups: [{ name: "a", virtualport: port }] },
            { ...pool, virtualport: port, portgroups: [{ name: "a", virtualport: { profileid: "fast" } }] },
        ],
        breaks: [
            [
                { ...pool, virtualport: port, portgroups: [{ name: "a", virtualport: { profileid: "slow" } }] },
                ["portgroups[0].virtualport.profileid", "slow"],
            ],
            [
                {
                    ...pool,
                    virtualport: port,
                    portgroups: [{ name: "a" }, { name: "b", virtualport: { type: "802.1Qbh", profileid: "slow" } }],
                },
                ["portgroups[1].virtualport.profileid", "slow"],
            ],
        ],
    },
    "pool-vlan-or-virtualport": {
        keeps: [
            pool,
            { ...pool, vlan: 5 },
            { ...pool, vlan: 5, portgroups: [{ name: "a", vlan: 6 }, { name: "b" }] },
            { ...pool, virtualport: port, portgroups: [{ name: "a", virtualport: port }, { name: "b" }] },
            {
                ...pool,
                portgroups: [
                    { name: "a", vlan: 5 },
                    { name: "b", virtualport: port },
                ],
            },
        ],
        breaks: [
            [{ ...pool, vlan: 5, virtualport: port }, ["vlan", 5]],
            [{ ...pool, vlan: 5, virtualport: port, portgroups: [{ name: "a" }] }, ["vlan", 5]],
            [
                { ...pool, portgroups: [{ name: "a" }, { name: "b", vlan: 0, virtualport: port }] },
                ["portgroups[1].vlan", 0],
            ],
            [{ ...pool, vlan: 5, portgroups: [{ name: "a", virtualport: port }] }, ["portgroups[0].virtualport", port]],
            [{ ...pool, virtualport: port, portgroups: [{ name: "a", vlan: 5 }] }, ["portgroups[0].vlan", 5]],
        ],
    },
} satisfies Partial<CasesOf<"network">>;
