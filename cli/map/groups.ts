import type { Occupancy } from "../../provider/host/occupancy";
import type { TeamOnHost } from "../../provider/host/teams";
import type { HostMap, StrayVf } from "./hostMap";

/** A VF with the team that it is a half of, or a team that has no VF now. */
export interface Place {
    readonly vf?: StrayVf;
    readonly team?: TeamOnHost;
}

/** What belongs to a pool; or to none. */
export interface Group {
    /** The pool's name; absent of what belongs to none. */
    readonly name?: string;
    /** Absent where the host has no pool of that name. */
    readonly pool?: Occupancy;
    /** VFs first, then the teams that want one. */
    readonly places: readonly Place[];
    /** How many teams of the pool have no VF now: those of guests that are shut off, and those that lack it. */
    readonly wanted: number;
}

/** A map by its pools: those that it has, those that teams speak of and it has not, and what is in none. */
export function groupsOf({ pools, strays, teams }: HostMap): readonly Group[] {
    const names = new Set(pools.map(({ name }) => name));
    const missing = teams.flatMap(({ pool, vf }) => (pool === undefined || vf !== undefined ? [] : [pool]));
    const place = (vf: StrayVf): Place => {
        const team = teams.find((one) => one.vf === vf.address && one.domainUuid === vf.domainUuid);
        return { vf, ...(team && { team }) };
    };
    const group = (name: string | undefined, vfs: readonly StrayVf[]): Group => {
        const waiting = teams.filter((team) => team.pool === name && wantsVf(team));
        return {
            ...(name !== undefined && { name }),
            places: [...vfs.map(place), ...waiting.map((team) => ({ team }))],
            wanted: waiting.length,
        };
    };
    const none = group(undefined, strays);
    return [
        ...pools.map((pool) => ({ ...group(pool.name, pool.vfs), pool })),
        ...[...new Set(missing)]
            .filter((name) => !names.has(name))
            .sort()
            .map((name) => group(name, [])),
        ...(none.places.length > 0 ? [none] : []),
    ];
}

/** A team that never had a VF half wants none; it is told among those that are not whole. */
const wantsVf = ({ vf, pool, transient, whole }: TeamOnHost): boolean =>
    vf === undefined && (pool !== undefined || transient !== undefined || whole);
