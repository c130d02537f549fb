import type { Nic } from "../model/interface";
import type { Finding } from "./rule";

/** Both halves of a pair, as they stand in the definition of a guest. */
export interface Team {
    readonly persistent: Nic;
    readonly transient: Nic;
}

export type Half = keyof Team;
export const HALVES: readonly Half[] = ["persistent", "transient"];
/** Name of each half in a sentence. */
export const HALF_NAMES: Readonly<Record<Half, string>> = { persistent: "virtio half", transient: "VF half" };

/** Returns the paths of fields on both halves, for `Rule.reads`. */
export const ofBoth = <F extends keyof Nic>(...fields: readonly F[]) =>
    HALVES.flatMap((half) => fields.map((field) => `${half}.${field}` as const));

export const eachHalf =
    (check: (half: Half, nic: Nic) => readonly Finding[]) =>
    ({ persistent, transient }: Team): readonly Finding[] => [
        ...check("persistent", persistent),
        ...check("transient", transient),
    ];

/** Source of most facts about teams. */
export const TEAMING = "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair";

/** Field of each kind of interface that names what it is connected to. */
export const SOURCES = [
    ["network", "network"],
    ["bridge", "bridge"],
    ["direct", "direct"],
    ["hostdev", "address"],
] as const;

/** Returns the kind of interface that has this source; undefined for no source, and for more than one. */
export function typeOfSource(nic: Partial<Nic>): Nic["type"] | undefined {
    const given = SOURCES.filter(([, source]) => nic[source] !== undefined && nic[source] !== "");
    return given.length === 1 ? given[0]?.[0] : undefined;
}
