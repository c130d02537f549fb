import type { PairOnHost, PoolOnHost } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const nothing: PairOnHost = { libvirt: 6_001_000, qemu: 4_002_000 };
const ready: PairOnHost = {
    libvirt: 9_000_000,
    qemu: 7_002_000,
    vfio: true,
    rootPorts: { free: 2, needed: 2 },
    pool: { name: "vfpool", mode: "hostdev", state: "started", free: 1, wanted: ["net0 on web1"] },
    network: { name: "lan", state: "started", portgroup: { name: "gold", there: ["iron", "gold"] } },
    netdev: { property: "bridge", name: "br0", there: true },
    vf: { address: "0000:07:10.1", is: "a VF" },
    mac: { address: "52:54:00:aa:bb:01", others: [] },
    aliases: [],
};
const pool = (change: Partial<NonNullable<PairOnHost["pool"]>>): PairOnHost => ({
    ...ready,
    pool: { name: "vfpool", mode: "hostdev", state: "started", free: 1, wanted: ["net0 on web1"], ...change },
});
const network = (change: Partial<NonNullable<PairOnHost["network"]>>): PairOnHost => ({
    ...ready,
    network: { name: "lan", state: "started", ...change },
});

export const pairOnHostCases: CasesOf<"pairOnHost"> = {
    "root-ports-are-free": {
        keeps: [ready, nothing],
        breaks: [
            [{ ...ready, rootPorts: { free: 1, needed: 2 } }, ["domain", 1]],
            [{ ...ready, rootPorts: { free: 0, needed: 1 } }, ["domain", 0]],
        ],
    },
    "libvirt-knows-teams": {
        keeps: [ready, nothing],
        breaks: [[{ ...ready, libvirt: 6_000_999 }, ["uri", "6.0.999"]]],
    },
    "qemu-knows-failover": {
        keeps: [ready, nothing],
        breaks: [[{ ...ready, qemu: 4_001_002 }, ["uri", "4.1.2"]]],
    },
    "pool-is-started": {
        keeps: [ready, nothing, pool({ free: 0 })],
        breaks: [
            [pool({ state: "stopped", free: 0 }), ["transient.network", "vfpool"]],
            [pool({ state: "missing", free: 0 }), ["transient.network", "vfpool"]],
        ],
    },
    "transient-network-is-a-pool": {
        keeps: [ready, nothing, pool({ state: "stopped", mode: undefined })],
        breaks: [
            [pool({ mode: "nat" }), ["transient.network", "vfpool"]],
            [pool({ mode: undefined }), ["transient.network", "vfpool"]],
        ],
    },
    "pool-has-a-free-vf": {
        keeps: [
            ready,
            nothing,
            pool({ state: "stopped", free: 0 }),
            pool({ mode: "nat", free: 0 }),
            pool({ free: 0, wanted: [] }),
            pool({ free: undefined }),
            pool({ free: 2, wanted: ["net0 on web1", "net0 on web2"] }),
        ],
        breaks: [
            [pool({ free: 0 }), ["transient.network", "vfpool"]],
            [pool({ free: 1, wanted: ["net0 on web1", "net0 on web2"] }), ["transient.network", "vfpool"]],
        ],
    },
    "pool-counts-vfs-in-use": {
        keeps: [ready, nothing],
        breaks: [
            [pool({ miscounted: { counted: 0, holders: ["web2 (ua-net0-vf)"] } }), ["transient.network", "vfpool"]],
        ],
    },
    "network-is-started": {
        keeps: [ready, nothing],
        breaks: [
            [network({ state: "stopped" }), ["persistent.network", "lan"]],
            [network({ state: "missing" }), ["persistent.network", "lan"]],
        ],
    },
    "persistent-network-is-not-a-pool": {
        keeps: [ready, nothing, network({ mode: "nat" })],
        breaks: [[network({ mode: "hostdev" }), ["persistent.network", "lan"]]],
    },
    "portgroup-exists": {
        keeps: [ready, nothing, pool({ portgroup: { name: "a", there: ["a"] } })],
        breaks: [
            [network({ portgroup: { name: "gold", there: ["iron"] } }), ["persistent.portgroup", "gold"]],
            [pool({ portgroup: { name: "gold", there: [] } }), ["transient.portgroup", "gold"]],
        ],
    },
    "host-has-vfio": { keeps: [ready, nothing], breaks: [[{ ...ready, vfio: false }, ["uri", "no vfio"]]] },
    "network-supports-vlan": {
        keeps: [ready, nothing, network({ vlan: { asked: 42, isTagged: true } })],
        breaks: [[network({ vlan: { asked: 42, isTagged: false } }), ["persistent.vlan", 42]]],
    },
    "netdev-exists": {
        keeps: [ready, nothing],
        breaks: [
            [{ ...ready, netdev: { property: "bridge", name: "br9", there: false } }, ["persistent.bridge", "br9"]],
            [{ ...ready, netdev: { property: "direct", name: "eth9", there: false } }, ["persistent.direct", "eth9"]],
        ],
    },
    "vf-exists": {
        keeps: [ready, nothing],
        breaks: [
            [{ ...ready, vf: { address: "0000:07:00.0", is: "no VF" } }, ["transient.address", "0000:07:00.0"]],
            [{ ...ready, vf: { address: "0000:09:00.0", is: "nothing" } }, ["transient.address", "0000:09:00.0"]],
        ],
    },
    "pool-pf-is-up": {
        keeps: [{ ...ready, pf: { property: "network", name: "enp7s0f0", link: "up" } }, nothing],
        breaks: [
            [
                { ...ready, pf: { property: "network", name: "enp7s0f0", link: "down" } },
                ["transient.network", "enp7s0f0"],
            ],
            [
                { ...ready, pf: { property: "address", name: "enp7s0f0", link: "down" } },
                ["transient.address", "enp7s0f0"],
            ],
        ],
    },
    "mac-is-free": {
        keeps: [ready, nothing],
        breaks: [
            [
                { ...ready, mac: { address: "52:54:00:aa:bb:01", others: ["web2 (ua-net0)"] } },
                ["mac", "52:54:00:aa:bb:01"],
            ],
        ],
    },
    "libvirt-knows-half-argument": {
        keeps: [
            ready,
            nothing,
            { ...ready, libvirt: 7_003_000, halves: { persistent: { acpiIndex: 5 } } },
            { ...ready, libvirt: 8_003_000, halves: { persistent: { driver: { pagePerVq: true, rss: true } } } },
        ],
        breaks: [
            [{ ...ready, libvirt: 7_002_000, halves: { persistent: { acpiIndex: 5 } } }, ["persistent.acpiIndex", 5]],
            [
                { ...ready, libvirt: 7_000_000, halves: { transient: { acpiIndex: 5, driver: { model: "m" } } } },
                ["transient.acpiIndex", 5],
                ["transient.driver.model", "m"],
            ],
            [
                {
                    ...ready,
                    libvirt: 7_008_000,
                    halves: { persistent: { driver: { pagePerVq: true, rss: true, rssHashReport: false } } },
                },
                ["persistent.driver.pagePerVq", true],
                ["persistent.driver.rss", true],
                ["persistent.driver.rssHashReport", false],
            ],
        ],
    },
    "libvirt-takes-burst": {
        keeps: [
            ready,
            nothing,
            { ...ready, halves: { persistent: { bandwidth: { inbound: { average: 5, burst: 4_194_304 } } } } },
            {
                ...ready,
                libvirt: 11_003_000,
                halves: { persistent: { bandwidth: { inbound: { average: 5, burst: 4_194_303 } } } },
            },
        ],
        breaks: [
            [
                {
                    ...ready,
                    libvirt: 11_003_000,
                    halves: { persistent: { bandwidth: { inbound: { average: 5, burst: 4_194_304 } } } },
                },
                ["persistent.bandwidth.inbound.burst", 4_194_304],
            ],
            [
                {
                    ...ready,
                    libvirt: 12_008_000,
                    halves: { persistent: { bandwidth: { outbound: { average: 5, burst: 5_000_000 } } } },
                },
                ["persistent.bandwidth.outbound.burst", 5_000_000],
            ],
        ],
    },
    "libvirt-takes-floor": {
        keeps: [
            ready,
            nothing,
            { ...ready, halves: { persistent: { type: "bridge", bandwidth: { inbound: { average: 5, floor: 0 } } } } },
            {
                ...ready,
                libvirt: 11_003_000,
                halves: { persistent: { type: "network", bandwidth: { inbound: { average: 5, floor: 0 } } } },
            },
        ],
        breaks: [
            [
                {
                    ...ready,
                    libvirt: 11_003_000,
                    halves: { persistent: { type: "bridge", bandwidth: { inbound: { average: 5, floor: 0 } } } },
                },
                ["persistent.bandwidth.inbound.floor", 0],
            ],
        ],
    },
    "alias-is-free": {
        keeps: [ready, nothing],
        breaks: [
            [{ ...ready, aliases: [{ half: "persistent", alias: "ua-net0" }] }, ["persistent.alias", "ua-net0"]],
            [
                {
                    ...ready,
                    aliases: [
                        { half: "persistent", alias: "ua-net0" },
                        { half: "transient", alias: "ua-net0-vf" },
                    ],
                },
                ["persistent.alias", "ua-net0"],
                ["transient.alias", "ua-net0-vf"],
            ],
        ],
    },
};

