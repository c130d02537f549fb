import { nic as table, type Nic } from "../model/interface";
import { amend, type XmlNode } from "../xml";
import { eachHalf, type Half, type Halves, type Known } from "./halves";

/** The VF that a running guest holds. */
export interface Vf {
    /** On the host, e.g. `0000:07:10.1`. */
    readonly address: string;
    /** The pool that it comes from; absent where it comes from none, or libvirt no longer knows. */
    readonly network?: string;
}

/** Where an interface says what it is connected to. */
const SOURCE = ["type", "network", "portgroup", "bridge", "direct", "mode", "address", "managed"] as const;
type Source = Partial<Pick<Nic, (typeof SOURCE)[number]>>;

const sourceOf = (nic: Nic): Source =>
    Object.fromEntries(SOURCE.flatMap((key) => (nic[key] === undefined ? [] : [[key, nic[key]]])));

/**
 * The halves of a running guest in the terms of its definition, so that where nobody changed anything both are equal. A
 * running interface shows where its network has put it (a bridge, or a VF's address in place of the pool), what it has from
 * there (a VLAN, a profile), and the names that libvirt made up.
 *
 * @param config the same halves in the definition, for what the running ones no longer tell
 * @param vf what is known of the VF
 * @param known what else the program says, or said, of the halves
 */
export const asDefined = (live: Halves, config: Halves, vf: Vf | undefined, ...known: readonly Known[]): Halves =>
    eachHalf((half) => {
        const there = live[half];
        if (!there) return undefined;
        const said = [config[half]?.nic, ...known.map((team) => team[half])];
        const kept = Object.entries(table.fields).filter(
            ([key, { facts }]) =>
                !(SOURCE as readonly string[]).includes(key) &&
                (!(facts.gained || key === "target") || said.some((nic) => nic?.[key as keyof Nic] !== undefined)),
        );
        const nic = {
            ...Object.fromEntries(
                kept.flatMap(([key]) => {
                    const value = there.nic[key as keyof Nic];
                    return value === undefined ? [] : [[key, value]];
                }),
            ),
            ...definedSource(half, there.nic, config[half]?.nic, vf),
        } as Nic;
        return { node: amend(table, config[half]?.node ?? BARE, nic), nic, actual: there.nic.type };
    });

const BARE: XmlNode = { name: "interface", attrs: {}, children: [] };

function definedSource(half: Half, live: Nic, config: Nic | undefined, vf: Vf | undefined): Source {
    const fromNetwork = (network: string, portgroup: string | undefined): Source => ({
        type: "network",
        network,
        ...(portgroup !== undefined && { portgroup }),
    });
    if (half === "persistent")
        return live.network === undefined ? sourceOf(live) : fromNetwork(live.network, live.portgroup);
    const network = vf?.network ?? config?.network;
    return network === undefined ? sourceOf(live) : fromNetwork(network, config?.portgroup);
}
