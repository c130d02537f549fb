import type { HostMap } from "./hostMap";

/** What there is on a host, each VF counted once. */
export interface Totals {
    readonly pools: number;
    /** `held`, `free` and `gone` together. */
    readonly vfs: number;
    /** Guests have them. */
    readonly held: number;
    readonly free: number;
    /** Pools list them, no guest has them, and neither has the host. */
    readonly gone: number;
    readonly teams: number;
    readonly notWhole: number;
}

export function totalsOf({ pools, strays, teams }: HostMap): Totals {
    const vfs = new Map([...pools.flatMap((pool) => pool.vfs), ...strays].map((vf) => [vf.address, vf]));
    const held = [...vfs.values()].filter(({ guest }) => guest !== undefined).length;
    const gone = [...vfs.values()].filter(({ guest, isThere }) => guest === undefined && !isThere).length;
    return {
        pools: pools.length,
        vfs: vfs.size,
        ...{ held, free: vfs.size - held - gone, gone },
        teams: teams.length,
        notWhole: teams.filter(({ whole }) => !whole).length,
    };
}
