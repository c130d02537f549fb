import type { Properties } from "../lifecycle/kind";
import type { Libvirt } from "../libvirt/libvirt";
import { defined } from "../xml";
import type { HostdevNetworkArgs } from "./args";
import { listedVfs } from "./card";

/** What the state holds of a pool beside its arguments. */
export interface PoolOutputs {
    /** libvirt's UUID of the network. */
    readonly uuid: string;
    /** PCI addresses of the VFs that the pool listed when it was last seen started. */
    readonly vfs?: readonly string[];
}

/** The outputs in what the state holds of a pool. */
export const outputsOf = ({ uuid, vfs }: Properties): PoolOutputs =>
    defined({ uuid: String(uuid), vfs: vfs as readonly string[] | undefined });

/**
 * Reads the outputs of a pool that was just made or changed.
 *
 * @param priorVfs the VFs that the state has, which are kept where the pool lists none
 */
export async function readOutputs(
    libvirt: Libvirt,
    uuid: string,
    { name, active }: HostdevNetworkArgs,
    priorVfs?: readonly string[],
): Promise<PoolOutputs> {
    const vfs = active ? await listedVfs(libvirt, { uuid, name }) : undefined;
    return defined({ uuid, vfs: vfs ?? priorVfs });
}
