import type { HostMap } from "../../cli/map/hostMap";
import { visibleName } from "../../provider/xml";

/** What is to be read of a map, as it is shown. */
export interface MapNames {
    readonly titles: readonly string[];
    readonly addresses: readonly string[];
    readonly guests: readonly string[];
    readonly problems: readonly string[];
    readonly aliases: readonly string[];
}

export function namesIn({ uri, pools, strays, teams }: HostMap): MapNames {
    const vfs = [...pools.flatMap((pool) => pool.vfs), ...strays];
    const shown = (some: readonly (string | undefined)[]): readonly string[] =>
        some.flatMap((one) => (one === undefined ? [] : [visibleName(one)]));
    return {
        titles: shown([uri, ...pools.flatMap(({ name, pf }) => [name, pf])]),
        addresses: vfs.map(({ address }) => address),
        guests: shown([...vfs, ...teams].map(({ guest }) => guest)),
        problems: shown(teams.flatMap((team) => team.problems)),
        aliases: shown([
            ...vfs.map(({ alias }) => alias),
            ...teams.flatMap((team) => [team.persistent, team.transient]),
        ]),
    };
}
