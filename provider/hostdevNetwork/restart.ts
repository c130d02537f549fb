import type { Take } from "../lifecycle/rollback";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { write } from "../xml";
import type { HostdevNetworkArgs } from "./args";
import type { WrittenDefinition } from "./define";
import type { PoolPlan } from "./plan";
import { detachVfs, reattachVfs, vfDevicesOf } from "./reattach";
import { isStarted, isStopped, startAgain, startPool, stopPool } from "./startStop";

/**
 * Stops and starts a network as its plan says. Guests are without their VFs from before it stops until it has started.
 *
 * @param written the new definition, where one was written
 */
export async function restartPool(
    libvirt: Libvirt,
    { uuid, name }: NetworkState,
    desired: HostdevNetworkArgs,
    plan: PoolPlan,
    written: WrittenDefinition | undefined,
    take: Take,
): Promise<void> {
    const devices = vfDevicesOf(plan.detached, name);
    await detachVfs(libvirt, devices, take);
    if (plan.stops)
        await take({
            host: libvirt,
            left: `network ${name} is stopped`,
            act: () => stopPool(libvirt, uuid),
            isDone: () => isStopped(libvirt, uuid),
            async undo() {
                // the new definition may be what does not start
                if (await written?.isStillOurs()) await libvirt.networkDefine(write(plan.before));
                await startAgain(libvirt, uuid);
            },
        });
    if (!plan.starts) return;
    await take({
        host: libvirt,
        left: `network ${name} is started`,
        act: () => startPool(libvirt, uuid, desired),
        isDone: () => isStarted(libvirt, uuid),
        undo: () => stopPool(libvirt, uuid),
    });
    await reattachVfs(libvirt, devices, take);
}
