import { nicsIn } from "../model/domain";
import { nic as table, type Nic } from "../model/interface";
import { HALVES, type Half, type Team } from "../rules";
import { decode, type XmlNode } from "../xml";

/** A half of a team in one layer of a guest. */
export interface Found {
    readonly node: XmlNode;
    readonly nic: Nic;
    /** What the running device is connected to in the end, as a network may be a bridge or a macvtap. Of a definition, nothing. */
    readonly actual?: Nic["type"];
}
export type Halves = Partial<Readonly<Record<Half, Found>>>;
/** What is known of a team; a half may be missing that somebody removed. */
export type Known = Partial<Team>;

/** Something for each half, or nothing. */
export function eachHalf<T>(make: (half: Half) => T | undefined): Partial<Readonly<Record<Half, T>>> {
    return Object.fromEntries(
        HALVES.flatMap((half) => {
            const made = make(half);
            return made === undefined ? [] : [[half, made]];
        }),
    );
}

/**
 * Finds the halves in a layer by their aliases; what is `known` first counts first. Where somebody changed an alias,
 * or made libvirt drop it, the half is the one interface that has our MAC and says that it is this half: the MAC alone
 * names both.
 */
export function findHalves(domain: XmlNode, ...known: readonly Known[]): Halves {
    const nics = nicsIn(domain);
    return eachHalf((half) => {
        const ours = known.flatMap((team) => team[half] ?? []);
        const byAlias = ours.flatMap(({ alias }) =>
            nics.filter((nic) => nic.alias !== undefined && nic.alias === alias),
        );
        const byRole = nics.filter(
            (nic) => nic.teaming === half && ours.some(({ mac }) => mac !== undefined && mac === nic.mac),
        );
        const { node } = byAlias[0] ?? (byRole.length === 1 ? byRole[0] : undefined) ?? {};
        return node && { node, nic: decode(table, node).model };
    });
}
