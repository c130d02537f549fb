import { findingIf, rulesFor } from "./rule";

/** Options of a change of a team. */
export interface Options {
    readonly detachTimeout: number;
}

export const optionRules = rulesFor<Options>()({
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
});
