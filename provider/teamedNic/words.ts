import { formatDifference, type Difference } from "../lifecycle/differences";
import type { Message } from "../lifecycle/message";
import { formatHost } from "../libvirt/uri";
import { HALF_NAMES, type Half } from "../rules";
import type { TeamedNicArgs } from "./args";
import type { HalfDifference, Reason } from "./plan";

/** Facts of a message about one half. */
export interface HalfFacts {
    readonly half: Half;
    /** Alias of its device in the changed layer, before the change. A missing device has the alias after it. */
    readonly alias: string;
    readonly reason: Reason;
    /** Whether the link of the virtio half is down: then it carries nothing while the VF is away. */
    readonly isVirtioDown?: boolean;
}
/** The facts of each message about a pair, by its id. */
export interface PairFacts {
    /** The running guest gets a half. */
    readonly attach: HalfFacts;
    /** The running guest loses a half. */
    readonly detach: HalfFacts;
    /** The running guest has the change at once. */
    readonly "update-in-place": HalfFacts;
    /** The running guest is without its VF for a moment. */
    readonly "reattach-vf": HalfFacts;
    /** The running guest is without the NIC for a moment. */
    readonly "replace-virtio-half": HalfFacts;
    /** The VF is reattached anyway, as the virtio half is replaced or attached, and has a change of its own. */
    readonly "reattach-vf-too": HalfFacts;
    /** The guest is shut off, or has the change with its next boot alone. */
    readonly "next-boot": HalfFacts;
    /** The definition alone differs from the program. */
    readonly "definition-only": HalfFacts;
    /** `apply` is `next-boot`, and the running guest waits for it. */
    readonly pending: HalfFacts;
    /** The guest has the pair before up makes it. */
    readonly "take-over-pair": { readonly aliases: readonly string[] };
    /** The guest has what the pair goes by, and somebody else made it. */
    readonly "pair-exists": { readonly guest: string; readonly host: string; readonly halves: readonly string[] };
    /** The guest is missing on every host of the pair, and the program may still create it. */
    readonly "guest-missing": { readonly guest: string; readonly hosts: readonly string[] };
    /** The pair moves to another guest or host. */
    readonly "replace-pair": { readonly changes: readonly Difference[] };
    /** The pool of the VF half is replaced by one of the same name. */
    readonly "follow-pool": Pick<HalfFacts, "half" | "isVirtioDown">;
}
export type PairMessageId = keyof PairFacts;

/** Makes words of the facts. No other place does. */
const WORDS: { readonly [Id in PairMessageId]: (facts: PairFacts[Id]) => string } = {
    attach: ({ half }) => `up attaches the ${HALF_NAMES[half]} to the running guest.`,
    detach: ({ half }) => `up detaches the ${HALF_NAMES[half]} from the running guest.`,
    "update-in-place": (facts) => `${inWords(facts)} takes effect at once. The guest stays connected.`,
    "reattach-vf": (facts) => `${inWords(facts)} reattaches the VF. ${withoutVf(facts)}`,
    "replace-virtio-half": (facts) =>
        `${inWords(facts)} replaces the virtio half. The guest loses this NIC for a moment.`,
    "reattach-vf-too": (facts) =>
        `${inWords(facts)} takes effect too, because the VF is reattached with the virtio half.`,
    "next-boot": (facts) => `${inWords(facts)} takes effect at the next boot.`,
    "definition-only": (facts) => `${inWords(facts)} changes only the definition. The running guest needs no change.`,
    pending: (facts) => `${inWords(facts)} is pending until the next boot.`,
    "take-over-pair": ({ aliases }) => `the guest already has ${aliases.join(" and ")}. up takes them over.`,
    "pair-exists": ({ host, halves }) =>
        `the guest on ${formatHost(host)} already has ${halves.join(" and ")}. Set adopt to true to take over these interfaces, or choose another name, alias or mac.`,
    "guest-missing": ({ guest, hosts }) =>
        `${guest} is missing on ${hosts.map(formatHost).join(" and ")}. up fails unless another resource of the program creates the guest first. Correct domain (virsh list --all), or set dependsOn to that resource.`,
    "replace-pair": ({ changes }) =>
        `${listed(changes)} replaces the pair. up detaches the prior pair first, then attaches the new one.`,
    "follow-pool": (facts) =>
        `up replaces its pool, detaches the VF before that and reattaches it after. ${withoutVf(facts)}`,
};

/** Words for the connection of a guest while its VF is away. */
const withoutVf = ({ isVirtioDown }: Pick<HalfFacts, "isVirtioDown">): string =>
    isVirtioDown
        ? "The guest is without this NIC until then, because the link of the virtio half is down."
        : "The guest stays connected over the virtio half.";

/** A message about a pair. */
export const pairMessage = <Id extends PairMessageId>(id: Id, subject: string, facts: PairFacts[Id]): Message => ({
    id,
    subject,
    facts: { ...facts },
    text: WORDS[id](facts),
});

/** Returns the subject of the messages of a pair, e.g. `net0 on web1`. */
export const subjectOf = ({ name, domain }: Pick<TeamedNicArgs, "name" | "domain">): string => `${name} on ${domain}`;

function inWords({ half, reason }: HalfFacts): string {
    if (reason === "missing") return `the addition of the ${HALF_NAMES[half]}`;
    if (reason === "unwanted") return `the removal of the ${HALF_NAMES[half]}`;
    return reason === "follows" ? `the reattachment of the ${HALF_NAMES[half]}` : listed(reason.changes, half);
}

/** @param half whose message it is: of the other half's changes it is said whose they are */
const listed = (changes: readonly (Difference | HalfDifference)[], half?: Half): string =>
    changes
        .map((change) => {
            const isOther = "half" in change && change.half !== half;
            return formatDifference(change) + (isOther ? ` of the ${HALF_NAMES[change.half]}` : "");
        })
        .join(", ");
