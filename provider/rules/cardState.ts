import { NOT_ONLINE, pfDown, STARTS_NO_GUEST } from "./pfDown";
import { findingIf, rulesFor, type Finding } from "./rule";
import { plural } from "./words";

/** Existing pool, and the card below it now. An absent property is not known. */
export interface CardState {
    /** Physical function that the definition names. */
    readonly pf?: {
        readonly name: string;
        /** Whether the host has a network device of that name. */
        readonly exists: boolean;
        /** Names of the network devices of the same card, where the host has none of that name. Several in switchdev mode. */
        readonly currentNames?: readonly string[];
        readonly link?: "up" | "down";
        /** Addresses of its VFs. */
        readonly vfs?: readonly string[];
    };
    /** VFs that the started network lists. */
    readonly listed?: readonly string[];
    /** Listed VFs that the host has no more. */
    readonly missing?: readonly string[];
    /** VFs that the pool had when it was last seen. */
    readonly recorded?: readonly string[];
    /** Differences of the running network from its definition, such as `vlan 42 => 44`. */
    readonly pending?: readonly string[];
}

const RESTART = "restart the pool (virsh net-destroy, net-start)";
/** libvirt loses count of VFs in use when a pool stops, and may crash later. */
const SAFE_RESTART = `${RESTART} once no guest uses a VF of it`;

/** Returns the new name of a card, by the network devices of its PCI function, and the fix. */
function nameNow(names: readonly string[]): Pick<Finding, "problem" | "allowed" | "fix"> {
    const keep = "Give the card a permanent name (systemd.link, udev).";
    const [name = "the card's name, as `ip link` prints it", ...others] = names;
    if (others.length > 0)
        return {
            problem: `is missing on the host, and its card now has the network devices ${names.join(", ")}`,
            allowed: `the name that the card has now: one of ${names.join(", ")}, the network devices of its PCI function`,
            fix: `Set pf to the device whose portname is p0, p1 and so on (ip -d link). A portname with vf belongs to a VF (switchdev mode). ${keep}`,
        };
    return {
        problem: names.length === 0 ? "is missing on the host" : `is missing on the host, and its card is now ${name}`,
        allowed: names.length === 0 ? "a network device of the host" : `the name that the card has now, ${name}`,
        fix: `Set pf to ${name}. ${keep}`,
    };
}

/** Rules of faults that an existing pool gets without a change of it. */
export const cardStateRules = rulesFor<CardState>()(
    {
        id: "pf-keeps-its-name",
        severity: "warning",
        libvirt: ["does not start"],
        needs: "host",
        ofDrift: true,
        says: "A pool finds its PF by name. It does not start once the card has another name.",
        source: "libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF",
        reads: ["pf"],
        check: ({ pf }) =>
            findingIf(pf?.exists === false, {
                property: "pf",
                found: pf?.name,
                ...nameNow(pf?.currentNames ?? []),
            }),
    },
    {
        id: "pf-stays-up",
        severity: "warning",
        libvirt: ["accepts"],
        needs: "host",
        ofDrift: true,
        says: STARTS_NO_GUEST,
        source: NOT_ONLINE,
        reads: ["pf"],
        check: ({ pf }) => pfDown(pf),
    },
    {
        id: "card-keeps-its-vfs",
        severity: "warning",
        libvirt: ["accepts", "does not start"],
        needs: "host",
        ofDrift: true,
        says: "A card loses its VFs at a reboot. The pool then starts with fewer VFs, or does not start.",
        source: "docs.kernel.org/PCI/pci-iov-howto.html; libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF",
        reads: ["pf", "recorded"],
        check: ({ pf, recorded = [] }) =>
            findingIf(pf?.vfs !== undefined && pf.vfs.length < recorded.length, {
                property: "vfs",
                found: pf?.vfs?.length,
                subject: "the card",
                problem: `has ${plural(pf?.vfs?.length ?? 0, "VF")} now, and had ${plural(recorded.length, "VF")} before`,
                allowed: `${plural(recorded.length, "VF")}, as many as it had when it was last seen`,
                fix: `Once no guest uses a VF of it, write 0 and then ${recorded.length} to sriov_numvfs of ${pf?.name ?? "the PF"}. Make it permanent (udev, or SR-IOVVirtualFunctions of systemd.link). Then ${RESTART}.`,
            }),
    },
    {
        id: "listed-vfs-exist",
        severity: "warning",
        libvirt: ["does not start"],
        needs: "host",
        ofDrift: true,
        says: "A started pool offers every VF that it listed at its start. A guest that gets a missing VF does not start.",
        source: "libvirt 9.0, observed at guest start: [67/0] Interface type hostdev is currently supported on SR-IOV Virtual Functions only",
        reads: ["missing"],
        check: ({ missing = [] }) =>
            findingIf(missing.length > 0, {
                property: "vfs",
                found: missing.join(", "),
                subject: missing.join(", "),
                problem: `${missing.length === 1 ? "is" : "are"} missing on the host`,
                allowed: "VFs that the host has",
                fix: `Once no guest uses a VF of the PF, write 0 and then the former value to its sriov_numvfs. To drop these VFs, change addresses. In a pool that has pf, ${SAFE_RESTART}.`,
            }),
    },
    {
        id: "pool-lists-every-vf",
        severity: "warning",
        libvirt: ["accepts"],
        needs: "host",
        ofDrift: true,
        says: "A pool lists the VFs of its PF once, at its start. It offers no VF that appears later.",
        source: "libvirt 9.0, observed: net-dumpxml lists the same VFs after sriov_numvfs was raised",
        reads: ["pf", "listed"],
        check: ({ pf, listed }) => {
            const more = listed === undefined ? [] : (pf?.vfs ?? []).filter((vf) => !listed.includes(vf));
            return findingIf(more.length > 0, {
                property: "vfs",
                found: listed?.length,
                subject: "the pool",
                problem: `lists ${listed?.length ?? 0} of the ${plural(pf?.vfs?.length ?? 0, "VF")} of ${pf?.name ?? "its PF"}, and lacks ${more.join(", ")}`,
                allowed: `all ${pf?.vfs?.length ?? 0} that ${pf?.name ?? ""} has`,
                fix: `To list them, ${SAFE_RESTART}.`,
            });
        },
    },
    {
        id: "pool-runs-as-defined",
        severity: "warning",
        libvirt: ["accepts"],
        needs: "host",
        ofDrift: true,
        says: "A started pool keeps the definition that it started with. A changed definition takes effect at the next start.",
        source: "libvirt.org/html/libvirt-libvirt-network.html#virNetworkDefineXML",
        reads: ["pending"],
        check: ({ pending = [] }) =>
            findingIf(pending.length > 0, {
                property: "running",
                found: pending.join(", "),
                subject: "the started pool",
                problem: `differs from its definition: ${pending.join(", ")}`,
                allowed: "the value of the definition",
                fix: `Run up if the definition differs from the program. Otherwise ${SAFE_RESTART}.`,
            }),
    },
);
