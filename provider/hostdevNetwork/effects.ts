import type { Survey } from "../host/survey";
import { devicesIn } from "../documents";
import { formatHolder, networkOf, vfHoldersOf, type VfHolder } from "../host/vfHolders";
import { differences } from "../lifecycle/differences";
import type { Prior } from "../lifecycle/kind";
import { findingMessage, type Message } from "../lifecycle/message";
import { Refused } from "../lifecycle/refused";
import { applyLevels, judge, ruleSets } from "../rules";
import { defined } from "../xml";
import { REPLACE_ON, type HostdevNetworkArgs } from "./args";
import type { PoolOutputs } from "./outputs";
import { planPool, type PoolPlan } from "./plan";
import { takenOver } from "./takeOver";
import { poolMessage, type Holder, type Needs } from "./words";

/** Says what making or changing a pool does to what runs; nothing where it is refused. */
export async function effects(
    survey: Survey,
    desired: HostdevNetworkArgs,
    prior?: Prior<HostdevNetworkArgs, PoolOutputs>,
): Promise<readonly Message[]> {
    const actual = (await survey.networks()).find(({ uuid, name }) =>
        prior ? uuid === prior.outputs.uuid : name === desired.name,
    );
    const replacing = prior ? REPLACE_ON.flatMap((key) => differences(prior.args[key], desired[key], key)) : [];
    if (replacing.length > 0) {
        const holders = actual && prior?.args.uri === desired.uri ? await vfHoldersOf(survey, actual.name) : [];
        const using = new Set(holders.map(({ guest }) => guest));
        const named = actual ? (await guestsNaming(survey, actual.name)).filter((guest) => !using.has(guest)) : [];
        return [
            poolMessage("replace-pool", desired.name, { changes: replacing, holders: holders.map(holderOf), named }),
        ];
    }
    if (!actual) return [];
    const taken = prior ? undefined : await takenOver(survey, actual, desired);
    // a rule of check says why it is refused
    if (!prior && !taken) return [];
    const plan = await planPool(survey, actual, desired, prior);
    if (refusalsOf(plan, desired).length > 0) return [];
    return [...(taken ? [taken] : []), ...effectsOf(plan)];
}

/** The guests whose definitions name a network. */
const guestsNaming = async (survey: Survey, network: string): Promise<readonly string[]> =>
    (await survey.everyGuest())
        .filter(({ config }) => devicesIn(config).some((device) => networkOf(device) === network))
        .map(({ name }) => name)
        .sort();

/** Says why making or changing a pool would be refused. */
export async function refusals(
    survey: Survey,
    desired: HostdevNetworkArgs,
    prior?: HostdevNetworkArgs,
): Promise<readonly Message[]> {
    const actual = (await survey.networks()).find(({ name }) => name === desired.name);
    if (!actual || !prior) return [];
    return refusalsOf(await planPool(survey, actual, desired, { args: prior }), desired);
}

/** Returns a message for each effect of a plan. */
export function effectsOf(plan: PoolPlan): readonly Message[] {
    const { name, changes, stops, starts, portgroupsWait } = plan;
    const holders = plan.holders.map(holderOf);
    if (changes.length === 0) return [];
    if (plan.detached.length > 0)
        return plan.detached.map((one) =>
            poolMessage(starts ? "reattach-vf" : "detach-vf", name, {
                changes,
                needs: needsOf(plan),
                holder: holderOf(one),
                isTeamed: one.device?.teaming !== undefined,
            }),
        );
    if (stops) return [poolMessage(starts ? "restart-pool" : "stop-pool", name, { changes })];
    if (portgroupsWait) return [poolMessage("portgroups-wait", name, { changes, holders })];
    if (!starts) return [poolMessage("change-without-restart", name, { changes })];
    const forgotten = holders.length > 0 ? [poolMessage("vfs-forgotten", name, { holders })] : [];
    return [poolMessage("start-pool", name, { changes }), ...forgotten];
}

/**
 * Returns a message for each reason against carrying out a plan; none where it is carried out. libvirt itself would carry
 * out each of them without an error.
 */
export function refusalsOf(
    plan: PoolPlan,
    { whenInUse, rules = {} }: Pick<HostdevNetworkArgs, "whenInUse" | "rules">,
): readonly Message[] {
    const { name, changes, vfsForHolders, starts } = plan;
    const detached = plan.detached.map(holderOf);
    const leaving = plan.leaving.map(holderOf);
    const holders = plan.holders.map(holderOf);
    const starting = plan.detached.filter(({ device }) => !device).map(holderOf);
    const needs = needsOf(plan);
    const reasons: Message[] = [];
    if (detached.length === 0) return [];
    if (whenInUse === "refuse") reasons.push(poolMessage("pool-in-use", name, { changes, needs, holders: detached }));
    if (whenInUse === "refuse" && leaving.length > 0)
        reasons.push(poolMessage("vfs-leave-pool", name, { holders: leaving }));
    if (starts && vfsForHolders !== undefined && vfsForHolders < holders.length)
        reasons.push(poolMessage("too-few-vfs", name, { changes, vfs: vfsForHolders, holders }));
    if (whenInUse === "restart" && starting.length > 0)
        reasons.push(poolMessage("guest-starting", name, { changes, needs, holders: starting }));
    const restart = { pf: plan.pf, holders: plan.detached.map(formatHolder) };
    const failures = applyLevels(judge(ruleSets.poolRestart.rules, restart), rules).filter(
        ({ severity }) => severity === "error",
    );
    return [...reasons, ...failures.map((failure) => findingMessage(failure, name))];
}

/** The refusal to delete a pool whose VFs guests use. */
export const refusedDeletion = (pool: string, holders: readonly VfHolder[]): Message =>
    poolMessage("deletion-of-pool-in-use", pool, { holders: holders.map(holderOf) });

/** The error of a creation, change or deletion that is refused. */
export const refused = (uri: string, pool: string, reasons: readonly Message[]): Refused =>
    new Refused(`${pool}: nothing was changed on ${uri}.`, reasons);

const needsOf = ({ stops, starts }: PoolPlan): Needs => (stops ? (starts ? "restart" : "stop") : "detach");

const holderOf = ({ guest, alias, address }: VfHolder): Holder => defined({ guest, alias, address });
