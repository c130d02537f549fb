import { findingIf, rulesFor } from "./rule";

/** Options of a change of a team. */
export interface Options {
    readonly detachTimeout: number;
}

export const optionRules = rulesFor<Options>()({
    id: "detach-timeout-in-range",
    severity: "error",
    libvirt: [],
    says: "a guest answers within seconds or not at all, and a change that waits for it holds up the whole stack.",
    source: "the resource's own limits",
    reads: ["detachTimeout"],
    check: ({ detachTimeout }) =>
        findingIf(detachTimeout < 1 || detachTimeout > 300, {
            property: "detachTimeout",
            found: detachTimeout,
            allowed: "a number of seconds from 1 to 300",
            fix: "Correct it, or leave it out: it is 30 then.",
        }),
});
