import { firstVersion, libvirtDoes, type VersionFactName } from "../model/versions";
import { inDigits, type HostPciDevice } from "./pairOnHost";
import { NOT_ONLINE, pfDown, setUp, STARTS_NO_GUEST } from "./pfDown";
import { findingIf, rulesFor } from "./rule";

/** Pool, and what of its host concerns it. An absent property does not concern it. */
export interface PoolOnHost {
    /** Version as libvirt counts: 9.1.2 is 9001002; undefined if it was not read. */
    readonly libvirt?: number | undefined;
    /** Arguments that an older libvirt does not know. */
    readonly title?: string | undefined;
    readonly description?: string | undefined;
    readonly driverModel?: string | undefined;
    /** Physical function that the pool names. */
    readonly pf?: {
        readonly name: string;
        readonly link: "up" | "down" | "missing";
        /** Addresses of its VFs; undefined where it is no SR-IOV card. */
        readonly vfs?: readonly string[] | undefined;
        /** Network devices of the host that are SR-IOV cards, where it has none of that name. */
        readonly cards?: readonly string[] | undefined;
    };
    /** VFs that the pool lists. */
    readonly vfs?: readonly { readonly address: string; readonly is: HostPciDevice }[];
    /** Name of a pool to be created, and the network of the host that already has it. */
    readonly name?: string | undefined;
    readonly existing?: ExistingNetwork | undefined;
    /** Other pools of the host that have the same PF or some of the same VFs. */
    readonly rivals?: readonly { readonly pool: string; readonly shares: string }[];
}

/** Network that exists under the name of a pool, and that up would not take over. */
export interface ExistingNetwork {
    readonly uuid: string;
    /** Forward mode, e.g. `nat`; `isolated` for a network without one. */
    readonly mode: string;
    /** Resource that has created it, in words; undefined where the network does not say so. */
    readonly maker?: string;
}

/** Arguments of a pool that not every libvirt keeps. */
const NEWER_ARGUMENTS = [
    ["title", "title", "keepsNetworkTitle"],
    ["description", "description", "keepsNetworkTitle"],
    ["driverModel", "driver.model", "keepsDriverModel"],
] as const satisfies readonly (readonly [field: keyof PoolOnHost, property: string, fact: VersionFactName])[];

/** Returns the devices that the PF may be. In switchdev mode a card has more devices than its PF. */
const cardsOf = (cards: readonly string[] = []): string =>
    cards.length === 0 ? "" : `, whose SR-IOV devices are ${cards.join(", ")}`;

const problemOf = ({ uuid, mode, maker }: ExistingNetwork): string => {
    if (mode !== "hostdev") return `is the name of an existing network with forward mode ${mode} (uuid ${uuid})`;
    return maker === undefined
        ? `is the name of an existing network (uuid ${uuid})`
        : `is the name of a network that ${maker} has created (uuid ${uuid})`;
};

const remedyFor = ({ mode, maker }: ExistingNetwork): string => {
    if (mode !== "hostdev") return "Choose another name, or remove that network first.";
    const another = maker === undefined ? "Choose another name." : "Choose another name, or remove that resource.";
    return `${another} To take over the network, set adopt to true.`;
};

