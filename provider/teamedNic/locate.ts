/** Answer of one host about a guest. */
export type Sighting = { readonly uri: string } & (
    | { readonly state: "missing" }
    | { readonly state: "shut off" }
    | {
          readonly state: "running";
          /** Whether the host has its definition, too. */
          readonly isDefined: boolean;
          readonly migration?: "leaving" | "arriving" | undefined;
      }
    | { readonly state: "silent"; readonly error: unknown }
);

/** Place of a guest. */
export interface Found {
    readonly kind: "found";
    /** URI of the host where it runs, or would start. */
    readonly host: string;
    /** URI of the host whose definition counts; undefined of a guest that runs and is defined nowhere. */
    readonly definition: string | undefined;
    /** URIs of the hosts that still have a definition which no longer counts. */
    readonly stale: readonly string[];
    /** Whether it is on its way from one host to another. */
    readonly isMigrating: boolean;
    /** Hosts that did not answer, where the guest runs on none that did. It may run on one of them. */
    readonly silent: readonly Silent[];
}
export type Silent = Sighting & { readonly state: "silent" };

/** Knowledge about the place of a guest. */
export type Location =
    | Found
    /** It is on none of its hosts, and all have answered. */
    | { readonly kind: "missing"; readonly asked: readonly string[] }
    /** It may be on a host that did not answer. */
    | { readonly kind: "unknown"; readonly silent: readonly Silent[] }
    /** It runs on several hosts at once. */
    | { readonly kind: "twice"; readonly hosts: readonly string[] };

/**
 * Says where a guest is. Pure.
 *
 * @param sightings what its hosts say, in the order in which a definition counts: the host where it was last, the `uri` of
 * the program, the others
 */
export function locate(sightings: readonly Sighting[]): Location {
    const running = sightings.filter((one) => one.state === "running");
    const silent = sightings.filter((one) => one.state === "silent");
    const defined = sightings.filter((one) => one.state === "shut off" || (one.state === "running" && one.isDefined));
    const stayed = running.filter(({ migration }) => migration === undefined);
    if (stayed.length > 1) return { kind: "twice", hosts: stayed.map(({ uri }) => uri) };
    const runs = stayed[0] ?? running.find(({ migration }) => migration === "leaving") ?? running[0];
    if (runs) {
        const definition = runs.isDefined ? runs : defined[0];
        return {
            kind: "found",
            host: runs.uri,
            definition: definition?.uri,
            // while it migrates, each host may still get or lose its definition
            stale: stayed.length < running.length ? [] : urisBut(definition, defined),
            isMigrating: stayed.length < running.length,
            silent: [],
        };
    }
    const [home] = defined;
    // where it was last, it may still be: a definition elsewhere is no proof of the opposite
    if (sightings[0]?.state === "silent" || (!home && silent.length > 0)) return { kind: "unknown", silent };
    if (!home) return { kind: "missing", asked: sightings.map(({ uri }) => uri) };
    const { uri } = home;
    return { kind: "found", host: uri, definition: uri, stale: urisBut(home, defined), isMigrating: false, silent };
}

const urisBut = (counts: Sighting | undefined, all: readonly Sighting[]): readonly string[] =>
    all.filter((one) => one !== counts).map(({ uri }) => uri);
