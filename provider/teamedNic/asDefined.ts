import { nic as table, type Nic } from "../model/interface";
import { amend, type XmlNode } from "../xml";
import type { Half } from "../rules";
import { eachHalf, type Halves, type Known } from "./halves";

/** The VF that a running guest holds. */
export interface Vf {
    /** On the host, e.g. `0000:07:10.1`. */
    readonly address: string;
    /** libvirt's number of the guest as it runs, another after each start: of a VF by the same address that says whether it is the same. */
    readonly domainId: number;
    /** The pool that it comes from; absent where it comes from none, or libvirt no longer knows. */
    readonly network?: string;
    /** Its class of ports in that pool. */
    readonly portgroup?: string;
}

/** Where an interface says what it is connected to. */
const SOURCE: readonly (keyof Nic)[] = [
    "type",
    "network",
    "portgroup",
    "bridge",
    "direct",
    "mode",
    "address",
    "managed",
];
const KEYS = Object.keys(table.fields) as readonly (keyof Nic)[];

/**
 * The halves of a running guest in the terms of its definition, so that where nobody changed anything both are equal. A
 * running interface shows where its network has put it (a bridge, or a VF's address in place of the pool), and what it has from
 * there (a VLAN, a profile).
 *
 * @param config the same halves in the definition, for what the running ones no longer tell
 * @param vf what is known of the VF
 * @param known what else the program says, or said, of the halves
 */
export const asDefined = (live: Halves, config: Halves, vf: Vf | undefined, ...known: readonly Known[]): Halves =>
    eachHalf((half) => {
        const there = live[half];
        if (!there) return undefined;
        const defined = config[half]?.nic;
        const saying = [defined, ...known.map((team) => team[half])];
        const source = definedSource(half, there.nic, defined, vf);
        const isMadeUp = (key: keyof Nic): boolean =>
            table.fields[key].facts.gained === true && saying.every((nic) => nic?.[key] === undefined);
        const nic = Object.fromEntries(
            KEYS.map((key) => [key, SOURCE.includes(key) ? source[key] : there.nic[key]] as const).filter(
                ([key, value]) => value !== undefined && !isMadeUp(key),
            ),
        ) as unknown as Nic;
        return { node: amend(table, config[half]?.node ?? BARE, nic), nic, actual: there.nic.type };
    });

const BARE: XmlNode = { name: "interface", attrs: {}, children: [] };

/** Of what an interface has, {@link SOURCE} alone counts. */
function definedSource(half: Half, live: Nic, config: Nic | undefined, vf: Vf | undefined): Partial<Nic> {
    const pool: Pick<Nic, "network" | "portgroup"> = (vf?.network === undefined ? config : vf) ?? {};
    const { network, portgroup } = half === "persistent" ? live : pool;
    return network === undefined ? live : { type: "network", network, ...(portgroup !== undefined && { portgroup }) };
}
