import type { DomainState, Libvirt } from "../libvirt/libvirt";
import { networkPort } from "../model/networkPort";
import { decode, read, type XmlNode } from "../xml";
import { findHalves, type Known } from "./halves";
import type { Have } from "./plan";
import { asDefined, type Vf } from "./running";

/** A guest's team, in both layers. */
export interface Team extends Have {
    /** The VF that the running guest has. */
    readonly vf?: Vf;
    /** The whole of the guest as it runs, else its definition. */
    readonly xml: XmlNode;
}
export type Guest = DomainState & Team;

/**
 * Reads what a guest has of a team.
 *
 * @param recorded the VF that it had when it was last seen; of another one libvirt is asked for the pool
 * @param known what the program says and said of the halves, what counts first first
 */
export async function observeTeam(
    libvirt: Libvirt,
    uuid: string,
    recorded: Vf | undefined,
    ...known: readonly Known[]
): Promise<Team> {
    const { config, live } = await libvirt.domainXml(uuid);
    const definition = read(config, `guest ${uuid} on ${libvirt.uri}`);
    const defined = findHalves(definition, ...known);
    if (live === undefined) return { config: defined, xml: definition };
    const running = read(live, `running guest ${uuid} on ${libvirt.uri}`);
    const halves = findHalves(running, ...known, { ...nicsOf(defined) });
    const vf = await vfOf(libvirt, uuid, halves.transient?.nic.address, recorded);
    const seen = asDefined(halves, defined, vf, ...known);
    return { config: defined, live: seen, xml: running, ...(vf && { vf }) };
}

const nicsOf = ({ persistent, transient }: Have["config"]): Known => ({
    ...(persistent && { persistent: persistent.nic }),
    ...(transient && { transient: transient.nic }),
});

async function vfOf(
    libvirt: Libvirt,
    uuid: string,
    address: string | undefined,
    recorded: Vf | undefined,
): Promise<Vf | undefined> {
    if (address === undefined || recorded?.address === address) return address === undefined ? undefined : recorded;
    const network = await poolOf(libvirt, uuid, address);
    return { address, ...(network !== undefined && { network }) };
}

/** The network that has given this VF to this guest. */
async function poolOf(libvirt: Libvirt, uuid: string, address: string): Promise<string | undefined> {
    for (const network of await libvirt.networks()) {
        if (!network.active) continue;
        const ports = (await libvirt.networkPorts(network.uuid)).map((xml) => decode(networkPort, read(xml)).model);
        if (ports.some((port) => port.owner === uuid && port.address === address)) return network.name;
    }
    return undefined;
}

/** The VF that was just plugged in, from where the program says. */
export async function pluggedVf(libvirt: Libvirt, uuid: string, want: Known): Promise<Vf | undefined> {
    const { live } = await libvirt.domainXml(uuid);
    if (live === undefined) return undefined;
    const address = findHalves(read(live), want).transient?.nic.address;
    const network = want.transient?.network;
    return address === undefined ? undefined : { address, ...(network !== undefined && { network }) };
}
