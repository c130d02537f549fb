import { isGone } from "../libvirt/errors";
import type { DomainState, Libvirt } from "../libvirt/libvirt";
import { networkPort, anyNetwork } from "../model/networkPort";
import { decode, read, type XmlNode } from "../xml";
import { findHalves, type Halves, type Known } from "./halves";
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
    const halves = findHalves(running, ...known);
    const vf = await vfOf(libvirt, uuid, seenIn(running, halves), recorded);
    return { config: defined, live: asDefined(halves, defined, vf, ...known), xml: running, ...(vf && { vf }) };
}

async function vfOf(
    libvirt: Libvirt,
    uuid: string,
    { address, domainId }: Seen,
    recorded: Vf | undefined,
): Promise<Vf | undefined> {
    if (address === undefined) return undefined;
    if (recorded?.address === address && recorded.domainId === domainId) return recorded;
    return { address, domainId, ...(await originOf(libvirt, uuid, address)) };
}

/** What the running guest shows of its VF. */
interface Seen {
    readonly address: string | undefined;
    readonly domainId: number;
}
const seenIn = (running: XmlNode, { transient }: Halves): Seen => ({
    address: transient?.nic.address,
    domainId: Number(running.attrs["id"]),
});

/** The network that has given this VF to this guest. */
async function originOf(libvirt: Libvirt, uuid: string, address: string): Promise<Pick<Vf, "network" | "portgroup">> {
    for (const network of await libvirt.networks()) {
        if (!network.active) continue;
        const ports = await libvirt.networkPorts(network.uuid).catch((error: unknown): readonly string[] => {
            if (isGone(error)) return []; // since it was listed
            throw error;
        });
        const port = ports
            .map((xml) => decode(networkPort, read(xml)).model)
            .find((one) => one.owner === uuid && one.address === address);
        if (port) return origin(network.name, port.portgroup);
    }
    return {};
}

const origin = (network?: string, portgroup?: string): Pick<Vf, "network" | "portgroup"> => ({
    ...(network !== undefined && { network }),
    ...(portgroup !== undefined && { portgroup }),
});

/** A guest as far as it has to be known for a change of it to what is wanted. */
export async function towards<T extends Team>(libvirt: Libvirt, team: T, { persistent }: Known): Promise<T> {
    const [from, to] = [team.live?.persistent?.nic.network, persistent?.network];
    if (!team.live?.persistent || to === undefined || from === to) return team;
    const network = (await libvirt.networks()).find(({ name, active }) => name === to && active);
    if (!network) return team;
    const { bridge } = decode(anyNetwork, read(await libvirt.networkLiveXml(network.uuid))).model;
    return { ...team, toMacvtap: bridge === undefined };
}

/**
 * The VF that was just plugged in, from where the program says; undefined where the host has fallen silent since, so that
 * what was done is not forgotten for it.
 */
export async function pluggedVf(libvirt: Libvirt, uuid: string, want: Known): Promise<Vf | undefined> {
    const { live } = await libvirt.domainXml(uuid).catch(() => ({ live: undefined }));
    if (live === undefined) return undefined;
    const running = read(live);
    const { address, domainId } = seenIn(running, findHalves(running, want));
    const { network, portgroup } = want.transient ?? {};
    return address === undefined ? undefined : { address, domainId, ...origin(network, portgroup) };
}
