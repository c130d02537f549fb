import type { Occupancy, PoolVf } from "../../provider/host/occupancy";
import type { TeamOnHost } from "../../provider/host/teams";
import type { MapForm } from "./form";
import type { HostMap } from "./hostMap";

/** For machines: an array with an entry for each host. Every key is always there; null is what there is not. */
export const jsonForm: MapForm = {
    begin: "[",
    host: (answer, index) =>
        `${index === 0 ? "" : ","}\n${JSON.stringify("problem" in answer ? answer : entry(answer))}`,
    end: "\n]\n",
};

const entry = ({ uri, pools, strays, teams }: HostMap) => ({
    uri,
    pools: pools.map(poolEntry),
    strays: strays.map((vf) => ({ ...vfEntry(vf), pool: vf.pool ?? null })),
    teams: teams.map(teamEntry),
});

const poolEntry = ({ name, uuid, pf, mtu, active, autostart, free, total, connections, vfs }: Occupancy) => ({
    ...{ name, uuid, pf: pf ?? null, mtu: mtu ?? null, active, autostart, free, total, connections },
    vfs: vfs.map(vfEntry),
});

const vfEntry = ({ address, isThere, guest, domainUuid, alias, isOutsidePool }: PoolVf) => ({
    ...{ address, isThere, guest: guest ?? null, domainUuid: domainUuid ?? null, alias: alias ?? null },
    isOutsidePool: isOutsidePool === true,
});

const teamEntry = ({ guest, domainUuid, active, persistent, transient, mac, pool, vf, whole, lacks }: TeamOnHost) => ({
    ...{ guest, domainUuid, active, persistent: persistent ?? null, transient: transient ?? null },
    ...{ mac: mac ?? null, pool: pool ?? null, vf: vf ?? null, whole, lacks },
});
