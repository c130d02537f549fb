import { isDeepStrictEqual } from "node:util";
import { interfacesOf } from "../model/domain";
import { nic as table, type Nic } from "../model/interface";
import type { Team } from "../rules";
import { amend, decode, element, encode, write, type XmlNode } from "../xml";

export type Half = keyof Team;

/** A half of a team in the definition of a guest. */
export interface Found {
    readonly node: XmlNode;
    readonly nic: Nic;
}
export type Halves = Partial<Readonly<Record<Half, Found>>>;
/** What is known of a team; a half may be missing that somebody removed. */
export type Known = Partial<Team>;

/** One change of a guest's definition, as data. */
export interface Step {
    readonly half: Half;
    readonly action: "attach" | "update" | "detach";
    readonly alias: string;
    /** What the step is for, e.g. `mtu 1500 => 9000`. */
    readonly because: string;
    /** The device that libvirt is handed. */
    readonly xml: string;
    /** How the device was, for the way back. */
    readonly before?: string;
}

/** What an interface is known by. Of interfaces that are not ours nothing else is read: they may be of any kind. */
const identity = element("interface", {
    mac: table.fields.mac,
    alias: table.fields.alias,
    teaming: table.fields.teaming,
});

/**
 * Finds the halves in a definition by their aliases; what is `known` first counts first. Where somebody changed an alias,
 * or made libvirt drop it, the half is the one interface that has our MAC and says that it is this half: the MAC alone
 * names both.
 */
export function findHalves(domain: XmlNode, ...known: readonly Known[]): Halves {
    const nics = interfacesOf(domain).map((node) => ({ node, ...decode(identity, node).model }));
    const find = (half: Half): Found | undefined => {
        const ours = known.flatMap((team) => team[half] ?? []);
        const byAlias = ours.flatMap(({ alias }) =>
            nics.filter((nic) => nic.alias !== undefined && nic.alias === alias),
        );
        const byRole = nics.filter(
            (nic) => nic.teaming === half && ours.some(({ mac }) => mac !== undefined && mac === nic.mac),
        );
        const { node } = byAlias[0] ?? (byRole.length === 1 ? byRole[0] : undefined) ?? {};
        return node && { node, nic: decode(table, node).model };
    };
    const [persistent, transient] = [find("persistent"), find("transient")];
    return { ...(persistent && { persistent }), ...(transient && { transient }) };
}

/**
 * The steps from what a guest has to what is wanted. Pure. The transient half leaves first and comes last, also in the
 * order of the definition: QEMU starts its devices in that order, and hides a VF only once its standby is there.
 */
export function plan(have: Halves, was: Known, want: Known): readonly Step[] {
    const persistent = stepsFor("persistent", have, was, want);
    const transient = stepsFor("transient", have, was, want, {
        moved: persistent.some(({ action }) => action === "attach") ? "it comes after the persistent half" : undefined,
        displaced: persistent.some(coming) && placeOf(have, was, want) === undefined,
    });
    // attached before the transient half leaves its place, the persistent one gets another, and both keep the places they have
    if (!have.persistent) return [...persistent, ...transient];
    return [
        ...transient.filter(leaving),
        ...persistent.filter(leaving),
        ...persistent.filter(coming),
        ...transient.filter(coming),
    ];
}

const leaving = ({ action }: Step): boolean => action === "detach";
const coming = (step: Step): boolean => !leaving(step);

/** Where the guest will see the persistent half; undefined where libvirt is to choose. */
const placeOf = (have: Halves, was: Known, want: Known): string | undefined =>
    want.persistent?.guestAddress ??
    (was.persistent?.guestAddress === undefined ? have.persistent?.nic.guestAddress : undefined);

/** By what of the document libvirt finds the device to update, so that none of it can be changed that way. Source: virDomainNetFindIdx */
const FOUND_BY = ["mac", "alias", "guestAddress"] as const;

interface Circumstances {
    /** Why the half is attached anew even where nothing about it changes. */
    readonly moved?: string | undefined;
    /** Its place in the guest may be taken by then, so that it comes back without one unless the program says where. */
    readonly displaced?: boolean;
}

function stepsFor(
    half: Half,
    have: Halves,
    was: Known,
    want: Known,
    { moved, displaced }: Circumstances = {},
): readonly Step[] {
    const [there, wanted] = [have[half], want[half]];
    if (!wanted) return there ? [detach(half, there, "it is no longer wanted")] : [];
    const alias = wanted.alias ?? "";
    if (!there)
        return [{ half, action: "attach", alias, because: "it is not there", xml: write(encode(table, wanted)) }];

    const node = amend(table, there.node, wanted, was[half]);
    const after = decode(table, node).model;
    const because = [...changesBetween(there.nic, after), ...(moved === undefined ? [] : [moved])].join(", ");
    if (because === "") return [];
    const isAnother = FOUND_BY.some((key) => after[key] !== undefined && after[key] !== there.nic[key]);
    // the other half may want the boot order that this one has, and libvirt takes no two
    const givesBoot = half === "transient" && there.nic.boot !== undefined && after.boot !== there.nic.boot;
    if (moved === undefined && !isAnother && !givesBoot)
        return [{ half, action: "update", alias, because, xml: write(node), before: write(there.node) }];
    const comesBack = displaced ? amend(table, node, wanted, after) : node;
    return [detach(half, there, because), { half, action: "attach", alias, because, xml: write(comesBack) }];
}

function detach(half: Half, { node, nic }: Found, because: string): Step {
    const xml = write(node);
    return { half, action: "detach", alias: nic.alias ?? "", because, xml, before: xml };
}

function changesBetween(before: Nic, after: Nic): readonly string[] {
    const fields = Object.keys(table.fields) as (keyof Nic)[];
    return fields
        .filter((key) => !isDeepStrictEqual(before[key], after[key]))
        .map((key) => `${key} ${inWords(before[key])} => ${inWords(after[key])}`);
}

const inWords = (value: unknown): string =>
    value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
