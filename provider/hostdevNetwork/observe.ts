import type { Survey } from "../host/survey";
import { beforeByPath, differences } from "../lifecycle/differences";
import type { Observed, Prior, Properties } from "../lifecycle/kind";
import { findingMessage } from "../lifecycle/message";
import { ignoreNotFound } from "../libvirt/errors";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { hostdevNetwork as table } from "../model/hostdevNetwork";
import { applyLevels, ruleSets, judge } from "../rules";
import { decode, defined, project } from "../xml";
import { hostdevNetworkFields, type HostdevNetworkArgs } from "./args";
import { cardState, pendingOf } from "./card";
import type { PoolOutputs } from "./outputs";

/** A network by its UUID; undefined where there is none. */
export const stateOf = async (
    host: Pick<Libvirt | Survey, "networks">,
    uuid: string,
): Promise<NetworkState | undefined> => (await host.networks()).find((network) => network.uuid === uuid);

/** The pool as its host has it, compared with the card below it; undefined where it is missing, or vanishes meanwhile. */
export const observePool = (
    survey: Survey,
    prior: Prior<HostdevNetworkArgs, PoolOutputs>,
): Promise<Observed<HostdevNetworkArgs, PoolOutputs> | undefined> => ignoreNotFound(() => observe(survey, prior));

async function observe(
    survey: Survey,
    { id, args: prior, outputs }: Prior<HostdevNetworkArgs, PoolOutputs>,
): ReturnType<typeof observePool> {
    const actual = await stateOf(survey, id);
    if (!actual) return undefined;
    const { name, active, autostart } = actual;
    // of a network that was undefined while it ran, libvirt shows the rest in place of the definition
    const definition = actual.persistent ? decode(table, await survey.definition(id)).model : { name };
    const args = { ...project(hostdevNetworkFields, prior, definition), autostart, active } as HostdevNetworkArgs;
    const { pending, ...card } = await cardState(survey, actual, prior, outputs.vfs);
    // where the definition has drifted, up writes it again: it waits for nothing then
    const isDefinedAsPrior = differences({ ...prior, active, autostart }, args).length === 0;
    const wasInterrupted = outputs.running !== undefined;
    const waits = isDefinedAsPrior && !wasInterrupted;
    const findings = judge(ruleSets.cardState.rules, waits ? defined({ ...card, pending }) : card);
    return defined({
        args,
        // the VFs that a stopped pool listed before tell what its card has lost
        outputs: defined({ uuid: id, vfs: card.listed ?? card.recorded }),
        running: wasInterrupted ? await runsOtherwise(survey, actual) : undefined,
        notes: applyLevels(findings, prior.rules ?? {}).map((finding) => findingMessage(finding, name)),
    });
}

/** Returns differences of a started network from its definition, by property; undefined if they are equal. */
async function runsOtherwise(survey: Survey, actual: NetworkState): Promise<Properties | undefined> {
    if (!actual.active || !actual.persistent) return undefined;
    const [live, definition] = await Promise.all([survey.live(actual), survey.definition(actual.uuid)]);
    const pending = pendingOf(decode(table, live).model, decode(table, definition).model);
    return pending.length === 0 ? undefined : beforeByPath(pending);
}
