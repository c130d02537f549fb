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
        `${guest} ${isRunning ? "runs" : "is"} on ${formatHost(to)}, and was on ${formatHost(from)} before.`,
    "stale-definition": ({ guest, host, stale }) =>
        `${guest} is on ${formatHost(host)}, and ${formatHost(stale)} still has an old definition of it. ` +
        `Remove that definition: virsh -c '${stale}' undefine ${guest}`,
    "definition-elsewhere": ({ guest, host, definition }) =>
        `${guest} runs on ${formatHost(host)}, and its definition is on ${formatHost(definition)}. ` +
        "The provider compares and changes each on its own host. Migrate with --persistent to move both.",
    "guest-renamed": ({ guest, domain }) =>
        `the guest has the name ${guest} on its host and ${domain} in the program. Set domain to ${guest}. That changes nothing on the host.`,
    "guest-migrates": ({ guest, host }) =>
        `${guest} migrates from or to ${formatHost(host)} now. The provider does not compare the running guest, because its VF is detached on purpose.`,
    "change-waits-for-migration": ({ guest, host }) =>
        `${guest} migrates from or to ${formatHost(host)} now, and accepts no change meanwhile. Wait for the end of the migration, then run again.`,
    "guest-runs-twice": ({ guest, hosts }) =>
        `${guest} runs on ${hosts.map(formatHost).join(" and ")} at once, and both write to its disks. Stop the wrong one (virsh destroy), then run again.`,
    "guest-not-located": ({ guest, silent }) =>
        `${inWords(silent)} ${guest} is missing on all other hosts, so it may be on a silent one. Bring the host back, or remove it from uri and migratesTo.`,
    "host-silent": ({ guest, host, silent }) =>
        `${inWords(silent)} ${guest} is shut off on ${formatHost(host)}, and may run on a silent host. Changes wait until that host answers.`,
    "change-waits-for-host": ({ guest, silent }) =>
        `${inWords(silent)} ${guest} runs on no other host, so it may run on a silent one. Bring the host back, or remove it from migratesTo. Then run again.`,
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
