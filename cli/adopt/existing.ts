import type { Properties } from "../../provider/lifecycle/kind";

/** A pool or pair that a host has. */
interface Existing {
    /** URI of the host. */
    readonly uri: string;
    /** Arguments that say what the host has, without `uri` and `adopt`. */
    readonly args: Properties;
    /** Why up would refuse it, a sentence each. Empty where it takes it over. */
    readonly problems: readonly string[];
}

/** A pool of VFs. */
export interface ExistingPool extends Existing {
    readonly name: string;
}

/** A pair of a guest. */
export interface ExistingPair extends Existing {
    readonly guest: string;
    readonly domainUuid: string;
    /** Whether the guest runs on this host. */
    readonly active: boolean;
    /** Alias of the virtio half, else of the VF half, else empty. */
    readonly alias: string;
    /** The other hosts that have what it needs. */
    readonly migratesTo: readonly string[];
    /** What up would change of it, e.g. `transient.alias absent => ua-net0-vf`. */
    readonly changes: readonly string[];
}

/** What hosts have. */
export interface Inventory {
    readonly uris: readonly string[];
    readonly pools: readonly ExistingPool[];
    readonly pairs: readonly ExistingPair[];
}
