import type { Survey } from "../host/survey";
import { pfLink, pfOfVfs, type PfLink } from "../host/pfLink";
import { vfHoldersOf, vfHoldersOn, type VfHolder } from "../host/vfHolders";
import { ignoreRefused } from "../libvirt/errors";
import type { NetworkState } from "../libvirt/libvirt";
import { differences, type Difference } from "../lifecycle/differences";
import { hostdevNetwork as table } from "../model/hostdevNetwork";
import { amend, decode, type XmlNode } from "../xml";
import type { KnownPrior } from "../lifecycle/kind";
import type { HostdevNetworkArgs } from "./args";
import { pendingOf } from "./card";
import type { PoolOutputs } from "./outputs";
import { withMaker } from "./mark";
import { NO_CHANGE, portgroupChange, type PortgroupChange } from "./portgroups";

/** Everything that a change of a pool needs, as data, computed before anything is touched. */
export interface PoolPlan {
    readonly name: string;
    /** The differences between the actual and the desired pool; after an interruption, those of the running one, too. */
    readonly changes: readonly Difference[];
    /** The actual definition. */
    readonly before: XmlNode;
    /** The desired definition. */
    readonly after: XmlNode;
    /** Whether the definition is written. */
    readonly defines: boolean;
    /** Portgroups of a network that runs on, which change at once. */
    readonly portgroups: PortgroupChange;
    /** Whether its portgroups wait for its next start: libvirt forgets who uses VFs when they change while it runs. */
    readonly portgroupsWait: boolean;
    readonly stops: boolean;
    readonly starts: boolean;
    /** Whether `autostart` changes. */
    readonly autostarts: boolean;
    /** The guests that use VFs of it. */
    readonly holders: readonly VfHolder[];
    /** Those of them whose VF is detached, if only for a moment. */
    readonly detached: readonly VfHolder[];
    /** Those whose VF leaves the pool. */
    readonly leaving: readonly VfHolder[];
    /** PF of the VFs to reattach; undefined if none is to be reattached, or the PF is unknown. */
    readonly pf: PfLink | undefined;
    /** Number of VFs that are left for the holders; undefined if it does not change or is unknown. */
    readonly vfsForHolders: number | undefined;
}

/** The rows of a definition that change without a restart. libvirt changes portgroups while a network runs. */
const WITHOUT_RESTART: ReadonlySet<string> = new Set(["title", "description", "portgroups"]);

/** Plans the steps from the actual network to the desired one. Changes nothing. */
export async function planPool(
    survey: Survey,
    actual: NetworkState,
    desired: HostdevNetworkArgs,
    prior?: KnownPrior<HostdevNetworkArgs, PoolOutputs>,
): Promise<PoolPlan> {
    const { active, autostart } = actual;
    const before = await survey.definition(actual.uuid);
    const amended = amend(table, before, desired, prior?.args);
    const after = withMaker(amended, desired.__madeBy);
    const desiredPool = decode(table, amended).model;
    const redefined = differences(decode(table, before).model, desiredPool);
    const toggled = differences({ active, autostart }, { active: desired.active, autostart: desired.autostart });
    const wasInterrupted = active && prior?.outputs?.running !== undefined;
    const unfinished = wasInterrupted ? pendingOf(decode(table, await survey.live(actual)).model, desiredPool) : [];
    const moved = [...redefined, ...unfinished];
    const needsRestart = active && (!desired.active || moved.some(({ path }) => !WITHOUT_RESTART.has(rowOf(path))));
    const movesVfs = moved.some(({ path }) => ["pf", "addresses"].includes(rowOf(path)));
    const movesPortgroups = redefined.some(({ path }) => rowOf(path) === "portgroups");
    const touchesHolders = needsRestart || movesVfs || movesPortgroups || active !== desired.active;
    const holders = touchesHolders ? await vfHoldersOf(survey, actual.name) : [];

    const isInUse = holders.length > 0;
    const stops = needsRestart || (active && movesPortgroups && isInUse && desired.whenInUse === "restart");
    const vfs = movesVfs ? await ignoreRefused(survey.vfsOf(desiredPool)) : undefined;
    const leaving = vfs ? holders.filter(({ address }) => !vfs.includes(address)) : [];
    const portgroupsMoveLive = active && movesPortgroups && !stops;
    const starts = desired.active && (stops || !active);
    const detached = stops ? holders : leaving;
    return {
        name: desired.name,
        changes: [...new Map([...moved, ...toggled].map((change) => [change.path, change])).values()],
        before,
        after,
        defines: redefined.length > 0 || !actual.persistent || after !== amended,
        portgroups: portgroupsMoveLive && !isInUse ? portgroupChange(await survey.live(actual), after) : NO_CHANGE,
        portgroupsWait: portgroupsMoveLive && isInUse,
        stops,
        starts,
        autostarts: desired.autostart !== autostart,
        holders,
        detached,
        leaving,
        pf: starts && detached.length > 0 ? await pfOf(survey, desiredPool) : undefined,
        vfsForHolders: vfs && (await countVfsFor(survey, vfs, holders)),
    };
}

/** The row of a table that a path begins with. */
const rowOf = (path: string): string => /^\w+/.exec(path)?.[0] ?? "";

const pfOf = (
    survey: Survey,
    { pf, addresses }: Pick<HostdevNetworkArgs, "pf" | "addresses">,
): Promise<PfLink | undefined> => (pf === undefined ? pfOfVfs(survey, addresses) : pfLink(survey, pf));

/** Counts the VFs that are free or used by these holders. */
async function countVfsFor(survey: Survey, vfs: readonly string[], holders: readonly VfHolder[]): Promise<number> {
    const others = (await vfHoldersOn(survey)).filter((one) => !holders.includes(one)).map(({ address }) => address);
    return vfs.filter((vf) => !others.includes(vf)).length;
}
