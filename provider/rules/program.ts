import { findingIf, rulesFor, type Finding } from "./rule";
import { plural } from "./words";

/** Pool that a program declares. */
export interface DeclaredPool {
    /** Name of the resource in the stack, which no other resource of the program has. */
    readonly resource: string;
    readonly uri: string;
    readonly name: string;
    readonly pf?: string | undefined;
    readonly addresses?: readonly string[] | undefined;
}

/** Pair that a program declares. */
export interface DeclaredPair {
    /** Name of the resource in the stack, which no other resource of the program has. */
    readonly resource: string;
    readonly uri: string;
    readonly domain: string;
    readonly mac: string;
    /** Whether the program gives no MAC, so that it follows from project, stack, domain and name. */
    readonly isMacDerived?: boolean;
    readonly aliases: readonly string[];
    /** Name of the pool that its VF comes from. */
    readonly pool?: string | undefined;
    /** PCI address of its VF. */
    readonly address?: string | undefined;
    readonly migratesTo: readonly string[];
    /** Resources of the pools that Pulumi makes before the pair; undefined while that is not known. */
    readonly waitsFor?: readonly string[] | undefined;
}

/** All that a program declares, as far as it is known. */
export interface Program {
    readonly pools: readonly DeclaredPool[];
    readonly pairs: readonly DeclaredPair[];
}

interface Claim {
    readonly resource: string;
    readonly property: string;
    /** Key of what is claimed: two claims of one key clash. */
    readonly what: readonly string[];
    /** How to mend a clash, where that is another way than for all others. */
    readonly fix?: string | undefined;
}

/** Finds what a later resource claims although an earlier one has it. */
function claimedTwice(claims: readonly Claim[], fix: string): readonly Finding[] {
    const first = new Map<string, Claim>();
    return claims.flatMap((claim) => {
        const key = JSON.stringify(claim.what);
        const earlier = first.get(key);
        if (!earlier) first.set(key, claim);
        return !earlier || earlier.resource === claim.resource
            ? []
            : [
                  {
                      property: `${claim.resource}.${claim.property}`,
                      resource: claim.resource,
                      found: claim.what.at(-1),
                      problem: `is in use by ${earlier.resource}`,
                      allowed: `another than ${earlier.resource} has`,
                      fix: claim.fix ?? fix,
                  },
              ];
    });
}

/** Returns a look-up by keys that does not go through all things each time. */
function grouped<T>(
    all: readonly T[],
    keysOf: (one: T) => readonly unknown[],
): (...keys: readonly unknown[]) => readonly T[] {
    const groups = new Map<string, T[]>();
    for (const one of all) {
        const key = JSON.stringify(keysOf(one));
        const group = groups.get(key);
        if (group) group.push(one);
        else groups.set(key, [one]);
    }
    return (...keys) => groups.get(JSON.stringify(keys)) ?? [];
}

/** Pools by host and name, as pairs name them. */
const poolsByName = (pools: Program["pools"]) => grouped(pools, ({ uri, name }) => [uri, name]);

/** The URI is no part of a MAC: one host has several, a guest that migrates changes it, and it may be secret. */
const DERIVED_TWICE =
    "The provider derives a MAC from project, stack, domain and name, not from the host. Change one of the two names, or set a MAC.";

