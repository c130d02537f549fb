import { Survey } from "../host/survey";
import { differences, formatDifference, type Difference } from "../lifecycle/differences";
import { ignoreFailure } from "../lifecycle/mistakes";
import { ignoreRefused } from "../libvirt/errors";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { hostdevNetwork as table, type HostdevNetwork } from "../model/hostdevNetwork";
import { pciDeviceName } from "../model/nodeDevice";
import type { CardState } from "../rules";
import { decode, defined } from "../xml";
import type { HostdevNetworkArgs } from "./args";

type Pool = Partial<HostdevNetwork>;
type Vfs = readonly string[];

/**
 * An existing pool, compared with the card below it. The card is unknown if libvirt has no driver for it.
 *
 * @param prior what the state says of the pool
 * @param priorVfs the VFs that the state has of it
 */
export async function cardState(
    survey: Survey,
    actual: NetworkState,
    prior: Pick<HostdevNetworkArgs, "pf">,
    priorVfs: Vfs | undefined,
): Promise<CardState> {
    const running = actual.active ? decode(table, await survey.live(actual)).model : undefined;
    const definition = actual.persistent ? decode(table, await survey.definition(actual.uuid)).model : undefined;
    const { pf } = definition ?? prior;
    const listed = running && (running.addresses ?? []);
    // the VFs of another card say nothing of this one
    const recorded = pf === prior.pf ? priorVfs : undefined;
    const card = pf === undefined ? undefined : await ignoreRefused(cardOf(survey, pf, listed ?? recorded));
    const isOfCard = (running?.pf ?? prior.pf) === pf;
    return defined({
        pf: card,
        listed: isOfCard || !card ? listed : undefined,
        missing: listed && (await ignoreRefused(missingOf(survey, listed, isOfCard ? card?.vfs : undefined))),
        recorded,
        pending: running && definition && pendingOf(running, definition).map(formatDifference),
    });
}

/** The VFs that a started network lists; undefined where it cannot be read, as the network runs all the same. */
export async function listedVfs(
    libvirt: Libvirt,
    network: Pick<NetworkState, "name" | "uuid">,
): Promise<Vfs | undefined> {
    // a survey of its own, as the network was just started, and the operation's survey may have read it before
    const xml = await ignoreFailure(new Survey(libvirt).live(network));
    return xml && decode(table, xml).model.addresses;
}

/** The card of a pool's PF. A VF tells which card it is where the PF has another name now. */
async function cardOf(survey: Survey, name: string, [vf]: Vfs = []): Promise<NonNullable<CardState["pf"]>> {
    const device = await survey.netDevice(name);
    if (device) return { name, exists: true, link: device.link, vfs: device.vfs ?? [] };
    const currentNames = vf === undefined ? [] : await survey.pfNames(vf);
    return defined({ name, exists: false, currentNames: currentNames.length > 0 ? currentNames : undefined });
}

/** The VFs that the host does not have: by their PF where that is known, else by all devices of the host. */
async function missingOf(survey: Survey, listed: Vfs, ofCard: Vfs | undefined): Promise<Vfs> {
    if (ofCard) return listed.filter((vf) => !ofCard.includes(vf));
    const devices = new Set(await survey.toldDevices());
    return listed.filter((vf) => !devices.has(pciDeviceName(vf)));
}

/**
 * How the running network differs from its definition. Left out are what does not change how it runs, and the order of
 * portgroups. A started network lists the VFs of its PF, and has lost the PF's name after a restart of the daemon.
 */
export function pendingOf(running: Pool, definition: Pool): readonly Difference[] {
    const isNamed = running.pf !== undefined && definition.pf !== undefined;
    const comparable = ({ pf, addresses, portgroups = [], ...rest }: Pool): object => ({
        ...rest,
        name: "",
        uuid: "",
        title: "",
        description: "",
        metadata: "",
        pf: isNamed ? pf : undefined,
        addresses: definition.pf === undefined ? addresses : undefined,
        portgroups: Object.fromEntries(portgroups.map((portgroup) => [portgroup.name, portgroup])),
    });
    return differences(comparable(running), comparable(definition));
}