const card: PoolOnHost = {
    libvirt: 9_000_000,
    pf: { name: "enp7s0f0", link: "up", vfs: ["0000:07:10.0"] },
    vfs: [{ address: "0000:07:10.0", is: "a VF" }],
    rivals: [],
};
const pf = (change: Partial<NonNullable<PoolOnHost["pf"]>>): PoolOnHost => ({
    ...card,
    pf: { name: "enp7s0f0", link: "up", vfs: ["0000:07:10.0"], ...change },
});
const UUID = "11111111-1111-4111-8111-111111111111";
const bare: PoolOnHost = { libvirt: 6_001_000 };

export const poolOnHostCases: CasesOf<"poolOnHost"> = {
    "network-name-is-free": {
        keeps: [{ ...bare, name: "vfpool" }, card],
        breaks: [
            [{ ...bare, name: "vfpool", existing: { uuid: UUID, mode: "hostdev" } }, ["name", "vfpool"]],
            [
                {
                    ...bare,
                    name: "vfpool",
                    existing: { uuid: UUID, mode: "hostdev", maker: "resource pool of this stack" },
                },
                ["name", "vfpool"],
            ],
            [{ ...card, name: "lan", existing: { uuid: UUID, mode: "nat" } }, ["name", "lan"]],
        ],
    },
    "pf-exists": {
        keeps: [card, bare, pf({ link: "down" })],
        breaks: [
            [pf({ link: "missing" }), ["pf", "enp7s0f0"]],
            [pf({ link: "missing", cards: ["ens1f0", "ens1f1"] }), ["pf", "enp7s0f0"]],
        ],
    },
    "pf-has-vfs": {
        keeps: [card, bare, pf({ link: "missing", vfs: undefined })],
        breaks: [
            [pf({ vfs: [] }), ["pf", "enp7s0f0"]],
            [pf({ vfs: undefined }), ["pf", "enp7s0f0"]],
        ],
    },
    "pf-is-up": { keeps: [card, bare, pf({ link: "missing" })], breaks: [[pf({ link: "down" }), ["pf", "enp7s0f0"]]] },
    "vf-of-pool-exists": {
        keeps: [card, bare],
        breaks: [
            [{ ...card, vfs: [{ address: "0000:07:00.0", is: "no VF" }] }, ["addresses[0]", "0000:07:00.0"]],
            [
                {
                    ...card,
                    vfs: [
                        { address: "0000:07:10.0", is: "a VF" },
                        { address: "0000:07:00.0", is: "no VF" },
                        { address: "0000:09:10.0", is: "nothing" },
                    ],
                },
                ["addresses[1]", "0000:07:00.0"],
                ["addresses[2]", "0000:09:10.0"],
            ],
        ],
    },
    "vf-in-one-pool": {
        keeps: [card, bare],
        breaks: [
            [{ ...card, rivals: [{ pool: "pool2", shares: "enp7s0f0" }] }, ["pf", "enp7s0f0"]],
            [
                {
                    ...card,
                    rivals: [
                        { pool: "a", shares: "enp7s0f0" },
                        { pool: "b", shares: "0000:07:10.0" },
                    ],
                },
                ["pf", "enp7s0f0"],
                ["pf", "0000:07:10.0"],
            ],
            [{ ...bare, rivals: [{ pool: "b", shares: "0000:07:10.0" }] }, ["addresses", "0000:07:10.0"]],
        ],
    },
    "libvirt-knows-argument": {
        keeps: [
            card,
            bare,
            { libvirt: 9_007_000, title: "a" },
            { libvirt: 10_000_000, title: "a", description: "b", driverModel: "c" },
            { title: "a", description: "b", driverModel: "c" },
        ],
        breaks: [
            [{ libvirt: 9_006_000, title: "a" }, ["title", "a"]],
            [{ ...card, title: "a", description: "b" }, ["title", "a"], ["description", "b"]],
            [{ libvirt: 9_007_000, title: "a", driverModel: "c" }, ["driver.model", "c"]],
        ],
    },
};

export const poolRestartCases: CasesOf<"poolRestart"> = {
    "pf-gives-vfs-back": {
        keeps: [
            { pf: { name: "enp7s0f0", link: "up" }, holders: ["web1 (ua-net0-vf)"] },
            { pf: { name: "enp7s0f0", link: "down" }, holders: [] },
            { holders: ["web1 (ua-net0-vf)"] },
        ],
        breaks: [[{ pf: { name: "enp7s0f0", link: "down" }, holders: ["web1 (ua-net0-vf)"] }, ["pf", "enp7s0f0"]]],
    },
};
