import type { DomainState, Libvirt } from "../libvirt/libvirt";
import { read, type XmlNode } from "../xml";
import { findHalves, type Halves, type Known } from "./halves";
import type { Have } from "./plan";
import { asDefined, type Vf } from "./asDefined";
import type { Survey } from "../host/survey";

/** A guest's team, in both layers. */
export interface Team extends Have {
    /** The VF that the running guest has. */
    readonly vf?: Vf;
    /** The whole of the guest as it runs, else its definition. */
    readonly xml: XmlNode;
}
export type Guest = DomainState & Team;

/**
 * What a guest has of a team; undefined where the guest is gone.
 *
 * @param recorded the VF that it had when it was last seen; of another one libvirt is asked for the pool
 * @param known what the program says and said of the halves, what counts first first
 */
export async function observeTeam(
    survey: Survey,
    uuid: string,
    recorded: Vf | undefined,
    ...known: readonly Known[]
): Promise<Team | undefined> {
    const guest = await survey.guest(uuid);
    if (!guest) return undefined;
    const defined = findHalves(guest.config, ...known);
    if (!guest.live) return { config: defined, xml: guest.config };
    const halves = findHalves(guest.live, ...known);
    const vf = await vfOf(survey, uuid, seenIn(guest.live, halves), recorded);
    return { config: defined, live: asDefined(halves, defined, vf, ...known), xml: guest.live, ...(vf && { vf }) };
}

async function vfOf(
    survey: Survey,
    uuid: string,
    { address, domainId }: Seen,
    recorded: Vf | undefined,
): Promise<Vf | undefined> {
    if (address === undefined) return undefined;
    if (recorded?.address === address && recorded.domainId === domainId) return recorded;
    return { address, domainId, ...(await originOf(survey, uuid, address)) };
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
async function originOf(survey: Survey, uuid: string, address: string): Promise<Pick<Vf, "network" | "portgroup">> {
    for (const network of await survey.networks()) {
        const port = (await survey.ports(network)).find((one) => one.owner === uuid && one.address === address);
        if (port) return origin(network.name, port.portgroup);
    }
    return {};
}

const origin = (network?: string, portgroup?: string): Pick<Vf, "network" | "portgroup"> => ({
    ...(network !== undefined && { network }),
    ...(portgroup !== undefined && { portgroup }),
});

/** A guest as far as it has to be known for a change of it to what is wanted. */
export async function withTargetNetwork<T extends Team>(survey: Survey, team: T, { persistent }: Known): Promise<T> {
    const [from, to] = [team.live?.persistent?.nic.network, persistent?.network];
    if (!team.live?.persistent || to === undefined || from === to) return team;
    const network = await survey.network(to);
    return network?.active ? { ...team, toMacvtap: network.bridge === undefined } : team;
}

/**
 * The VF that was just plugged in, from where the program says; undefined where the host has fallen silent since, so that
 * what was done is not forgotten for it.
 */
export async function pluggedVf(libvirt: Libvirt, uuid: string, desired: Known): Promise<Vf | undefined> {
    const { live } = await libvirt.domainXml(uuid).catch(() => ({ live: undefined }));
    if (live === undefined) return undefined;
    const running = read(live);
    const { address, domainId } = seenIn(running, findHalves(running, desired));
    const { network, portgroup } = desired.transient ?? {};
    return address === undefined ? undefined : { address, domainId, ...origin(network, portgroup) };
}
