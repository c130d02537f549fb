import { vfHoldersOf } from "../host/vfHolders";
import type { Survey } from "../host/survey";
import { ignoreNotFound } from "../libvirt/errors";
import { changesIn } from "../lifecycle/differences";
import type { Kind } from "../lifecycle/kind";
import type { Message } from "../lifecycle/message";
import { Refused } from "../lifecycle/refused";
import { withRollback } from "../lifecycle/rollback";
import { judge, networkRules } from "../rules";
import { defined } from "../xml";
import { applyPlan, startPool, stopPool } from "./apply";
import {
    hostdevNetworkFields,
    renderHostdevNetwork,
    withHostdevNetworkDefaults,
    type HostdevNetworkArgs,
} from "./args";
import { listedVfs } from "./card";
import { effectsOfPool, refusals, refusedDeletion, replacedPool } from "./effects";
import { checkPool } from "./hostCheck";
import { observePool, stateOf } from "./observe";
import { outputsOf, type PoolOutputs } from "./outputs";
import { planPool } from "./plan";
import { detachVfs, vfDevicesOf } from "./replug";

export const hostdevNetwork: Kind<HostdevNetworkArgs, PoolOutputs> = {
    title: "network",
    fields: hostdevNetworkFields,
    replaceOn: ["uri", "name"],
    withDefaults: withHostdevNetworkDefaults,
    outputsOf,
    judge: (desired, blocked) => judge(networkRules, desired, blocked),
    declare(operation, { uri, name, active = true, pf, addresses, portgroups }) {
        if (uri !== undefined && name !== undefined)
            operation.declare({ uri, name, active, pf, addresses, portgroups });
    },
    checkOnHost: checkPool,

    async effects(survey, desired, prior) {
        const state = (await survey.networks()).find(({ uuid, name }) =>
            prior ? uuid === prior.outputs.uuid : name === desired.name,
        );
        const moved = changesIn(hostdevNetwork.replaceOn, prior?.args ?? desired, desired);
        if (moved !== "") {
            const holders = state && prior?.args.uri === desired.uri ? await vfHoldersOf(survey, state.name) : [];
            return named(desired, [replacedPool(moved, holders)]);
        }
        if (!state || (!prior && !desired.adopt)) return [];
        const plan = await planPool(survey, state, desired, prior?.args);
        return refusals(plan, desired.whenInUse).length > 0 ? [] : named(desired, effectsOfPool(plan));
    },

    async refusals(survey, desired, prior) {
        const state = (await survey.networks()).find(({ name }) => name === desired.name);
        if (!state || (!prior && !desired.adopt)) return [];
        return named(desired, refusals(await planPool(survey, state, desired, prior), desired.whenInUse));
    },

    async create(survey, desired, begun) {
        const { libvirt } = survey;
        const actual = (await survey.networks()).find(({ name }) => name === desired.name);
        if (actual) {
            if (!desired.adopt) {
                throw new Error(
                    `network ${JSON.stringify(desired.name)} is on ${libvirt.uri} already, with uuid ${actual.uuid}. Set adopt to true to take it over, or choose another name.`,
                );
            }
            await applyPlan(survey, actual, desired);
            return { id: actual.uuid, outputs: await outputsNow(survey, actual.uuid, desired) };
        }
        const uuid = await withRollback(async (onRollback) => {
            const made = await libvirt.networkDefine(renderHostdevNetwork(desired));
            begun({ id: made, outputs: { uuid: made } });
            onRollback(`network ${desired.name} is defined`, () => libvirt.networkUndefine(made));
            if (desired.active) {
                await startPool(libvirt, made, desired);
                onRollback(`network ${desired.name} is started`, () => libvirt.networkStop(made));
            }
            if (desired.autostart) await libvirt.networkAutostart(made, true);
            return made;
        });
        return { id: uuid, outputs: await outputsNow(survey, uuid, desired) };
    },

    observe: observePool,

    async update(survey, { id, args: prior, outputs }, desired) {
        const state = await stateOf(survey, id);
        if (!state)
            throw new Error(
                `network ${JSON.stringify(desired.name)} (${id}) is gone from ${survey.libvirt.uri}. Run pulumi refresh, and up makes it again.`,
            );
        await applyPlan(survey, state, desired, prior);
        return outputsNow(survey, id, desired, prior.pf === desired.pf ? outputs.vfs : undefined);
    },

    async delete(survey, { id, args: prior }, operation) {
        const { libvirt } = survey;
        const state = await stateOf(survey, id);
        if (!state) return;
        const holders = state.active ? await vfHoldersOf(survey, state.name) : [];
        const others = holders.filter(
            ({ domainUuid, alias }) => !operation.isFollowing(libvirt.uri, domainUuid, alias),
        );
        if (others.length > 0 && prior.whenInUse !== "restart")
            throw new Refused(
                `network ${state.name} on ${libvirt.uri}: nothing was changed.`,
                named(prior, [refusedDeletion(others)]),
            );
        await withRollback(async (onRollback) => {
            await detachVfs(libvirt, vfDevicesOf(holders, state.name), onRollback);
            if (state.active) {
                await ignoreNotFound(() => stopPool(libvirt, id));
                if (state.persistent) onRollback(`network ${state.name} is stopped`, () => libvirt.networkStart(id));
            }
            if (state.persistent) await ignoreNotFound(() => libvirt.networkUndefine(id));
        });
    },
};

/**
 * The outputs of a pool that was just made or changed.
 *
 * @param priorVfs the VFs that it had before, which are kept where it has none now
 */
async function outputsNow(
    { libvirt }: Survey,
    uuid: string,
    { name, active }: HostdevNetworkArgs,
    priorVfs?: readonly string[],
): Promise<PoolOutputs> {
    const vfs = active ? await listedVfs(libvirt, { uuid, name }) : undefined;
    return defined({ uuid, vfs: vfs ?? priorVfs });
}

const named = ({ name }: HostdevNetworkArgs, lines: readonly string[]): readonly Message[] =>
    lines.map((text) => ({ id: "effect", subject: name, facts: {}, text }));
