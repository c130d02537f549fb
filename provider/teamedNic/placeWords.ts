import type { Message } from "../lifecycle/message";
import { messageOf } from "../libvirt/errors";
import { formatHost } from "../libvirt/uri";

/** A host that did not answer, with what it said instead. */
interface SilentHost {
    readonly uri: string;
    readonly error: unknown;
}

/** The facts of each message about where a guest is, by its id. Hosts are URIs. */
export interface PlaceFacts {
    /** The guest has another host than the state says. */
    readonly "guest-moved": {
        readonly guest: string;
        readonly isRunning: boolean;
        readonly from: string;
        readonly to: string;
    };
    /** Another host still has a definition of it. */
    readonly "stale-definition": { readonly guest: string; readonly host: string; readonly stale: string };
    /** It runs on one host, and its definition is on another. */
    readonly "definition-elsewhere": { readonly guest: string; readonly host: string; readonly definition: string };
    /** It has another name than the program says. */
    readonly "guest-renamed": { readonly guest: string; readonly domain: string };
    /** It is on its way from one host to another. */
    readonly "guest-migrates": { readonly guest: string; readonly host: string };
    /** A change has to wait for that. */
    readonly "change-waits-for-migration": { readonly guest: string; readonly host: string };
    /** It runs on several hosts at once. */
    readonly "guest-runs-twice": { readonly guest: string; readonly hosts: readonly string[] };
    /** It is on no host that answered, and some did not. */
    readonly "guest-not-located": { readonly guest: string; readonly silent: readonly SilentHost[] };
    /** It is shut off where it was found, and a host did not answer. */
    readonly "host-silent": { readonly guest: string; readonly host: string; readonly silent: readonly SilentHost[] };
    /** A change has to wait for that host. */
    readonly "change-waits-for-host": { readonly guest: string; readonly silent: readonly SilentHost[] };
}
export type PlaceMessageId = keyof PlaceFacts;

/** Makes words of the facts. No other place does. */
const WORDS: { readonly [Id in PlaceMessageId]: (facts: PlaceFacts[Id]) => string } = {
    "guest-moved": ({ guest, isRunning, from, to }) =>
        `${guest} ${isRunning ? "runs" : "is"} on ${formatHost(to)}; it was on ${formatHost(from)}.`,
    "stale-definition": ({ guest, host, stale }) =>
        `${guest} is on ${formatHost(host)}, and ${formatHost(stale)} still has an old definition of it. ` +
        `Remove that definition: virsh -c '${stale}' undefine ${guest}`,
    "definition-elsewhere": ({ guest, host, definition }) =>
        `${guest} runs on ${formatHost(host)} without a definition there. Its definition is on ${formatHost(definition)}. ` +
        "Each is compared and changed where it is. Migrate with --persistent to move both.",
    "guest-renamed": ({ guest, domain }) =>
        `the guest is called ${guest} on its host, and ${domain} in the program. Set domain to ${guest}; that changes nothing on the host.`,
    "guest-migrates": ({ guest, host }) =>
        `${guest} is being migrated from or to ${formatHost(host)}. The running guest is not compared: it is without its VF on purpose.`,
    "change-waits-for-migration": ({ guest, host }) =>
        `${guest} is being migrated from or to ${formatHost(host)}, and takes no change meanwhile. Wait until the migration has ended, then run again.`,
    "guest-runs-twice": ({ guest, hosts }) =>
        `${guest} runs on ${hosts.map(formatHost).join(" and ")} at once, and both write to its disks. Shut off the one that should not run (virsh destroy), then run again.`,
    "guest-not-located": ({ guest, silent }) =>
        `${inWords(silent)} ${guest} is on no host that did, so it may be there. Bring the host back, or take it out of uri and migratesTo.`,
    "host-silent": ({ guest, host, silent }) =>
        `${inWords(silent)} ${guest} is shut off on ${formatHost(host)}, and may run where nobody answered.`,
    "change-waits-for-host": ({ guest, silent }) =>
        `${inWords(silent)} ${guest} runs on no host that did, so it may run there. Bring the host back, or take it out of migratesTo, then run again.`,
};

const inWords = (silent: readonly SilentHost[]): string =>
    silent.map(({ uri, error }) => `${formatHost(uri)} did not answer: ${messageOf(error)}.`).join(" ");

/** A message about where a guest is. */
export const placeMessage = <Id extends PlaceMessageId>(id: Id, subject: string, facts: PlaceFacts[Id]): Message => ({
    id,
    subject,
    facts: { ...facts },
    text: WORDS[id](facts),
});
