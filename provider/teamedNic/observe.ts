import type { Survey } from "../host/survey";
import { ignoreFailure } from "../lifecycle/mistakes";
import type { Libvirt } from "../libvirt/libvirt";
import { defined, read, type XmlNode } from "../xml";
import { liveAsDefined, type Vf } from "./liveAsDefined";
import { findHalves, type Halves, type PartialTeam } from "./halves";
import { tracesOf, type KnownPair } from "./outputs";
import type { PlacedGuest } from "./place";
import type { ActualTeam } from "./plan";

/** A pair in question. */
export interface Pair {
    /** Pair as the state has it. Missing for a new one. */
    readonly prior?: KnownPair | undefined;
    /** Pair as the program declares it. Missing if it is not needed. */
    readonly desired?: PartialTeam;
}

/** A guest's team, in both layers. */
export interface ObservedTeam extends ActualTeam {
    /** The VF that the running guest has. */
    readonly vf?: Vf;
    /** The whole of the guest as it runs, else its definition. */
    readonly xml: XmlNode;
}

/**
 * Halves that a guest has. If the state does not know the VF, libvirt is asked for its pool. A guest that migrates is
 * without its VF on purpose: nothing of what runs is looked at.
 */
export async function observeTeam(guest: PlacedGuest, { prior, desired }: Pair): Promise<ObservedTeam> {
    const { uuid, host, found } = guest;
    const { config: definition, live: running } = guest.layers;
    const traces = tracesOf(prior, desired);
    const config = findHalves(definition, traces);
    if (!running || found.isMigrating) return { config, xml: definition };
    const halves = findHalves(running, traces);
    // a guest has another number on each host, and a VF another card
    const known = prior?.outputs?.host === found.host ? prior.outputs.vf : undefined;
    const pool = prior?.args.transient?.network ?? desired?.transient?.network;
    const vf = await vfOf(host, uuid, runningVf(running, halves), known, pool);
    return defined({ config, live: liveAsDefined(halves, config, vf, traces), xml: running, vf });
}

/**
 * The VF that was just attached, from where the program says; undefined where the host has fallen silent since, so that
 * what was done is not forgotten for it.
 */
export async function attachedVf(libvirt: Libvirt, uuid: string, desired: PartialTeam): Promise<Vf | undefined> {
    const layers = await ignoreFailure(libvirt.domainXml(uuid));
    if (layers?.live === undefined) return undefined;
    const running = read(layers.live);
    const { address, domainId } = runningVf(running, findHalves(running, { desired }));
    const { network, portgroup } = desired.transient ?? {};
    return address === undefined ? undefined : defined({ address, domainId, network, portgroup });
}

/** VF of the running guest. */
interface RunningVf {
    readonly address: string | undefined;
    readonly domainId: number;
}
const runningVf = (running: XmlNode, { transient }: Halves): RunningVf => ({
    address: transient?.nic.address,
    domainId: Number(running.attrs["id"]),
});

async function vfOf(
    survey: Survey,
    uuid: string,
    { address, domainId }: RunningVf,
    prior: Vf | undefined,
    pool: string | undefined,
): Promise<Vf | undefined> {
    if (address === undefined) return undefined;
    if (prior?.address === address && prior.domainId === domainId) return prior;
    return { address, domainId, ...(await originOf(survey, uuid, address, pool)) };
}

/** The network that has given this VF to this guest: most likely its pool, which is asked first. */
async function originOf(
    survey: Survey,
    uuid: string,
    address: string,
    pool: string | undefined,
): Promise<Pick<Vf, "network" | "portgroup">> {
    const networks = await survey.networks();
    const isPool = ({ name }: { readonly name: string }): boolean => name === pool;
    for (const network of [...networks.filter(isPool), ...networks.filter((one) => !isPool(one))]) {
        const port = (await survey.ports(network)).find((one) => one.owner === uuid && one.address === address);
        if (port) return defined({ network: network.name, portgroup: port.portgroup });
    }
    return {};
}