/** Rules of the host of a pool. */
export const poolOnHostRules = rulesFor<PoolOnHost>()(
    {
        id: "network-name-is-free",
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        says: "The name of a network is unique on its host, and libvirt refuses a second one.",
        source: "libvirt 9.0, observed at define: [9/19] network already exists with uuid",
        reads: ["name", "existing"],
        check: ({ name, existing }) =>
            existing === undefined
                ? []
                : [
                      {
                          property: "name",
                          found: name,
                          problem: problemOf(existing),
                          allowed: "a name that no network of the host has",
                          fix: remedyFor(existing),
                      },
                  ],
    },
    {
        id: "pf-exists",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        says: "libvirt defines a pool whose PF is missing, and does not start it.",
        source: "libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF",
        reads: ["pf"],
        check: ({ pf }) =>
            findingIf(pf?.link === "missing", {
                property: "pf",
                found: pf?.name,
                problem: `is missing on the host${cardsOf(pf?.cards)}`,
                allowed: `a network device of the host${cardsOf(pf?.cards)}`,
                fix: "Write the name that `ip link` prints. If the card was renamed, give it a permanent name (systemd.link, udev).",
            }),
    },
    {
        id: "pf-has-vfs",
        severity: "error",
        libvirt: ["does not start"],
        needs: "host",
        says: "A pool starts with the VFs that its PF has at that time. It does not start without VFs.",
        source: "libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF",
        reads: ["pf"],
        check: ({ pf }) =>
            findingIf(pf !== undefined && pf.link !== "missing" && (pf.vfs?.length ?? 0) === 0, {
                property: "pf",
                found: pf?.name,
                problem: pf?.vfs === undefined ? "is not an SR-IOV PF" : "has no VFs",
                allowed: pf?.vfs === undefined ? "an SR-IOV physical function" : "a physical function with VFs",
                fix: "Set sriov_numvfs, and make it permanent (udev, or SR-IOVVirtualFunctions of systemd.link). A reboot loses it otherwise.",
            }),
    },
    {
        id: "pf-is-up",
        severity: "warning",
        libvirt: ["accepts"],
        needs: "host",
        says: STARTS_NO_GUEST,
        source: NOT_ONLINE,
        reads: ["pf"],
        check: ({ pf }) => pfDown(pf),
    },
    {
        id: "vf-of-pool-exists",
        severity: "error",
        libvirt: ["refuses"],
        needs: "host",
        says: "Each address of a pool is a VF of its host.",
        source: "libvirt 9.0, observed at define: [67/19] device in network is not an SR-IOV Virtual Function",
        reads: ["vfs"],
        check: ({ vfs = [] }) =>
            vfs.flatMap(({ address, is }, i) =>
                findingIf(is !== "a VF", {
                    property: `addresses[${i}]`,
                    found: address,
                    problem: is === "nothing" ? "is missing on the host" : "is not a VF",
                    allowed: `the address of a VF`,
                    fix: "Use an address that `lspci -D` calls a Virtual Function, or set sriov_numvfs of the PF first.",
                }),
            ),
    },
    {
        id: "vf-in-one-pool",
        severity: "error",
        libvirt: ["accepts"],
        needs: "host",
        says: "A pool does not see the guests of another pool. Two pools give out one VF twice, and the second guest does not start.",
        source: "libvirt 9.0, observed: two pools on one PF start; guest start [55/0] PCI device is in use",
        reads: ["pf", "rivals"],
        check: ({ pf, rivals = [] }) =>
            rivals.map(({ pool, shares }) => ({
                property: pf ? "pf" : "addresses",
                found: shares,
                problem: `is also in network ${pool}`,
                allowed: `a PF and VFs that no other pool has; network ${pool} has the same`,
                fix: "Use other VFs, or use that network with a portgroup for the differences.",
            })),
    },
    {
        id: "libvirt-knows-argument",
        byVersion: ["keepsNetworkTitle", "keepsDriverModel"],
        severity: "error",
        libvirt: ["drops", "refuses"],
        needs: "host",
        says: "libvirt supports title and description of a network since 9.7, and the model of a driver since 10.0.",
        source: "libvirt.org/formatnetwork.html; libvirt 9.0, observed: [92/5] XML document failed to validate against schema",
        reads: ["libvirt", "title", "description", "driverModel"],
        check(pool) {
            const { libvirt } = pool;
            if (libvirt === undefined) return [];
            return NEWER_ARGUMENTS.flatMap(([field, property, fact]) =>
                findingIf(pool[field] !== undefined && !libvirtDoes(fact, libvirt), {
                    property,
                    found: pool[field],
                    problem: `needs libvirt ${inDigits(firstVersion(fact))}, and the host has ${inDigits(libvirt)}`,
                    allowed: `no value before libvirt ${inDigits(firstVersion(fact))}`,
                    fix: "Leave it out, or upgrade libvirt on the host.",
                }),
            );
        },
    },
);

/** Restart of a pool, which detaches the VFs of guests and reattaches them. */
export interface PoolRestart {
    /** Physical function of the pool; undefined where it is not known. */
    readonly pf?: { readonly name: string; readonly link: "up" | "down" } | undefined;
    /** Devices of guests that are without their VF meanwhile. */
    readonly holders: readonly string[];
}

/** Rules of the restart of a pool under guests. */
export const poolRestartRules = rulesFor<PoolRestart>()({
    id: "pf-gives-vfs-back",
    severity: "error",
    libvirt: ["refuses"],
    needs: "host",
    says: "A restart of a pool detaches the VFs in use. libvirt reattaches no VF while the PF is down.",
    source: NOT_ONLINE,
    reads: ["pf", "holders"],
    check: ({ pf, holders }) =>
        findingIf(pf?.link === "down" && holders.length > 0, {
            property: "pf",
            found: pf?.name,
            problem: `is down, and the restart would detach ${holders.join(", ")}`,
            allowed: `a PF whose link is up`,
            fix: setUp(pf?.name),
        }),
});
