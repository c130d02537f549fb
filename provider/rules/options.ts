import { findingIf, rulesFor } from "./rule";

/** Arguments of a pair that are no part of its halves. */
export interface Options {
    readonly domain: string;
    readonly detachTimeout: number;
}

export const optionRules = rulesFor<Options>()(
    {
        id: "guest-is-named",
        severity: "error",
        libvirt: ["refuses"],
        says: "libvirt finds a guest by its name or UUID, and no guest has an empty name.",
        source: "libvirt 9.0, observed: virDomainLookupByName [42/10] no domain with matching name ''",
        reads: ["domain"],
        check: ({ domain }) =>
            findingIf(domain.trim() === "", {
                property: "domain",
                found: domain,
                problem: "is empty",
                allowed: "the name or UUID of a guest",
                fix: "Set the name or UUID of the guest, as `virsh list --all` prints it.",
            }),
    },
    {
        id: "detach-timeout-in-range",
        severity: "error",
        libvirt: [],
        says: "A guest detaches a device within seconds or not at all. A longer wait holds up the whole stack.",
        source: "the resource's own limits",
        reads: ["detachTimeout"],
        check: ({ detachTimeout }) =>
            findingIf(detachTimeout < 1 || detachTimeout > 300, {
                property: "detachTimeout",
                found: detachTimeout,
                problem: "is not between 1 and 300",
                allowed: "a number of seconds from 1 to 300",
                fix: "Use a number of seconds from 1 to 300, or leave it out: the default is 30.",
            }),
    },
);
