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

const RESTART = "virsh net-destroy, net-start";

/** What a card is called now, by the network devices of its PCI function, and what to do. */
function nameNow(names: readonly string[]): Pick<Finding, "allowed" | "fix"> {
    const keep = "and give the card a name that stays (systemd.link, udev).";
    const [name = "the card's name, as `ip link` prints it", ...others] = names;
    if (others.length > 0)
        return {
            allowed: `the name that the card has now: one of ${names.join(", ")}, the network devices of its PCI function`,
            fix: `Set pf to the one whose \`ip -d link\` says portname p0, p1 and so on, ${keep} Those with vf in their portname stand for VFs (switchdev mode).`,
        };
    return {
        allowed: names.length === 0 ? "a network device of the host" : `the name that the card has now, ${name}`,
        fix: `Set pf to ${name}, ${keep}`,
    };
}

/** Rules of what becomes wrong with an existing pool while nobody changes it. */
export const cardStateRules = rulesFor<CardState>()(
    {
        id: "pf-keeps-its-name",
        severity: "warning",
        libvirt: ["does not start"],
        needs: "host",
        ofDrift: true,
        says: "a pool finds its physical function by name, and does not start once the card is called otherwise.",
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
        says: "a card loses its VFs in a reboot, and a pool starts with those that there are, or not at all.",
        source: "docs.kernel.org/PCI/pci-iov-howto.html; libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF",
        reads: ["pf", "recorded"],
        check: ({ pf, recorded = [] }) =>
            findingIf(pf?.vfs !== undefined && pf.vfs.length < recorded.length, {
                property: "vfs",
                found: pf?.vfs?.length,
                allowed: `${plural(recorded.length, "VF")}, as many as it had when it was last seen`,
                fix: `Set sriov_numvfs of ${pf?.name ?? ""} to ${recorded.length} again outside libvirt (a udev rule, or systemd.link's SR-IOVVirtualFunctions), which a reboot sets back otherwise; then restart the pool (${RESTART}).`,
            }),
    },
    {
        id: "listed-vfs-exist",
        severity: "warning",
        libvirt: ["does not start"],
        needs: "host",
        ofDrift: true,
        says: "a started pool gives out the VFs that it listed as it started, and a guest that is given one which is gone does not start.",
        source: "libvirt 9.0, observed at guest start: [67/0] Interface type hostdev is currently supported on SR-IOV Virtual Functions only",
        reads: ["missing"],
        check: ({ missing = [] }) =>
            findingIf(missing.length > 0, {
                property: "vfs",
                found: missing.join(", "),
                allowed: "VFs that the host has",
                fix: `Set sriov_numvfs of their PF to what it was, outside libvirt; or do without them: a pool by pf lists what there is when it is restarted (${RESTART}), and one by addresses is given others.`,
            }),
    },
    {
        id: "pool-lists-every-vf",
        severity: "warning",
        libvirt: ["accepts"],
        needs: "host",
        ofDrift: true,
        says: "a pool lists the VFs of its physical function once, as it starts, and gives out none that came later.",
        source: "libvirt 9.0, observed: net-dumpxml lists the same VFs after sriov_numvfs was raised",
        reads: ["pf", "listed"],
        check: ({ pf, listed }) => {
            const more = listed === undefined ? [] : (pf?.vfs ?? []).filter((vf) => !listed.includes(vf));
            return findingIf(more.length > 0, {
                property: "vfs",
                found: listed?.length,
                allowed: `all ${pf?.vfs?.length ?? 0} that ${pf?.name ?? ""} has; not in the pool are ${more.join(", ")}`,
                fix: `Restart the pool (${RESTART}) once no guest holds a VF of it; an up that has to restart it does so under guests with whenInUse "restart".`,
            });
        },
    },
    {
        id: "pool-runs-as-defined",
        severity: "warning",
        libvirt: ["accepts"],
        needs: "host",
        ofDrift: true,
        says: "a started pool runs as it was defined when it started, and a change of its definition waits for its next start.",
        source: "libvirt.org/html/libvirt-libvirt-network.html#virNetworkDefineXML",
        reads: ["pending"],
        check: ({ pending = [] }) =>
            findingIf(pending.length > 0, {
                property: "running",
                found: pending.join(", "),
                allowed: "what the definition says",
                fix: `Where the definition is what it shall be, restart the pool (${RESTART}) once no guest holds a VF of it; where it differs from the program, up puts it back.`,
            }),
    },
);
