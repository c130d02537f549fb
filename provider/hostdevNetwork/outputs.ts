import type { Properties } from "../lifecycle/kind";
import { defined } from "../xml";

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
