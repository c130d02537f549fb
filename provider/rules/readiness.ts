import { findingIf, rulesFor } from "./rule";

/** What a running guest and its host have, where something is to be plugged in. */
export interface Readiness {
    /** Machine type of the guest, e.g. `pc-q35-7.2`. */
    readonly machine: string;
    /** As libvirt counts: 9.1.2 is 9001002. */
    readonly libvirt: number;
    readonly qemu: number;
    /** PCIe root ports of the guest: how many are free, and how many are needed. */
    readonly rootPorts: { readonly free: number; readonly needed: number };
    /** The network that the VF half is to come from; absent where none is needed. */
    readonly pool?: {
        readonly name: string;
        /** `hostdev` for a pool of VFs; undefined where libvirt does not know the network, or it is not started. */
        readonly mode?: string | undefined;
        readonly state: NetworkNow;
        /** VFs that no guest holds, or this one gives back first. */
        readonly free: number;
    };
    /** The network of the virtio half; absent where none is needed. */
    readonly network?: { readonly name: string; readonly state: NetworkNow };
}
export type NetworkNow = "started" | "stopped" | "missing";

const FAILOVER_SINCE = { libvirt: 6_001_000, qemu: 4_002_000 } as const;
const inDigits = (version: number): string =>
    [version / 1_000_000, (version / 1000) % 1000, version % 1000].map(Math.floor).join(".");

/** What a team needs to be plugged into a guest that runs. */
export const readinessRules = rulesFor<Readiness>()(
    {
        id: "guest-is-pcie",
        severity: "error",
        libvirt: ["starts no guest", "accepts"],
        says: "QEMU takes the VF of a team on PCI Express alone, which a guest has whose machine is q35.",
        source: "QEMU 7.2, observed on pc-i440fx: failover primary device must be on PCIExpress bus",
        reads: ["machine"],
        check: ({ machine }) =>
            findingIf(!/q35|^virt/.test(machine), {
                property: "domain",
                found: machine,
                allowed: "a guest with machine q35",
                fix: "Change the guest's machine, which is another guest to its operating system.",
            }),
    },
    {
        id: "root-ports-are-free",
        severity: "error",
        libvirt: ["refuses"],
        says: "each half that is plugged into a running guest takes a PCIe root port, and none can be added while it runs.",
        source: "libvirt 9.0, observed [1/10] No more available PCI slots; libvirt.org/pci-hotplug.html",
        reads: ["rootPorts"],
        check: ({ rootPorts: { free, needed } }) =>
            findingIf(free < needed, {
                property: "domain",
                found: free,
                allowed: `${needed} free root port${needed === 1 ? "" : "s"}`,
                fix: "Add <controller type='pci' model='pcie-root-port'/> to the guest, once for each half, and boot it anew; or unplug something.",
            }),
    },
    {
        id: "libvirt-knows-teams",
        severity: "error",
        libvirt: ["drops"],
        says: "libvirt has <teaming> since 6.1, and drops it in silence before.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair",
        reads: ["libvirt"],
        check: ({ libvirt }) =>
            findingIf(libvirt < FAILOVER_SINCE.libvirt, {
                property: "uri",
                found: inDigits(libvirt),
                allowed: "libvirt 6.1.0 or later",
                fix: "Upgrade libvirt on the host.",
            }),
    },
    {
        id: "qemu-knows-failover",
        severity: "error",
        libvirt: ["starts no guest"],
        says: "QEMU pairs a virtio device and a VF since 4.2.",
        source: "wiki.qemu.org/ChangeLog/4.2; libvirt, QEMU_CAPS_VIRTIO_NET_FAILOVER",
        reads: ["qemu"],
        check: ({ qemu }) =>
            findingIf(qemu < FAILOVER_SINCE.qemu, {
                property: "uri",
                found: inDigits(qemu),
                allowed: "QEMU 4.2.0 or later",
                fix: "Upgrade QEMU on the host.",
            }),
    },
    {
        id: "pool-is-started",
        severity: "error",
        libvirt: ["starts no guest"],
        says: "a VF comes from a network that is started.",
        source: "libvirt 9.0, observed: [43/19] Network not found, [55/19] network is not active",
        reads: ["pool"],
        check: ({ pool }) =>
            findingIf(pool !== undefined && pool.state !== "started", {
                property: "transient.network",
                found: pool?.name,
                allowed: `a network that is started; this one is ${String(pool?.state)}`,
                fix: "Declare it as a HostdevNetwork, or start it (virsh net-start).",
            }),
    },
    {
        id: "pool-is-a-pool",
        severity: "error",
        libvirt: ["starts no guest"],
        says: "the VF half comes from a hostdev network; on any other the guest would have two virtio interfaces and no VF.",
        source: "libvirt 9.0, observed at start [67/10] teaming transient device must be type='hostdev'",
        reads: ["pool"],
        check: ({ pool }) =>
            findingIf(pool?.state === "started" && pool.mode !== "hostdev", {
                property: "transient.network",
                found: pool?.name,
                allowed: `a network with forward mode hostdev; this one has ${pool?.mode ?? "none"}`,
                fix: "Name a pool of VFs.",
            }),
    },
    {
        id: "pool-has-a-free-vf",
        severity: "error",
        libvirt: ["starts no guest"],
        says: "a VF serves one guest at a time.",
        source: "libvirt 9.0, observed [1/19] requires exclusive access to interfaces, but none are available",
        reads: ["pool"],
        check: ({ pool }) =>
            findingIf(pool?.state === "started" && pool.mode === "hostdev" && pool.free < 1, {
                property: "transient.network",
                found: pool?.name,
                allowed: "a pool with a free VF; guests hold all of this one",
                fix: "Give the pool more VFs, or unplug one from another guest (virsh net-port-list names their owners).",
            }),
    },
    {
        id: "network-is-started",
        severity: "error",
        libvirt: ["starts no guest"],
        says: "the virtio half is connected to a network that is started.",
        source: "libvirt 9.0, observed: [43/19] Network not found, [55/19] network is not active",
        reads: ["network"],
        check: ({ network }) =>
            findingIf(network !== undefined && network.state !== "started", {
                property: "persistent.network",
                found: network?.name,
                allowed: `a network that is started; this one is ${String(network?.state)}`,
                fix: "Start it (virsh net-start), or name another.",
            }),
    },
);
