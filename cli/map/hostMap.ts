import { vfHoldersOn, type VfHolder } from "../../provider/host/vfHolders";
import { occupancyOf, type Occupancy, type PoolVf } from "../../provider/host/occupancy";
import type { Survey } from "../../provider/host/survey";
import { teamsOn, type TeamOnHost } from "../../provider/host/teams";
import { defined } from "../../provider/xml";

/** A VF that a guest has, and that no pool lists. */
export interface StrayVf extends PoolVf {
    /** Pool that it came from, and that no longer lists it; absent where the guest names the VF by its address. */
    readonly pool?: string;
}

/** The VFs of a host, with the guests that use them. */
export interface HostMap {
    readonly uri: string;
    /** By name. */
    readonly pools: readonly Occupancy[];
    /** By address. */
    readonly strays: readonly StrayVf[];
    /** By guest, and by the alias of the virtio half. */
    readonly teams: readonly TeamOnHost[];
}

/** Asks a host for its map. */
export async function hostMap(survey: Survey): Promise<HostMap> {
    const pools = await Promise.all((await survey.pools()).map((pool) => occupancyOf(survey, pool)));
    const listed = new Set(pools.flatMap(({ vfs }) => vfs.map(({ address }) => address)));
    const unlisted = (await vfHoldersOn(survey)).filter(({ address }) => !listed.has(address));
    const strays = await Promise.all(unlisted.map((holder) => stray(survey, holder)));
    return {
        uri: survey.libvirt.uri,
        pools,
        strays: sorted(strays.flat(), ({ address }) => [address]),
        teams: sorted(await teamsOn(survey), ({ guest, persistent = "" }) => [guest, persistent]),
    };
}

/** Returns no device that is neither a VF nor a half of a team: guests have disks and GPUs of their host, too. */
async function stray(survey: Survey, holder: VfHolder): Promise<readonly StrayVf[]> {
    const { address, guest, domainUuid, alias, pool, device } = holder;
    const found = await survey.pciDevice(address);
    if (found === "no VF" && device?.teaming === undefined) return [];
    const isOutsidePool: true | undefined = pool === undefined ? true : undefined;
    return [defined({ address, exists: found === "a VF", guest, domainUuid, alias, isOutsidePool, pool })];
}

/** Sorts by code units, which is the same on every machine. */
function sorted<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): readonly T[] {
    return [...all].sort((a, b) => {
        const one = keysOf(a);
        const other = keysOf(b);
        const at = one.findIndex((key, i) => key !== other[i]);
        return at === -1 ? 0 : (one[at] ?? "") < (other[at] ?? "") ? -1 : 1;
    });
}
