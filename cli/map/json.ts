import type { Occupancy, PoolVf } from "../../provider/host/occupancy";
import type { TeamOnHost } from "../../provider/host/teams";
import { visibleJson } from "../../provider/xml";
import type { MapForm } from "./form";
import type { HostMap } from "./hostMap";

/** For machines: an array with an entry for each host. It always has every key; null stands for what is missing. */
export const jsonForm: MapForm = {
    begin: "[",
    host: (answer, index) =>
        `${index === 0 ? "" : ","}\n${visibleJson(JSON.stringify("problem" in answer ? answer : entry(answer)))}`,
    end: "\n]\n",
};

const entry = ({ uri, pools, strays, teams }: HostMap) => ({
    uri,
    pools: pools.map(poolEntry),
    strays: strays.map((vf) => ({ ...vfEntry(vf), pool: vf.pool ?? null })),
    teams: teams.map(teamEntry),
});

const poolEntry = ({ name, uuid, pf, link, mtu, active, autostart, free, total, connections, vfs }: Occupancy) => ({
    name,
    uuid,
    pf: pf ?? null,
    link: link ?? null,
    mtu: mtu ?? null,
    active,
    autostart,
    free,
    total,
    connections,
    vfs: vfs.map(vfEntry),
});

const vfEntry = ({ address, exists, guest, domainUuid, alias, isOutsidePool }: PoolVf) => ({
    address,
    exists,
    guest: guest ?? null,
    domainUuid: domainUuid ?? null,
    alias: alias ?? null,
    isOutsidePool: isOutsidePool === true,
});

const teamEntry = (team: TeamOnHost) => ({
    guest: team.guest,
    domainUuid: team.domainUuid,
    active: team.active,
    persistent: team.persistent ?? null,
    transient: team.transient ?? null,
    mac: team.mac ?? null,
    pool: team.pool ?? null,
    vf: team.vf ?? null,
    complete: team.complete,
    problems: team.problems,
});
