import type { Properties } from "../lifecycle/kind";
import type { Libvirt } from "../libvirt/libvirt";
import { defined } from "../xml";
import type { HostdevNetworkArgs } from "./args";
import { listedVfs } from "./card";

/** Outputs of a pool that are no arguments. */
export interface PoolOutputs {
    /** libvirt's UUID of the network. */
    readonly uuid: string;
    /** PCI addresses of the VFs that the pool listed when it was last seen started. */
    readonly vfs?: readonly string[];
    /**
     * Differences of the started network from its definition, by property. Only after a change that was interrupted: the next up
     * restarts the network for it. What others define while it runs waits for its next start, as with libvirt itself.
     */
    readonly running?: Properties;
}

/** The outputs in what the state holds of a pool. */
export const outputsOf = ({ uuid, vfs, running }: Properties): PoolOutputs =>
    defined({
        uuid: String(uuid),
        vfs: vfs as readonly string[] | undefined,
        running: running as Properties | undefined,
    });

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
