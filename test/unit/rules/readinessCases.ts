import type { OptionRuleId, Options, Readiness, ReadinessRuleId } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const ready: Readiness = {
    machine: "pc-q35-7.2",
    libvirt: 9_000_000,
    qemu: 7_002_000,
    rootPorts: { free: 2, needed: 2 },
    pool: { name: "vfpool", mode: "hostdev", state: "started", free: 1 },
    network: { name: "lan", state: "started" },
};
const pool = (change: Partial<NonNullable<Readiness["pool"]>>): Readiness => ({
    ...ready,
    pool: { name: "vfpool", mode: "hostdev", state: "started", free: 1, ...change },
});
const nothing: Readiness = { machine: "q35", libvirt: 6_001_000, qemu: 4_002_000, rootPorts: { free: 0, needed: 0 } };

export const readinessCases: CasesOf<ReadinessRuleId, Readiness> = {
    "guest-is-pcie": {
        keeps: [ready, nothing, { ...ready, machine: "virt-7.2" }],
        breaks: [
            [{ ...ready, machine: "pc-i440fx-7.2" }, ["domain", "pc-i440fx-7.2"]],
            [{ ...ready, machine: "unknown" }, ["domain", "unknown"]],
        ],
    },
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
    "pool-is-a-pool": {
        keeps: [ready, nothing, pool({ state: "stopped", mode: undefined })],
        breaks: [
            [pool({ mode: "nat" }), ["transient.network", "vfpool"]],
            [pool({ mode: undefined }), ["transient.network", "vfpool"]],
        ],
    },
    "pool-has-a-free-vf": {
        keeps: [ready, nothing, pool({ state: "stopped", free: 0 }), pool({ mode: "nat", free: 0 })],
        breaks: [[pool({ free: 0 }), ["transient.network", "vfpool"]]],
    },
    "network-is-started": {
        keeps: [ready, nothing],
        breaks: [
            [{ ...ready, network: { name: "lan", state: "stopped" } }, ["persistent.network", "lan"]],
            [{ ...ready, network: { name: "lan", state: "missing" } }, ["persistent.network", "lan"]],
        ],
    },
};

export const optionCases: CasesOf<OptionRuleId, Options> = {
    "detach-timeout-in-range": {
        keeps: [{ detachTimeout: 1 }, { detachTimeout: 300 }],
        breaks: [
            [{ detachTimeout: 0 }, ["detachTimeout", 0]],
            [{ detachTimeout: 301 }, ["detachTimeout", 301]],
        ],
    },
};
