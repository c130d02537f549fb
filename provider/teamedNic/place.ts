import type { Layers, Survey, Surveys } from "../host/survey";
import type { Message } from "../lifecycle/message";
import { rethrowMistake } from "../lifecycle/mistakes";
import { Refused } from "../lifecycle/refused";
import { ignoreRefused } from "../libvirt/errors";
import type { GuestState } from "../libvirt/libvirt";
import { childOf, defined, textOf } from "../xml";
import type { TeamedNicArgs } from "./args";
import { locate, type Found, type Sighting, type Silent } from "./locate";
import type { PriorArgs, PairOutputs } from "./outputs";
import { placeMessage } from "./placeWords";
import { subjectOf } from "./words";

/** A guest where it is: each of its layers on the host that has it. */
export interface PlacedGuest {
    readonly uuid: string;
    /** Its name on that host. */
    readonly name: string;
    /** The host where it runs, or would start. */
    readonly host: Survey;
    /** The host that has its definition; {@link host} where none has. */
    readonly definition: Survey;
    readonly layers: Layers;
    readonly found: Found;
}

/** The hosts that a guest may be on. */
export interface GuestHosts {
    /** Their URIs, in the order in which a definition counts. */
    readonly uris: readonly string[];
    /** Those that the program no longer names. They are asked, but the guest is not looked for where they do not answer. */
    readonly former: readonly string[];
}
type Named = Partial<Pick<TeamedNicArgs, "uri" | "migratesTo">>;

/** Pair as the state has it; in check, its arguments alone. */
interface Known {
    readonly args: Pick<PriorArgs, "uri" | "domain" | "migratesTo">;
    readonly outputs?: Pick<PairOutputs, "host" | "domainUuid"> | undefined;
}

/** The hosts of a pair: where its guest was last, then those of the program, then those that the state has beside them. */
export function hostsOf(prior: Known | undefined, desired?: Named): GuestHosts {
    const last = prior?.outputs ? [prior.outputs.host] : [];
    const before = prior ? namedIn(prior.args) : [];
    const now = desired ? namedIn(desired) : before;
    const uris = [...new Set([...last, ...now, ...before])];
    return { uris, former: desired ? uris.filter((uri) => !now.includes(uri)) : [] };
}
const namedIn = ({ uri, migratesTo = [] }: Named): readonly string[] => [
    ...(uri === undefined ? [] : [uri]),
    ...migratesTo,
];

/**
 * Finds a guest. Where it runs and is defined on the first of its hosts, no other is asked.
 *
 * @param subject what an error is about
 * @returns undefined where it is on none of them, and all have answered
 * @throws Refused where it runs on two; an error where it may be on a host that did not answer
 */
export async function placeGuest(
    surveys: Surveys,
    uuid: string,
    { uris, former }: GuestHosts,
    subject: string,
): Promise<PlacedGuest | undefined> {
    const [first, ...others] = uris;
    if (first === undefined) return undefined;
    const own = await sight(surveys(first), uuid);
    const isHome = own.state === "running" && own.isDefined && own.migration === undefined;
    const rest = isHome ? [] : await Promise.all(others.map((uri) => sight(surveys(uri), uuid)));
    const sightings = await withoutSecondNames(surveys, [own, ...rest]);
    const location = locate(sightings.map((one) => (former.includes(one.uri) ? withoutSilence(one) : one)));
    switch (location.kind) {
        case "missing":
            return undefined;
        case "unknown":
            throw notLocated(uuid, location.silent, uris, subject);
        case "twice":
            throw new Refused("Nothing was changed.", [
                placeMessage("guest-runs-twice", subject, { guest: uuid, hosts: location.hosts }),
            ]);
        case "found":
            return placed(surveys, uuid, location);
    }
}

/** The error of a guest that may be on a host which did not answer. */
function notLocated(guest: string, silent: readonly Silent[], uris: readonly string[], subject: string): unknown {
    const [one] = silent;
    // where there is one host, what it says is all that there is to say
    if (uris.length === 1 && one) return one.error;
    return new Refused("Nothing was changed.", [placeMessage("guest-not-located", subject, { guest, silent })]);
}

/** Asks a host about a guest. */
async function sight(survey: Survey, uuid: string): Promise<Sighting> {
    const { uri } = survey.libvirt;
    try {
        const layers = await survey.guest(uuid);
        if (!layers) return { uri, state: "missing" };
        const run = layers.live && (await survey.run(uuid));
        if (!run) return { uri, state: "shut off" };
        return { uri, state: "running", isDefined: run.persistent, migration: run.migration };
    } catch (error) {
        rethrowMistake(error);
        return { uri, state: "silent", error };
    }
}

const withoutSilence = (one: Sighting): Sighting => (one.state === "silent" ? { uri: one.uri, state: "missing" } : one);

/** The first of two URIs of one host counts: its guest is one guest. */
async function withoutSecondNames(surveys: Surveys, sightings: readonly Sighting[]): Promise<readonly Sighting[]> {
    const isThere = ({ state }: Sighting): boolean => state === "running" || state === "shut off";
    if (sightings.filter(isThere).length < 2) return sightings;
    const hosts = new Set<string>();
    const kept: Sighting[] = [];
    for (const one of sightings) {
        const host = isThere(one) ? await ignoreRefused(surveys(one.uri).hostUuid()) : undefined;
        if (host === undefined || !hosts.has(host)) kept.push(one);
        if (host !== undefined) hosts.add(host);
    }
    return kept;
}

