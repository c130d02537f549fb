import { ignoreRefused } from "../libvirt/errors";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { hostdevNetwork as table, type HostdevNetwork } from "../model/hostdevNetwork";
import { pciDeviceName } from "../model/nodeDevice";
import type { CardState } from "../rules";
import { decode } from "../xml";
import { differences, formatDifference } from "../lifecycle/differences";
import type { HostdevNetworkArgs } from "./args";
import { Survey } from "../host/survey";

type Pool = Partial<HostdevNetwork>;
type Vfs = readonly string[];

/**
 * A pool that is there, held against the card below it. Where libvirt has no driver for that, nothing is known of the card.
 *
 * @param said what the program or the state says of it
 * @param recorded the VFs that the state has of it
 */
export async function cardState(
    survey: Survey,
    state: NetworkState,
    said: Pick<HostdevNetworkArgs, "pf">,
    recorded: Vfs | undefined,
): Promise<CardState> {
    const live = state.active ? decode(table, await survey.live(state)).model : undefined;
    const defined = state.persistent ? decode(table, await survey.definition(state.uuid)).model : undefined;
    const { pf } = defined ?? said;
    const listed = live && (live.addresses ?? []);
    // what it had of another card says nothing of this one
    const had = pf === said.pf ? recorded : undefined;
    const card = pf === undefined ? undefined : await ignoreRefused(cardOf(survey, pf, listed ?? had));
    const isOfCard = (live?.pf ?? said.pf) === pf;
    const gone = listed && (await ignoreRefused(goneOf(survey, listed, isOfCard ? card?.vfs : undefined)));
    return {
        ...(card && { pf: card }),
        ...(listed && (isOfCard || !card) && { listed }),
        ...(gone && { gone }),
        ...(had && { had }),
        ...(live && defined && { pending: pendingOf(live, defined) }),
    };
}

/** The VFs that a started network lists; undefined where it cannot be read. */
export const listedVfs = (libvirt: Libvirt, network: Pick<NetworkState, "name" | "uuid">): Promise<Vfs | undefined> =>
    new Survey(libvirt).live(network).then(
        (xml) => decode(table, xml).model.addresses,
        () => undefined, // it runs all the same
    );

/** The card of a pool's PF, which is known by a VF where it has another name now. */
async function cardOf(survey: Survey, name: string, [vf]: Vfs = []): Promise<CardState["pf"]> {
    const device = await survey.netDevice(name);
    if (device) return { name, there: true, vfs: device.vfs ?? [] };
    const nowCalled = vf === undefined ? undefined : await survey.pfOf(vf);
    return { name, there: false, ...(nowCalled !== undefined && { nowCalled }) };
}

/** Which VFs the host does not have: by their PF where that is known, else by all that the host has. */
async function goneOf(survey: Survey, listed: Vfs, ofCard: Vfs | undefined): Promise<Vfs> {
    if (ofCard) return listed.filter((vf) => !ofCard.includes(vf));
    const there = new Set(await survey.nodeDevices());
    return listed.filter((vf) => !there.has(pciDeviceName(vf)));
}

/**
 * How what runs differs from the definition. What does not change how it runs is left out, and the order of portgroups;
 * a started network lists the VFs of its PF, and has lost the PF's name after a restart of the daemon.
 */
function pendingOf(live: Pool, defined: Pool): readonly string[] {
    const isNamed = live.pf !== undefined && defined.pf !== undefined;
    const comparable = ({ pf, addresses, portgroups = [], ...rest }: Pool): object => ({
        ...rest,
        ...{ name: "", uuid: "", title: "", description: "", metadata: "" },
        ...(isNamed && { pf }),
        ...(defined.pf === undefined && { addresses }),
        portgroups: Object.fromEntries(portgroups.map((portgroup) => [portgroup.name, portgroup])),
    });
    return differences(comparable(live), comparable(defined)).map(formatDifference);
}
