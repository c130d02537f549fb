import type { NamedNetwork, PairOnHost } from "./pairOnHost";
import { findingIf, rulesFor, type Finding } from "./rule";
import { COUNT_VFS_AGAIN, plural } from "./words";

/** Rules of the networks that a pair names on a host. */
export const pairNetworkRules = rulesFor<PairOnHost>()(
    {
        id: "pool-is-started",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        atStart: true,
        says: "The guest takes its VF from a started network, which has one name on every host.",
        source: "libvirt 9.0, observed: [43/19] Network not found, [55/19] network is not active",
        reads: ["pool"],
        check: ({ pool }) =>
            findingIf(pool !== undefined && pool.state !== "started", {
                property: "transient.network",
                found: pool?.name,
                problem: `is ${String(pool?.state)}`,
                allowed: `a started network; this one is ${String(pool?.state)}`,
                fix: startedBy(pool?.state),
                inProgram: "In a program, declare it as a HostdevNetwork and use its output pool.name.",
            }),
    },
    {
        id: "transient-network-is-a-pool",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        says: "The VF half needs a hostdev network. Another network gives the guest a second virtio interface and no VF.",
        source: "libvirt 9.0, observed at start [67/10] teaming transient device must be type='hostdev'",
        reads: ["pool"],
        check: ({ pool }) =>
            findingIf(pool?.state === "started" && pool.mode !== "hostdev", {
                property: "transient.network",
                found: pool?.name,
                problem: pool?.mode === undefined ? "has no forward mode" : `has forward mode ${pool.mode}`,
                allowed: "a network with forward mode hostdev",
                fix: "Name a pool of VFs.",
            }),
    },
    {
        id: "pool-has-a-free-vf",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        atStart: true,
        says: "A VF serves one guest at a time.",
        source: "libvirt 9.0, observed [1/19] requires exclusive access to interfaces, but none are available",
        reads: ["pool"],
        check({ pool }) {
            if (pool?.state !== "started" || pool.mode !== "hostdev" || pool.free === undefined) return [];
            const { free, wanted } = pool;
            return findingIf(free < wanted.length, {
                property: "transient.network",
                found: pool.name,
                problem: `has ${plural(free, "free VF")}, and ${wanted.join(", ")} ${wanted.length === 1 ? "needs" : "need"} ${wanted.length}`,
                allowed: `a pool with ${plural(wanted.length, "free VF")}, for ${wanted.join(", ")}; this one has ${free}`,
                fix: 'Add VFs to the pool, or detach one from another guest. "npx pulumi-libvirt-teaming map" shows the guests.',
            });
        },
    },
    {
        id: "pool-counts-vfs-in-use",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        atStart: true,
        says: "libvirt forgets VFs in use when a pool stops, or its portgroups change, under running guests. The next guest gets such a VF and does not start.",
        source: "libvirt 9.0, observed at start [55/0] PCI device is in use by driver QEMU; after net-destroy and net-start, and after net-update --live. A restart of libvirtd counts the VFs again, and leads to a use after free at the next detach (libvirt 9.0, 11.3 and 12.8, observed)",
        reads: ["pool"],
        check: ({ pool }) =>
            pool?.miscounted
                ? [
                      {
                          property: "transient.network",
                          found: pool.name,
                          problem: `has VFs in use by ${pool.miscounted.holders.join(", ")}, and libvirt counts ${pool.miscounted.counted} of ${pool.miscounted.holders.length}`,
                          allowed: `a pool whose VFs in use libvirt counts; it counts ${pool.miscounted.counted} of ${pool.miscounted.holders.length}`,
                          fix: COUNT_VFS_AGAIN,
                      },
                  ]
                : [],
    },
    {
        id: "network-is-started",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        atStart: true,
        says: "The virtio half needs a started network.",
        source: "libvirt 9.0, observed: [43/19] Network not found, [55/19] network is not active",
        reads: ["network"],
        check: ({ network }) =>
            findingIf(network !== undefined && network.state !== "started", {
                property: "persistent.network",
                found: network?.name,
                problem: `is ${String(network?.state)}`,
                allowed: `a started network; this one is ${String(network?.state)}`,
                fix: `${startedBy(network?.state)} Or name another network.`,
            }),
    },
    {
        id: "persistent-network-is-not-a-pool",
        severity: "error",
        libvirt: ["accepts"],
        needs: "host",
        says: "The virtio half stays when the guest migrates, and a VF cannot. libvirt accepts it, and the guest can then never migrate.",
        source: "libvirt 9.0, observed: a virtio half on a hostdev network defines and starts",
        reads: ["network"],
        check: ({ network }) =>
            findingIf(network?.mode === "hostdev", {
                property: "persistent.network",
                found: network?.name,
                problem: "is a pool of VFs",
                allowed: "a network that is not a pool of VFs",
                fix: "Name a network with a bridge on the same segment.",
            }),
    },
    {
        id: "network-supports-vlan",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        atStart: true,
        says: "libvirt tags frames on networks of Open vSwitch, since 11.0 on bridges of Linux, and since 12.8 on its own networks. Elsewhere, no guest with a VLAN starts.",
        source: "libvirt 9.0, observed at start [67/20]; virDomainActualNetDefValidate; libvirt.org/news.html, 11.0.0; libvirt 11.3 and 12.8, observed of own networks",
        reads: ["network"],
        check: ({ network }) =>
            findingIf(network?.vlan?.isTagged === false, {
                property: "persistent.vlan",
                found: network?.vlan?.asked,
                problem: `is not possible on network ${String(network?.name)}`,
                allowed: `no value on network ${String(network?.name)} of this host`,
                fix: "Leave it out, and name a network whose bridge is on the VLAN.",
            }),
    },
    {
        id: "portgroup-exists",
        severity: "error",
        libvirt: ["accepts"],
        needs: "host",
        says: "libvirt accepts any portgroup name. It applies nothing to the interface if the network does not have the portgroup.",
        source: "libvirt 9.0, observed at define and start",
        reads: ["pool", "network"],
        check: ({ pool, network }) => [
            ...strangePortgroup("transient", pool),
            ...strangePortgroup("persistent", network),
        ],
    },
);

/** How a network becomes a started one. */
const startedBy = (state: NamedNetwork["state"] | undefined): string =>
    state === "missing" ? "Define and start it (virsh net-define, net-start)." : "Start it (virsh net-start).";

const strangePortgroup = (half: "persistent" | "transient", network: NamedNetwork | undefined): readonly Finding[] =>
    findingIf(network?.portgroup !== undefined && !network.portgroup.there.includes(network.portgroup.name), {
        property: `${half}.portgroup`,
        found: network?.portgroup?.name,
        problem: `is not a portgroup of the network, which has ${network?.portgroup?.there.join(" and ") || "no portgroups"}`,
        allowed: network?.portgroup?.there.join(" or ") || "nothing: the network has no portgroups",
        fix: "Correct it, or add it to the network.",
    });
