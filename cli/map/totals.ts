import type { HostMap } from "./hostMap";

/** Numbers of a host's pools, VFs and teams. Each VF is counted once. */
export interface Totals {
    readonly pools: number;
    /** `inUse`, `free` and `missing` together. */
    readonly vfs: number;
    /** Guests use them. */
    readonly inUse: number;
    readonly free: number;
    /** Pools list them, no guest uses them, and the host does not have them. */
    readonly missing: number;
    readonly teams: number;
    readonly incomplete: number;
}

export function totalsOf({ pools, strays, teams }: HostMap): Totals {
    const vfs = new Map([...pools.flatMap((pool) => pool.vfs), ...strays].map((vf) => [vf.address, vf]));
    const inUse = [...vfs.values()].filter(({ guest }) => guest !== undefined).length;
    const missing = [...vfs.values()].filter(({ guest, exists }) => guest === undefined && !exists).length;
    return {
        pools: pools.length,
        vfs: vfs.size,
        inUse,
        free: vfs.size - inUse - missing,
        missing,
        teams: teams.length,
        incomplete: teams.filter(({ complete }) => !complete).length,
    };
}
