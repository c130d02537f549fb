import { isDeepStrictEqual } from "node:util";
import { interfacesOf } from "../model/domain";
import { nic as table, type Nic } from "../model/interface";
import type { Team } from "../rules";
import { amend, decode, encode, write, type XmlNode } from "../xml";

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

/**
 * Finds the halves in a definition by their aliases. Where somebody changed an alias, or made libvirt drop it, the half
 * is the one interface that has our MAC and says that it is this half: the MAC alone names both.
 */
export function findHalves(domain: XmlNode, ...known: readonly Known[]): Halves {
    const nics = interfacesOf(domain).map((node): Found => ({ node, nic: decode(table, node).model }));
    const find = (half: Half): Found | undefined => {
        const same = (test: (nic: Nic, as: Nic) => boolean): readonly Found[] =>
            nics.filter(({ nic }) => known.some((team) => team[half] && test(nic, team[half])));
        const byAlias = same((nic, as) => nic.alias !== undefined && nic.alias === as.alias);
        const byRole = same((nic, as) => nic.teaming === half && nic.mac === as.mac);
        return byAlias[0] ?? (byRole.length === 1 ? byRole[0] : undefined);
    };
    const [persistent, transient] = [find("persistent"), find("transient")];
    return { ...(persistent && { persistent }), ...(transient && { transient }) };
}

/**
 * The steps from what a guest has to what is wanted. Pure. The transient half leaves first and comes last, so that
 * libvirt never holds one whose partner is not there.
 */
export function plan(have: Halves, was: Known, want: Known): readonly Step[] {
    const steps = {
        persistent: stepsFor("persistent", have, was, want),
        transient: stepsFor("transient", have, was, want),
    };
    const leaving = ({ action }: Step): boolean => action === "detach";
    const coming = (step: Step): boolean => !leaving(step);
    return [
        ...steps.transient.filter(leaving),
        ...steps.persistent.filter(leaving),
        ...steps.persistent.filter(coming),
        ...steps.transient.filter(coming),
    ];
}

function stepsFor(half: Half, have: Halves, was: Known, want: Known): readonly Step[] {
    const [there, wanted] = [have[half], want[half]];
    if (!wanted) return there ? [detach(half, there, "it is no longer wanted")] : [];
    const alias = wanted.alias ?? "";
    if (!there)
        return [{ half, action: "attach", alias, because: "it is not there", xml: write(encode(table, wanted)) }];

    const node = amend(table, there.node, wanted, was[half]);
    const changes = changesBetween(there.nic, decode(table, node).model);
    if (changes.length === 0) return [];
    const [because, xml, before] = [changes.join(", "), write(node), write(there.node)];
    // libvirt finds a device to update by its MAC and alias, so neither can be changed that way
    const isAnother = there.nic.mac !== wanted.mac || there.nic.alias !== wanted.alias;
    return isAnother
        ? [detach(half, there, because), { half, action: "attach", alias, because, xml }]
        : [{ half, action: "update", alias, because, xml, before }];
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
