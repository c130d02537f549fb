import type { OnRollback } from "../lifecycle/rollback";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { write } from "../xml";
import type { HostdevNetworkArgs } from "./args";
import type { WrittenDefinition } from "./define";
import type { PoolPlan } from "./plan";
import { detachVfs, reattachVfs, vfDevicesOf } from "./reattach";
import { startPool, stopPool } from "./startStop";

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
    onRollback: OnRollback,
): Promise<void> {
    const devices = vfDevicesOf(plan.detached, name);
    await detachVfs(libvirt, devices, onRollback);
    if (plan.stops) {
        await stopPool(libvirt, uuid);
        onRollback(`network ${name} is stopped`, async () => {
            // the new definition may be what does not start
            if (await written?.isStillOurs()) await libvirt.networkDefine(write(plan.before));
            await libvirt.networkStart(uuid);
        });
    }
    if (!plan.starts) return;
    await startPool(libvirt, uuid, desired);
    onRollback(`network ${name} is started`, () => libvirt.networkStop(uuid));
    await reattachVfs(libvirt, devices, onRollback);
}
