import type { DeclaredPair, DeclaredPool, Program } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const kvm1 = "qemu+ssh://kvm1/system";
const kvm2 = "qemu+ssh://kvm2/system";
const pool: DeclaredPool = {
    resource: "pool1",
    uri: kvm1,
    name: "vfpool",
    addresses: ["0000:07:10.0", "0000:07:10.1"],
};
const pair: DeclaredPair = {
    resource: "web1-net0",
    uri: kvm1,
    domain: "web1",
    mac: "52:54:00:aa:bb:01",
    aliases: ["ua-net0", "ua-net0-vf"],
    pool: "vfpool",
    migratesTo: [],
};
const other: DeclaredPair = { ...pair, resource: "web2-net0", domain: "web2", mac: "52:54:00:aa:bb:02" };
const byAddress: DeclaredPair = { ...other, pool: undefined, address: "0000:07:10.1" };
const good: Program = { pools: [pool], pairs: [pair, other] };
const none: Program = { pools: [], pairs: [] };

export const programCases: CasesOf<"program"> = {
    "macs-of-program-differ": {
        keeps: [good, none],
        breaks: [
            [{ ...good, pairs: [pair, { ...other, mac: pair.mac }] }, ["web2-net0.mac", "52:54:00:aa:bb:01"]],
            [
                { ...good, pairs: [pair, { ...other, uri: kvm2, mac: pair.mac }] },
                ["web2-net0.mac", "52:54:00:aa:bb:01"],
            ],
        ],
    },
    "aliases-of-program-differ": {
        keeps: [good, none, { ...good, pairs: [pair, { ...other, uri: kvm2, domain: "web1" }] }],
        breaks: [
            [
                { ...good, pairs: [pair, { ...other, domain: "web1" }] },
                ["web2-net0.aliases", "ua-net0"],
                ["web2-net0.aliases", "ua-net0-vf"],
            ],
        ],
    },
    "networks-of-program-differ": {
        keeps: [
            good,
            none,
            { pools: [pool, { ...pool, resource: "pool2", uri: kvm2 }], pairs: [] },
            { pools: [pool, { ...pool, resource: "pool2", name: "vfpool2", addresses: ["0000:07:10.2"] }], pairs: [] },
        ],
        breaks: [
            [
                { pools: [pool, { ...pool, resource: "pool2", addresses: ["0000:07:10.2"] }], pairs: [] },
                ["pool2.name", "vfpool"],
            ],
        ],
    },
    "vfs-of-program-differ": {
        keeps: [
            good,
            none,
            { pools: [pool, { ...pool, resource: "pool2", addresses: ["0000:07:10.2"] }], pairs: [] },
            { pools: [pool, { ...pool, resource: "pool2", uri: kvm2 }], pairs: [] },
        ],
        breaks: [
            [
                { pools: [pool, { ...pool, resource: "pool2", addresses: ["0000:07:10.1"] }], pairs: [] },
                ["pool2.addresses", "0000:07:10.1"],
            ],
            [
                {
                    pools: [
                        { resource: "a", uri: kvm1, name: "a", pf: "enp7s0f0" },
                        { resource: "b", uri: kvm1, name: "b", pf: "enp7s0f0" },
                    ],
                    pairs: [],
                },
                ["b.pf", "enp7s0f0"],
            ],
            [{ pools: [pool], pairs: [byAddress] }, ["web2-net0.transient.address", "0000:07:10.1"]],
        ],
    },
    "pairs-fit-their-pool": {
        keeps: [
            good,
            none,
            { pools: [{ resource: "p", uri: kvm1, name: "vfpool", pf: "enp7s0f0" }], pairs: [pair, other, pair] },
            { pools: [{ ...pool, uri: kvm2, addresses: ["0000:07:10.0"] }], pairs: [pair, other] },
        ],
        breaks: [
            [{ pools: [{ ...pool, addresses: ["0000:07:10.0"] }], pairs: [pair, other] }, ["pool1.addresses", 1]],
            [
                { pools: [{ ...pool, addresses: ["0000:07:10.0"] }], pairs: [pair, other, byAddress] },
                ["pool1.addresses", 1],
            ],
        ],
    },
    "pair-waits-for-its-pool": {
        keeps: [
            good,
            none,
            { pools: [pool], pairs: [{ ...pair, waitsFor: ["pool1"] }] },
            { pools: [{ ...pool, uri: kvm2 }], pairs: [{ ...pair, waitsFor: [] }] },
            { pools: [], pairs: [{ ...pair, waitsFor: [] }] },
        ],
        breaks: [
            [{ pools: [pool], pairs: [{ ...pair, waitsFor: [] }] }, ["web1-net0.transient.network", "vfpool"]],
            [
                { pools: [pool, { ...pool, resource: "pool2", uri: kvm2 }], pairs: [{ ...pair, waitsFor: ["pool2"] }] },
                ["web1-net0.transient.network", "vfpool"],
            ],
        ],
    },
    "pool-is-declared-on-targets": {
        keeps: [
            good,
            none,
            { pools: [pool, { ...pool, resource: "pool2", uri: kvm2 }], pairs: [{ ...pair, migratesTo: [kvm2] }] },
            { pools: [], pairs: [{ ...pair, migratesTo: [kvm2] }] },
        ],
        breaks: [[{ pools: [pool], pairs: [{ ...pair, migratesTo: [kvm2] }] }, ["web1-net0.migratesTo[0]", kvm2]]],
    },
};
