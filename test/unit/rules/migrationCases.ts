import type { CasesOf } from "../../support/cases";

export const migratingPairCases: CasesOf<"migratingPair"> = {
    "targets-differ": {
        keeps: [
            {
                uri: "qemu+ssh://kvm1/system",
                migratesTo: ["qemu+ssh://kvm2/system", "qemu+ssh://kvm3/system"],
                transient: {},
            },
            { uri: "qemu+ssh://kvm1/system", migratesTo: [], transient: {} },
            { uri: "qemu+ssh://kvm1/system", transient: {} },
        ],
        breaks: [
            [
                { uri: "qemu+ssh://kvm1/system", migratesTo: ["qemu+ssh://kvm1/system"], transient: {} },
                ["migratesTo[0]", "qemu+ssh://kvm1/system"],
            ],
            [
                {
                    uri: "qemu+ssh://kvm1/system",
                    migratesTo: ["qemu+ssh://kvm2/system", "qemu+ssh://kvm2/system"],
                    transient: {},
                },
                ["migratesTo[1]", "qemu+ssh://kvm2/system"],
            ],
        ],
    },
    "migrating-pair-uses-a-pool": {
        keeps: [
            { migratesTo: ["qemu+ssh://kvm2/system"], transient: {} },
            { migratesTo: [], transient: { address: "0000:07:10.1" } },
            { transient: { address: "0000:07:10.1" } },
        ],
        breaks: [
            [
                { migratesTo: ["qemu+ssh://kvm2/system"], transient: { address: "0000:07:10.1" } },
                ["transient.address", "0000:07:10.1"],
            ],
        ],
    },
};

export const migrationTargetCases: CasesOf<"migrationTarget"> = {
    "target-is-another-host": {
        keeps: [{}],
        breaks: [[{ sameAs: "qemu+ssh://kvm1/system" }, ["migratesTo", "qemu+ssh://kvm1/system"]]],
    },
    "machine-exists-on-target": {
        keeps: [{ machine: { name: "pc-q35-7.2", exists: true } }, {}],
        breaks: [[{ machine: { name: "pc-q35-10.0", exists: false } }, ["domain", "pc-q35-10.0"]]],
    },
    "card-carries-mtu": {
        keeps: [
            { pf: { name: "enp7s0f0", mtu: 9000 }, mtu: 9000 },
            { pf: { name: "enp7s0f0" }, mtu: 9000 },
            { pf: { name: "enp7s0f0", mtu: 1500 } },
            {},
        ],
        breaks: [[{ pf: { name: "enp7s0f0", mtu: 1500 }, mtu: 9000 }, ["persistent.mtu", 9000]]],
    },
};

export const migratingDefinitionCases: CasesOf<"migratingDefinition"> = {
    "migrating-guest-is-defined": {
        keeps: [{ isDefined: true, isMigrating: false }],
        breaks: [[{ isDefined: false, isMigrating: false }, ["domain", undefined]]],
    },
    "guest-migrates-already": {
        keeps: [{ isDefined: true, isMigrating: false }],
        breaks: [[{ isDefined: true, isMigrating: true }, ["domain", undefined]]],
    },
};
