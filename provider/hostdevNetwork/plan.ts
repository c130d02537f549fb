import { ignoreRefused } from "../libvirt/errors";
import type { NetworkState } from "../libvirt/libvirt";
import { hostdevNetwork as table } from "../model/hostdevNetwork";
import { amend, decode, type XmlNode } from "../xml";
import { differences, type Difference } from "../lifecycle/differences";
import { vfHoldersOf, vfHoldersOn, type VfHolder } from "../host/vfHolders";
import type { HostdevNetworkArgs } from "./args";
import { portgroupChange, type PortgroupChange } from "./portgroups";
import type { Survey } from "../host/survey";

/** What a change of a pool takes, as data, computed before anything is touched. */
export interface PoolPlan {
    readonly name: string;
    /** What differs on the host from what is wanted. */
    readonly changed: readonly Difference[];
    readonly before: XmlNode;
    readonly after: XmlNode;
    /** Whether the definition is written anew. */
    readonly defines: boolean;
    /** Of a network that runs on: its portgroups that change at once. */
    readonly portgroups: PortgroupChange;
    /** Whether its portgroups wait for its next start, as libvirt forgets who has VFs when they change while it runs. */
    readonly portgroupsWait: boolean;
    readonly stops: boolean;
    readonly starts: boolean;
    readonly autostarts: boolean;
    /** The guests that have VFs of it. */
    readonly holders: readonly VfHolder[];
    /** Those of them that the change takes the VF from, if only for a moment. */
    readonly pulls: readonly VfHolder[];
    /** Those that have a VF which will not be in the pool any more. */
    readonly leaving: readonly VfHolder[];
    /** How many VFs there will be for the holders; undefined where that cannot be told, or does not change. */
    readonly places: number | undefined;
}

/** What of a definition the network need not be stopped for. Portgroups it takes while it runs. */
const WITHOUT_RESTART: ReadonlySet<string> = new Set(["title", "description", "portgroups"]);

/** The steps from what a host has to what is wanted. Changes nothing. `was` is what the state held. */
export async function planPool(
    survey: Survey,
    state: NetworkState,
    desired: HostdevNetworkArgs,
    prior?: HostdevNetworkArgs,
): Promise<PoolPlan> {
    const before = await survey.definition(state.uuid);
    const after = amend(table, before, desired, prior);
    const [had, has] = [decode(table, before).model, decode(table, after).model];
    const defined = differences(had, has);
    const { active, autostart } = state;
    const toggled = differences({ active, autostart }, { active: desired.active, autostart: desired.autostart });
    const needsRestart = active && (!desired.active || defined.some(({ path }) => !WITHOUT_RESTART.has(rowOf(path))));
    const movesVfs = defined.some(({ path }) => ["pf", "addresses"].includes(rowOf(path)));
    const movesPortgroups = defined.some(({ path }) => rowOf(path) === "portgroups");
    const asks = needsRestart || movesVfs || movesPortgroups || active !== desired.active;
    const holders = asks ? await vfHoldersOf(survey, state.name) : [];

    const isHeld = holders.length > 0;
    const stops = needsRestart || (active && movesPortgroups && isHeld && desired.whenInUse === "restart");
    const vfs = movesVfs ? await ignoreRefused(survey.vfsOf(has)) : undefined;
    const leaving = vfs ? holders.filter(({ address }) => !vfs.includes(address)) : [];
    const runsOn = active && movesPortgroups && !stops;
    return {
        name: desired.name,
        ...{ changed: [...defined, ...toggled], before, after },
        defines: defined.length > 0 || !state.persistent,
        portgroups: runsOn && !isHeld ? portgroupChange(await survey.live(state), after) : { add: [], delete: [] },
        portgroupsWait: runsOn && isHeld,
        ...{ stops, starts: desired.active && (stops || !active) },
        autostarts: desired.autostart !== autostart,
        ...{ holders, pulls: stops ? holders : leaving, leaving },
        places: vfs && (await placesIn(survey, vfs, holders)),
    };
}

/** The row of a table that a path begins with. */
const rowOf = (path: string): string => /^\w+/.exec(path)?.[0] ?? "";

/** How many of the VFs nobody has but these holders. */
async function placesIn(survey: Survey, vfs: readonly string[], holders: readonly VfHolder[]): Promise<number> {
    const others = (await vfHoldersOn(survey)).filter((one) => !holders.includes(one)).map(({ address }) => address);
    return vfs.filter((vf) => !others.includes(vf)).length;
}