/** Rules of all resources of one program together. */
export const programRules = rulesFor<Program>()(
    {
        id: "macs-of-program-differ",
        severity: "error",
        libvirt: ["accepts"],
        says: "A MAC belongs to one NIC. libvirt does not compare MACs, and the segment sends frames to either NIC.",
        source: "libvirt 9.0, observed: a MAC of another interface or another guest is accepted",
        reads: ["pairs"],
        // the host does not matter: guests of one program migrate, and share segments
        check: ({ pairs }) =>
            claimedTwice(
                pairs.map(({ resource, mac, isMacDerived }) => ({
                    resource,
                    property: "mac",
                    what: [mac],
                    fix: isMacDerived ? DERIVED_TWICE : undefined,
                })),
                "Set another MAC on one of the two, or leave it out: the provider then derives one.",
            ),
    },
    {
        id: "aliases-of-program-differ",
        severity: "error",
        libvirt: ["refuses"],
        says: "An alias names one device of a guest, and libvirt refuses a second one.",
        source: "libvirt 9.0, observed: [67/20] non unique alias detected",
        reads: ["pairs"],
        check: ({ pairs }) =>
            claimedTwice(
                pairs.flatMap(({ resource, uri, domain, aliases }) =>
                    aliases.map((alias) => ({ resource, property: "aliases", what: [uri, domain, alias] })),
                ),
                "Give one of the two another name. Its aliases follow from the name.",
            ),
    },
    {
        id: "networks-of-program-differ",
        severity: "error",
        libvirt: ["refuses"],
        says: "The name of a network is unique on its host, and libvirt refuses a second one.",
        source: "libvirt 9.0, observed: [9/19] operation failed: network already exists with uuid",
        reads: ["pools"],
        check: ({ pools }) =>
            claimedTwice(
                pools.map(({ resource, uri, name }) => ({ resource, property: "name", what: [uri, name] })),
                "Give one of the two another name, or the URI of another host.",
            ),
    },
    {
        id: "vfs-of-program-differ",
        severity: "error",
        libvirt: ["accepts", "does not start"],
        says: "A VF belongs to one pool, or to one pair by its address. libvirt accepts a second use, and the second guest does not start.",
        source: "libvirt 9.0, observed: two pools on one PF start; guest start [55/0] PCI device is in use",
        reads: ["pools", "pairs"],
        check: ({ pools, pairs }) =>
            claimedTwice(
                [
                    ...pools.flatMap(({ resource, uri, pf, addresses = [] }) => [
                        ...(pf === undefined ? [] : [{ resource, property: "pf", what: [uri, pf] }]),
                        ...addresses.map((address) => ({ resource, property: "addresses", what: [uri, address] })),
                    ]),
                    ...pairs.flatMap(({ resource, uri, address }) =>
                        address === undefined
                            ? []
                            : [{ resource, property: "transient.address", what: [uri, address] }],
                    ),
                ],
                "Use other VFs, or use one pool with a portgroup for the differences.",
            ),
    },
    {
        id: "pairs-fit-their-pool",
        severity: "error",
        libvirt: ["accepts", "does not start"],
        says: "A pool serves as many running guests as it has VFs. libvirt accepts more pairs, and the last guests do not start.",
        source: "libvirt 9.0, observed at start [1/19] requires exclusive access to interfaces, but none are available",
        reads: ["pools", "pairs"],
        check({ pools, pairs }) {
            const usersOf = grouped(pairs, ({ uri, pool }) => [uri, pool]);
            return pools.flatMap(({ resource, uri, name, addresses }) => {
                const users = usersOf(uri, name);
                if (addresses === undefined || users.length <= addresses.length) return [];
                return [
                    {
                        property: `${resource}.addresses`,
                        resource,
                        found: addresses.length,
                        subject: "the pool",
                        problem: `has ${plural(addresses.length, "VF")} for ${users.length} pairs: ${users.map((pair) => pair.resource).join(", ")}`,
                        allowed: `${users.length} VFs, for ${users.map((pair) => pair.resource).join(", ")}`,
                        fix: "List more VFs, or give some pairs another pool.",
                    },
                ];
            });
        },
    },
    {
        id: "pair-waits-for-its-pool",
        severity: "error",
        libvirt: ["does not start"],
        says: "Pulumi creates and deletes a pair and its pool in any order, unless the pair depends on the pool.",
        source: "libvirt 9.0, observed: [43/19] Network not found",
        reads: ["pools", "pairs"],
        check({ pools, pairs }) {
            const poolsCalled = poolsByName(pools);
            return pairs.flatMap(({ resource, uri, pool, waitsFor }) => {
                const [own] = poolsCalled(uri, pool);
                if (!own || waitsFor === undefined || waitsFor.includes(own.resource)) return [];
                return [
                    {
                        property: `${resource}.transient.network`,
                        resource,
                        found: pool,
                        problem: `is the pool of ${own.resource}, and the pair does not depend on it`,
                        allowed: `the output of ${own.resource}, which this program declares`,
                        fix: "Use pool.name of the HostdevNetwork, pool.network of the VfPool, or the option dependsOn.",
                    },
                ];
            });
        },
    },
    {
        id: "pool-is-declared-on-targets",
        severity: "warning",
        libvirt: ["accepts"],
        atEnd: true,
        says: "A guest migrates to hosts that have its pool under one name. A program that declares a pool for some of them only may miss one.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, NB3",
        reads: ["pools", "pairs"],
        check({ pools, pairs }) {
            const poolsCalled = poolsByName(pools);
            return pairs.flatMap(({ resource, uri, pool, migratesTo }) => {
                const [own] = poolsCalled(uri, pool);
                if (!own) return []; // made elsewhere, as it may be on the other hosts
                return migratesTo.flatMap((target, i) =>
                    findingIf(poolsCalled(target, pool).length === 0, {
                        property: `${resource}.migratesTo[${i}]`,
                        resource,
                        found: target,
                        problem: `has no pool ${own.name} in this program, which declares it on ${uri}`,
                        allowed: `a host for which this program declares pool ${own.name}, as ${own.resource} does for ${uri}`,
                        fix: "Declare the pool on that host too, as a VfPool does, or make sure that the host has it.",
                    }),
                );
            });
        },
    },
);
