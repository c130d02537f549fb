import { Survey } from "../host/survey";
import { ignoreFailure } from "../lifecycle/mistakes";
import { isUnanswered, LibvirtError, VIR_ERR } from "../libvirt/errors";
import type { Libvirt } from "../libvirt/libvirt";
import { formatFinding } from "../rules";
import type { HostdevNetworkArgs } from "./args";
import { startFindings } from "./hostCheck";
import { stateOf } from "./observe";

export const isStarted = async (libvirt: Libvirt, uuid: string): Promise<boolean> =>
    (await stateOf(libvirt, uuid))?.active === true;

/** Whether a network is stopped or missing. */
export const isStopped = async (libvirt: Libvirt, uuid: string): Promise<boolean> => !(await isStarted(libvirt, uuid));

/** Stops a network. Content where somebody else has stopped it. */
export const stopPool = (libvirt: Libvirt, uuid: string): Promise<void> =>
    unlessAlready(libvirt, uuid, false, () => libvirt.networkStop(uuid));

/** Starts a network that was stopped. Content where somebody else has started it. */
export const startAgain = (libvirt: Libvirt, uuid: string): Promise<void> =>
    unlessAlready(libvirt, uuid, true, () => libvirt.networkStart(uuid));

/**
 * Starts a network. Content where somebody else has started it.
 *
 * @throws LibvirtError with libvirt's own words, and with what is wrong with the card where that is known
 */
export async function startPool(libvirt: Libvirt, uuid: string, desired: HostdevNetworkArgs): Promise<void> {
    try {
        await startAgain(libvirt, uuid);
    } catch (error) {
        if (!(error instanceof LibvirtError) || isUnanswered(error)) throw error;
        // a survey of its own, as the card may have changed since the operation's survey asked for it
        const found = (await ignoreFailure(startFindings(new Survey(libvirt), desired))) ?? [];
        if (found.length === 0) throw error;
        const { call, code, domain, detail, uri } = error;
        throw new LibvirtError(call, code, domain, [detail, ...found.map(formatFinding)].join("\n"), uri);
    }
}

/** Tries again where somebody else restarts the network at the same moment, and is a step ahead. */
async function unlessAlready(
    libvirt: Libvirt,
    uuid: string,
    active: boolean,
    change: () => Promise<void>,
    tries = 3,
): Promise<void> {
    try {
        await change();
    } catch (error) {
        const isWrongState = error instanceof LibvirtError && error.code === VIR_ERR.OPERATION_INVALID;
        const actual = isWrongState && (await stateOf(libvirt, uuid));
        if (!actual || (actual.active !== active && tries === 1)) throw error;
        if (actual.active !== active) await unlessAlready(libvirt, uuid, active, change, tries - 1);
    }
}
