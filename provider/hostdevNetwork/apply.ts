import type { Survey } from "../host/survey";
import type { Prior } from "../lifecycle/kind";
import { withRollback, type Take } from "../lifecycle/rollback";
import { ignoreNotFound, VIR_ERR } from "../libvirt/errors";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import type { HostdevNetworkArgs } from "./args";
import { define, Overtaken } from "./define";
import { refusalsOf, refused } from "./effects";
import { stateOf } from "./observe";
import { readOutputs, type PoolOutputs } from "./outputs";
import { planPool } from "./plan";
import type { PortgroupChange } from "./portgroups";
import { restartPool } from "./restart";
import { poolMessage } from "./words";

/** Changes a pool in place. */
export async function updatePool(
    survey: Survey,
    prior: Prior<HostdevNetworkArgs, PoolOutputs>,
    desired: HostdevNetworkArgs,
): Promise<PoolOutputs> {
    const { libvirt } = survey;
    const { id, args, outputs } = prior;
    const actual = await stateOf(survey, id);
    if (!actual) throw refused(libvirt.uri, desired.name, [poolMessage("pool-missing", desired.name, { uuid: id })]);
    await applyPlan(survey, actual, desired, prior);
    return readOutputs(libvirt, id, desired, args.pf === desired.pf ? outputs.vfs : undefined);
}

/**
 * Brings an existing network to what is desired, whole or not at all. The definition comes first, as libvirt may refuse it.
 *
 * @throws Refused
 */
export async function applyPlan(
    survey: Survey,
    actual: NetworkState,
    desired: HostdevNetworkArgs,
    prior?: Prior<HostdevNetworkArgs, PoolOutputs>,
): Promise<void> {
    const { libvirt } = survey;
    const { name } = actual;
    const plan = await planPool(survey, actual, desired, prior);
    const reasons = refusalsOf(plan, desired);
    if (reasons.length > 0) throw refused(libvirt.uri, name, reasons);
    const definition = await withRollback(async (take) => {
        const written = plan.defines ? await define(libvirt, actual, plan, take) : undefined;
        await restartPool(libvirt, actual, desired, plan, written, take);
        await changePortgroups(libvirt, actual, plan.portgroups, take);
        if (plan.autostarts) await changeAutostart(libvirt, actual, take);
        return written;
    });
    if (definition && !(await definition.isStillOurs()))
        throw new Overtaken(libvirt.uri, name, await definition.changesOfOthers());
}

const changeAutostart = (libvirt: Libvirt, { uuid, name, autostart }: NetworkState, take: Take): Promise<void> =>
    take({
        host: libvirt,
        left: `network ${name} ${autostart ? "no longer starts" : "starts"} with its host`,
        act: () => libvirt.networkAutostart(uuid, !autostart),
        isDone: async () => (await stateOf(libvirt, uuid))?.autostart !== autostart,
        undo: () => libvirt.networkAutostart(uuid, autostart),
    });

async function changePortgroups(
    libvirt: Libvirt,
    { uuid, name }: NetworkState,
    { add, delete: gone }: PortgroupChange,
    take: Take,
): Promise<void> {
    const change = async (how: "add" | "delete", back: "add" | "delete", xml: string): Promise<void> =>
        take({
            host: libvirt,
            left: `network ${name} runs with other portgroups than it is defined with`,
            act: () => libvirt.networkPortgroup(uuid, how, xml),
            // libvirt changes a network once at a time, so what undoes it comes after it
            isDone: () => Promise.resolve(true),
            // libvirt refuses so to add what is there, and to delete what is not
            undo: () => ignoreNotFound(() => libvirt.networkPortgroup(uuid, back, xml), VIR_ERR.OPERATION_INVALID),
        });
    for (const xml of gone) await change("delete", "add", xml);
    for (const xml of add) await change("add", "delete", xml);
}