async function placed(surveys: Surveys, uuid: string, found: Found): Promise<PlacedGuest | undefined> {
    const host = surveys(found.host);
    const definition = surveys(found.definition ?? found.host);
    const [own, other] = await Promise.all([host.guest(uuid), definition.guest(uuid)]);
    if (!own || !other) return undefined; // one survey answers the same each time
    const layers = defined({ config: other.config, live: own.live });
    return { uuid, name: nameOf(layers) ?? uuid, host, definition, layers, found };
}

function nameOf({ config, live }: Layers): string | undefined {
    const name = childOf(live ?? config, "name");
    return name && textOf(name);
}

/** Finds a guest that a program names. The same as {@link placeGuest}, whose UUID is looked for first. */
export async function placeNamed(
    surveys: Surveys,
    nameOrUuid: string,
    hosts: GuestHosts,
    subject: string,
): Promise<PlacedGuest | undefined> {
    const uuid = await uuidOf(surveys, nameOrUuid, hosts, subject, (survey) => survey.guestNamed(nameOrUuid));
    return uuid === undefined ? undefined : placeGuest(surveys, uuid, hosts, subject);
}

/**
 * Finds the UUID of a guest that a program names: on the first of its hosts, else on any other.
 *
 * @param find asks one host
 * @throws where it is on none that answered, and some did not
 */
export async function uuidOf(
    surveys: Surveys,
    nameOrUuid: string,
    { uris, former }: GuestHosts,
    subject: string,
    find: (survey: Survey) => Promise<GuestState | undefined>,
): Promise<string | undefined> {
    const [first, ...others] = uris;
    const own = first === undefined ? undefined : await find(surveys(first));
    if (own) return own.uuid;
    const silent: Silent[] = [];
    const found = await Promise.all(
        others.map(async (uri) => {
            try {
                return (await find(surveys(uri)))?.uuid;
            } catch (error) {
                rethrowMistake(error);
                if (!former.includes(uri)) silent.push({ uri, state: "silent", error });
                return undefined;
            }
        }),
    );
    const uuid = found.find((one) => one !== undefined);
    if (uuid === undefined && silent.length > 0) throw notLocated(nameOrUuid, silent, uris, subject);
    return uuid;
}

/**
 * Why a guest takes no change now: a message for each reason.
 *
 * @param isNew whether the pair is to be made: on a guest that is shut off, no host that is silent keeps it from that
 */
export function changesWait({ name: guest, found }: PlacedGuest, subject: string, isNew: boolean): readonly Message[] {
    const { host, isMigrating, silent } = found;
    return [
        ...(isMigrating ? [placeMessage("change-waits-for-migration", subject, { guest, host })] : []),
        ...(silent.length > 0 && !isNew ? [placeMessage("change-waits-for-host", subject, { guest, silent })] : []),
    ];
}

/** Notes of a preview about the place of a guest. */
export function placeNotes(
    { name: guest, uuid, layers, found }: PlacedGuest,
    pair: Pick<TeamedNicArgs, "name" | "domain">,
    last: string,
): readonly Message[] {
    const { domain } = pair;
    const subject = subjectOf(pair);
    const { host, definition, stale, isMigrating, silent } = found;
    const isRunning = layers.live !== undefined;
    const notes: Message[] = [];
    if (isMigrating) notes.push(placeMessage("guest-migrates", subject, { guest, host }));
    else if (host !== last)
        notes.push(placeMessage("guest-moved", subject, { guest, isRunning, from: last, to: host }));
    if (definition !== undefined && definition !== host && !isMigrating)
        notes.push(placeMessage("definition-elsewhere", subject, { guest, host, definition }));
    for (const one of stale) notes.push(placeMessage("stale-definition", subject, { guest, host, stale: one }));
    if (![guest, uuid].includes(domain)) notes.push(placeMessage("guest-renamed", subject, { guest, domain }));
    if (silent.length > 0) notes.push(placeMessage("host-silent", subject, { guest, host, silent }));
    return notes;
}

/**
 * Whether a program that names another host or guest means the same guest, on a host that it names: then nothing is replaced,
 * and nothing touched.
 */
export async function isSameGuest(surveys: Surveys, prior: Known, desired: Partial<TeamedNicArgs>): Promise<boolean> {
    const { uri, domain, name = "" } = desired;
    if (uri === undefined || domain === undefined) return false;
    const hosts = hostsOf(prior, desired);
    const subject = subjectOf({ name, domain });
    const known = prior.outputs?.domainUuid;
    const guest = known
        ? await placeGuest(surveys, known, hosts, subject)
        : ((await placeNamed(surveys, prior.args.domain, hosts, subject)) ??
          (await placeNamed(surveys, domain, hosts, subject)));
    if (!guest) return false;
    const isNamed = uri === prior.args.uri || namedIn(desired).includes(guest.found.host);
    return isNamed && [guest.name, guest.uuid].includes(domain);
}
