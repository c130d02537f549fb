import type { Occupancy } from "../../provider/host/occupancy";
import type { TeamOnHost } from "../../provider/host/teams";
import { defined, groupedBy } from "../../provider/xml";
import type { HostMap, StrayVf } from "./hostMap";

/** A VF with the team whose half it is, or a team that has no VF now. */
export interface Place {
    readonly vf?: StrayVf;
    readonly team?: TeamOnHost;
}

/** VFs and teams of one pool, or of none. */
export interface Group {
    /** Name of the pool; absent of what belongs to none. */
    readonly name?: string;
    /** The pool; absent where the host has none of that name. */
    readonly pool?: Occupancy;
    /** VFs first, then the teams that want one. */
    readonly places: readonly Place[];
    /** Number of teams of the pool that have no VF now: the guest is shut off, or runs without it. */
    readonly wanted: number;
}

/** Returns a map by pools: those of the host, those that teams name and the host does not have, and what is in none. */
export function groupsOf({ pools, strays, teams }: HostMap): readonly Group[] {
    const names = new Set(pools.map(({ name }) => name));
    const missing = teams.flatMap(({ pool, vf }) => (pool === undefined || vf !== undefined ? [] : [pool]));
    const byVf = groupedBy(teams, ({ vf, domainUuid }) => `${vf} ${domainUuid}`);
    const wanting = groupedBy(teams.filter(wantsVf), ({ pool }) => pool);
    const place = (vf: StrayVf): Place => {
        const team = byVf.get(`${vf.address} ${vf.domainUuid}`)?.[0];
        return defined({ vf, team });
    };
    const group = (name: string | undefined, vfs: readonly StrayVf[]): Group => {
        const waiting = wanting.get(name) ?? [];
        const places = [...vfs.map(place), ...waiting.map((team) => ({ team }))];
        return defined({ name, places, wanted: waiting.length });
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

/** A team that never had a VF half wants none; it is told among the incomplete ones. */
const wantsVf = ({ vf, pool, transient, complete }: TeamOnHost): boolean =>
    vf === undefined && (pool !== undefined || transient !== undefined || complete);
