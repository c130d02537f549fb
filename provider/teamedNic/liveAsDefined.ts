import { nic as table, type Nic } from "../model/interface";
import { amend, defined, type XmlNode } from "../xml";
import type { Half } from "../rules";
import { eachHalf, type Halves, type PairTraces } from "./halves";

/** The VF that a running guest has. */
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

/** Fields that name the source of an interface. */
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
 * The halves of a running guest in the terms of its definition, so that both are equal without a change by hand. A
 * running interface shows where its network has put it (a bridge, or a VF's address in place of the pool), and what it has from
 * there (a VLAN, a profile).
 *
 * @param config the same halves in the definition, for what the running ones no longer tell
 * @param vf what is known of the VF
 * @param traces what program and state say of the halves: a running one has that from them, and not from its network
 */
export function liveAsDefined(
    live: Halves,
    config: Halves,
    vf: Vf | undefined,
    { prior, desired }: PairTraces = {},
): Halves {
    return eachHalf((half) => {
        const running = live[half];
        if (!running) return undefined;
        const definition = config[half]?.nic;
        const sayings = [definition, prior?.[half], desired?.[half]];
        const source = definedSource(half, running.nic, definition, vf);
        const isGained = (key: keyof Nic): boolean =>
            table.fields[key].facts.gained === true && sayings.every((saying) => saying?.[key] === undefined);
        const nic = Object.fromEntries(
            KEYS.map((key) => [key, SOURCE.includes(key) ? source[key] : running.nic[key]] as const).filter(
                ([key, value]) => value !== undefined && !isGained(key),
            ),
        ) as unknown as Nic;
        return { node: amend(table, config[half]?.node ?? BARE, nic), nic, connectedTo: running.nic.type };
    });
}

const BARE: XmlNode = { name: "interface", attrs: {}, children: [] };

/** Only {@link SOURCE} of an interface counts. */
function definedSource(half: Half, live: Nic, config: Nic | undefined, vf: Vf | undefined): Partial<Nic> {
    const pool: Pick<Nic, "network" | "portgroup"> = (vf?.network === undefined ? config : vf) ?? {};
    const { network, portgroup } = half === "persistent" ? live : pool;
    return network === undefined ? live : defined({ type: "network", network, portgroup });
}
