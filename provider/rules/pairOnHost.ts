import type { Nic } from "../model/interface";
import type { Vlan } from "../model/vlan";
import { setUp } from "./pfDown";
import { findingIf, rulesFor } from "./rule";
import { plural } from "./words";

/** Network that a half of a pair names, as a host has it. */
export interface NamedNetwork {
    readonly name: string;
    readonly state: "started" | "stopped" | "missing";
    /** Forward mode, e.g. `hostdev` for a pool of VFs; undefined where the network has none, or is not started. */
    readonly mode?: string | undefined;
    /** VLAN that the half asks for, and whether the ports of the network tag frames. */
    readonly vlan?: { readonly asked: Vlan; readonly isTagged: boolean };
    /** Portgroup that the half names, and those that exist. */
    readonly portgroup?: { readonly name: string; readonly there: readonly string[] };
}

/** Pair, and what of a host concerns it. An absent property does not concern it. */
export interface PairOnHost {
    /** Version as libvirt counts: 9.1.2 is 9001002. */
    readonly libvirt: number;
    readonly qemu: number;
    /** Halves as they are declared. */
    readonly halves?: { readonly persistent?: Partial<Nic> | undefined; readonly transient?: Partial<Nic> | undefined };
    /** Whether guests can get a PCI device of the host by VFIO. */
    readonly vfio?: boolean | undefined;
    /** Numbers of PCIe root ports of the guest. */
    readonly rootPorts?: {
        readonly free: number;
        readonly needed: number;
        /** Who needs them, where several pairs do. */
        readonly for?: readonly string[] | undefined;
    };
    /** Network that the VF half comes from. */
    readonly pool?: NamedNetwork & {
        /** Number of VFs that no guest has, or this one detaches first; undefined if that is unknown. */
        readonly free?: number | undefined;
        /** Pairs that need a VF of it, this one among them. */
        readonly wanted: readonly string[];
        /** Holders of its VFs, where libvirt counts fewer VFs as in use than they have. */
        readonly miscounted?: { readonly counted: number; readonly holders: readonly string[] } | undefined;
    };
    /** Network of the virtio half. */
    readonly network?: NamedNetwork;
    /** Network device of the host for the virtio half: a bridge, or the base of a macvtap. */
    readonly netdev?: { readonly property: "bridge" | "direct"; readonly name: string; readonly there: boolean };
    /** Device of the host that the VF half names by address. */
    readonly vf?: { readonly address: string; readonly is: HostPciDevice };
    /** Physical function whose VF the pair is to get. */
    readonly pf?: { readonly property: "network" | "address"; readonly name: string; readonly link: "up" | "down" };
    /** MAC of the pair, and others that have it. */
    readonly mac?: { readonly address: string; readonly others: readonly string[] };
    /** Aliases of the halves that other devices of the guest have. */
    readonly aliases?: readonly { readonly half: "persistent" | "transient"; readonly alias: string }[];
}
/** Kind of device at a PCI address of a host. */
export type HostPciDevice = "a VF" | "no VF" | "nothing";

/** Versions that no rule has anything against, for a model of what is not about them. */
export const RECENT = { libvirt: Infinity, qemu: Infinity } as const;

const FAILOVER_SINCE = { libvirt: 6_001_000, qemu: 4_002_000 } as const;
export const inDigits = (version: number): string =>
    [version / 1_000_000, (version / 1000) % 1000, version % 1000].map(Math.floor).join(".");

