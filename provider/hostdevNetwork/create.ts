import { randomUUID } from "node:crypto";
import type { Survey } from "../host/survey";
import type { Made } from "../lifecycle/kind";
import { ignoreFailure } from "../lifecycle/mistakes";
import { withRollback } from "../lifecycle/rollback";
import { ignoreNotFound } from "../libvirt/errors";
import { applyPlan } from "./apply";
import { renderHostdevNetwork, type HostdevNetworkArgs } from "./args";
import { refused } from "./effects";
import { stateOf } from "./observe";
import { readOutputs, type PoolOutputs } from "./outputs";
import { isStarted, startPool, stopPool } from "./startStop";
import { refusedTakeOver } from "./takeOver";

/** Makes a pool, or takes over an existing one with `adopt`. */
export async function createPool(
    survey: Survey,
    desired: HostdevNetworkArgs,
    begun: (made: Made<PoolOutputs>) => void,
): Promise<Made<PoolOutputs>> {
    const { libvirt } = survey;
    const { name } = desired;
    const actual = (await survey.networks()).find((network) => network.name === name);
    const reason = actual && (await refusedTakeOver(survey, actual, desired));
    if (reason) throw refused(libvirt.uri, name, [reason]);
    if (actual) await applyPlan(survey, actual, desired);
    const uuid = actual?.uuid ?? (await definePool(survey, desired, begun));
    // it is made, whether it can be read or not
    return { id: uuid, outputs: (await ignoreFailure(readOutputs(libvirt, uuid, desired))) ?? { uuid } };
}

/** Returns the UUID of the new network. */
const definePool = (
    { libvirt }: Survey,
    desired: HostdevNetworkArgs,
    begun: (made: Made<PoolOutputs>) => void,
): Promise<string> =>
    withRollback(async (take) => {
        // known before libvirt answers, and so also where it does not
        const uuid = randomUUID();
        begun({ id: uuid, outputs: { uuid } });
        await take({
            host: libvirt,
            left: `network ${desired.name} is defined`,
            act: () => libvirt.networkDefine(renderHostdevNetwork(desired, uuid)),
            isDone: async () => (await stateOf(libvirt, uuid)) !== undefined,
            undo: () => ignoreNotFound(() => libvirt.networkUndefine(uuid)),
        });
        if (desired.active)
            await take({
                host: libvirt,
                left: `network ${desired.name} is started`,
                act: () => startPool(libvirt, uuid, desired),
                isDone: () => isStarted(libvirt, uuid),
                undo: () => stopPool(libvirt, uuid),
            });
        // nothing comes after it, and with its definition it is undone, too
        if (desired.autostart) await libvirt.networkAutostart(uuid, true);
        return uuid;
    });
