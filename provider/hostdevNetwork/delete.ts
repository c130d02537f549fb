import type { Survey } from "../host/survey";
import { vfHoldersOf } from "../host/vfHolders";
import type { Prior } from "../lifecycle/kind";
import type { Operation } from "../lifecycle/operation";
import { withRollback } from "../lifecycle/rollback";
import { ignoreNotFound } from "../libvirt/errors";
import type { HostdevNetworkArgs } from "./args";
import { refused, refusedDeletion } from "./effects";
import { stateOf } from "./observe";
import type { PoolOutputs } from "./outputs";
import { detachVfs, vfDevicesOf } from "./reattach";
import { isStopped, startAgain, stopPool } from "./startStop";

/**
 * Stops and undefines a pool. Content where it is missing already. Pairs that follow their pool do not keep it from being
 * deleted: they are reattached once it is made again.
 *
 * @throws Refused where guests use its VFs
 */
export async function deletePool(
    survey: Survey,
    { id, args: prior }: Prior<HostdevNetworkArgs, PoolOutputs>,
    operation: Operation,
): Promise<void> {
    const { libvirt } = survey;
    const actual = await stateOf(survey, id);
    if (!actual) return;
    const { name, active, persistent } = actual;
    const holders = active ? await vfHoldersOf(survey, name) : [];
    const others = holders.filter(({ domainUuid, alias }) => !operation.isFollowing(libvirt.uri, domainUuid, alias));
    if (others.length > 0 && prior.whenInUse !== "restart")
        throw refused(libvirt.uri, name, [refusedDeletion(name, others)]);
    await withRollback(async (take) => {
        await detachVfs(libvirt, vfDevicesOf(holders, name), take);
        if (active) {
            await take({
                host: libvirt,
                left: `network ${name} is stopped`,
                act: () => ignoreNotFound(() => stopPool(libvirt, id)),
                isDone: () => isStopped(libvirt, id),
                // a network without a definition vanishes when it stops
                undo: async () => persistent && startAgain(libvirt, id),
            });
        }
        if (persistent) await ignoreNotFound(() => libvirt.networkUndefine(id));
    });
}