/** Rules of the host of a pair, and of each host that it migrates to. */
export const onHostRules = rulesFor<PairOnHost>()(
    {
        id: "root-ports-are-free",
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        atStart: true,
        says: "Each half that a running guest gets uses a PCIe root port. A running guest gets no new ports.",
        source: "libvirt 9.0, observed [1/10] No more available PCI slots; libvirt.org/pci-hotplug.html",
        reads: ["rootPorts"],
        check: ({ rootPorts: { free, needed, for: pairs } = { free: 0, needed: 0 } }) =>
            findingIf(free < needed, {
                property: "domain",
                found: free,
                subject: "the guest",
                problem: `has ${plural(free, "free PCIe root port")}, and ${pairs ? pairs.join(" and ") : "the pair"} ${(pairs?.length ?? 1) === 1 ? "needs" : "need"} ${needed}`,
                allowed: `${plural(needed, "free root port")}${pairs ? `, for ${pairs.join(", ")}` : ""}`,
                fix: "Detach another device. Or add a <controller type='pci' model='pcie-root-port'/> for each missing port, then shut the guest off and start it.",
            }),
    },
    {
        id: "libvirt-knows-teams",
        severity: "error",
        libvirt: ["drops"],
        needs: "host",
        says: "libvirt before 6.1 drops <teaming> without an error.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair",
        reads: ["libvirt"],
        check: ({ libvirt }) =>
            findingIf(libvirt < FAILOVER_SINCE.libvirt, {
                property: "uri",
                found: inDigits(libvirt),
                subject: `libvirt ${inDigits(libvirt)} of the host`,
                problem: "is older than 6.1",
                allowed: "libvirt 6.1.0 or later",
                fix: "Upgrade libvirt on the host.",
            }),
    },
    {
        id: "qemu-knows-failover",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        says: "QEMU before 4.2 cannot pair a virtio device and a VF.",
        source: "wiki.qemu.org/ChangeLog/4.2; libvirt, QEMU_CAPS_VIRTIO_NET_FAILOVER",
        reads: ["qemu"],
        check: ({ qemu }) =>
            findingIf(qemu < FAILOVER_SINCE.qemu, {
                property: "uri",
                found: inDigits(qemu),
                subject: `QEMU ${inDigits(qemu)} of the host`,
                problem: "is older than 4.2",
                allowed: "QEMU 4.2.0 or later",
                fix: "Upgrade QEMU on the host.",
            }),
    },
    {
        id: "host-has-vfio",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        says: "A guest gets a VF through VFIO, which needs an active IOMMU.",
        source: "libvirt 9.0, observed at start [67/10] host doesn't support passthrough of host PCI devices; libvirt.org/formatdomaincaps.html",
        reads: ["vfio"],
        check: ({ vfio }) =>
            findingIf(vfio === false, {
                property: "uri",
                found: "no vfio",
                subject: "the host",
                problem: "does not offer VFIO",
                allowed: "a host whose virsh domcapabilities has pciBackend vfio",
                fix: "Switch the IOMMU on (in the firmware, and with intel_iommu=on), and load vfio-pci.",
            }),
    },
    {
        id: "netdev-exists",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        atStart: true,
        says: "The virtio half needs an existing bridge or network device.",
        source: "libvirt 9.0, observed at start: [38/0] Cannot get interface MTU on 'br9': No such device",
        reads: ["netdev"],
        check: ({ netdev }) =>
            findingIf(netdev?.there === false, {
                property: `persistent.${netdev?.property ?? "bridge"}`,
                found: netdev?.name,
                problem: "is missing on the host",
                allowed: "a network device of the host",
                fix: "Correct the name, or create the device first (ip link).",
            }),
    },
    {
        id: "vf-exists",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        atStart: true,
        says: "The VF half needs an SR-IOV VF of the host.",
        source: "libvirt 9.0, observed at start [67/0] … is not an SR-IOV Virtual Function",
        reads: ["vf"],
        check: ({ vf }) =>
            findingIf(vf !== undefined && vf.is !== "a VF", {
                property: "transient.address",
                found: vf?.address,
                problem: vf?.is === "nothing" ? "is missing on the host" : "is not a VF",
                allowed: `the address of a VF`,
                fix: "Use an address that `lspci -D` calls a Virtual Function, or set sriov_numvfs of the PF first.",
            }),
    },
    {
        id: "pool-pf-is-up",
        severity: "error",
        libvirt: ["does not start", "refuses"],
        needs: "host",
        atStart: true,
        says: "libvirt gives no guest a VF of a PF that is down. A PF without a cable carries no traffic.",
        source: "libvirt 9.0, observed: [1/0] Unable to configure VF 0 of PF 'enp7s0f0' because the PF is not online",
        reads: ["pf"],
        check: ({ pf }) =>
            findingIf(pf?.link === "down", {
                property: `transient.${pf?.property ?? "network"}`,
                found: pf?.name,
                subject: `PF ${String(pf?.name)}`,
                problem: "is down",
                allowed: "a VF of a PF whose link is up",
                fix: setUp(pf?.name),
            }),
    },
    {
        id: "mac-is-free",
        severity: "error",
        libvirt: ["accepts"],
        needs: "host",
        says: "A MAC belongs to one NIC. libvirt does not compare MACs, and the segment sends frames to either NIC.",
        source: "libvirt 9.0, observed: a MAC of another interface or another guest is accepted",
        reads: ["mac"],
        check: ({ mac }) =>
            findingIf((mac?.others.length ?? 0) > 0, {
                property: "mac",
                found: mac?.address,
                problem: `is also the MAC of ${mac?.others.join(" and ") ?? ""}`,
                allowed: `a MAC that nothing else on the host has; ${mac?.others.join(" and ") ?? ""} has this one`,
                fix: "Set another MAC.",
                inProgram: "In a program, you can leave it out: the provider then derives one.",
            }),
    },
    {
        id: "alias-is-free",
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        says: "An alias names one device of a guest, and libvirt refuses a second one.",
        source: "libvirt 9.0, observed: [67/20] non unique alias detected",
        reads: ["aliases"],
        check: ({ aliases = [] }) =>
            aliases.map(({ half, alias }) => ({
                property: `${half}.alias`,
                found: alias,
                problem: "is in use by another device of the guest",
                allowed: "an alias that no other device of the guest has",
                fix: "Choose another alias.",
                inProgram:
                    "In a program, choose another name or alias. To take over the existing interfaces with a new pair, set adopt to true.",
            })),
    },
);
