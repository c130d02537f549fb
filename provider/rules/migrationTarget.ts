import { findingIf, rulesFor } from "./rule";
import { formatValue } from "./words";

/** Host that a guest with a team may migrate to. An absent property does not concern it, or is not known. */
export interface MigrationTarget {
    /** URI of another host of the pair that is this same host. */
    readonly sameAs?: string | undefined;
    /** Machine type of the guest, e.g. `pc-q35-7.2`, and whether QEMU there has it. */
    readonly machine?: { readonly name: string; readonly exists: boolean } | undefined;
    /** Physical function of the pool there. */
    readonly pf?: { readonly name: string; readonly mtu?: number | undefined } | undefined;
    /** MTU of the virtio half in bytes. */
    readonly mtu?: number | undefined;
}

/** Rules of a host that a guest with a team may migrate to, beside the rules of the host of a pair. */
export const migrationTargetRules = rulesFor<MigrationTarget>()(
    {
        id: "target-is-another-host",
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        says: "A guest migrates to another host only, and two URIs may name one host.",
        source: "libvirt 9.0, observed [1/10] Attempt to migrate guest to the same host; virConnectGetCapabilities, <host><uuid>",
        reads: ["sameAs"],
        check: ({ sameAs }) =>
            findingIf(sameAs !== undefined, {
                property: "migratesTo",
                found: sameAs,
                problem: "is the same host",
                allowed: "hosts with different UUIDs (virsh capabilities)",
                fix: "Remove one of the two URIs. If they are two hosts, set a host_uuid in libvirtd.conf on each.",
            }),
    },
    {
        id: "machine-exists-on-target",
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        says: "A guest keeps its machine type when it migrates, and an older QEMU may not have it.",
        source: "libvirt.org/formatcaps.html; libvirt, virQEMUCapsIsMachineSupported",
        reads: ["machine"],
        check: ({ machine }) =>
            findingIf(machine?.exists === false, {
                property: "domain",
                found: machine?.name,
                subject: `machine type ${formatValue(machine?.name)}`,
                problem: "is missing in QEMU on this host",
                allowed: "a machine type that QEMU has on both hosts (virsh capabilities)",
                fix: "Upgrade QEMU on this host, or boot the guest with an older machine type.",
            }),
    },
    {
        id: "card-carries-mtu",
        severity: "warning",
        libvirt: ["accepts"],
        needs: "host",
        atStart: true,
        says: "The guest gives the VF the MTU of the virtio half. It does not use a VF that cannot carry this MTU.",
        source: "Linux, drivers/net/net_failover.c, net_failover_slave_register",
        reads: ["pf", "mtu"],
        check: ({ pf, mtu }) =>
            findingIf(mtu !== undefined && pf?.mtu !== undefined && pf.mtu < mtu, {
                property: "persistent.mtu",
                found: mtu,
                problem: `is above the MTU of ${pf?.name ?? "the PF"}, ${String(pf?.mtu)}`,
                allowed: `at most the MTU of ${pf?.name ?? "the PF"}, ${String(pf?.mtu)}`,
                fix: `Run "ip link set ${pf?.name ?? "PF"} mtu ${String(mtu)}" on this host, or lower persistent.mtu.`,
            }),
    },
);
