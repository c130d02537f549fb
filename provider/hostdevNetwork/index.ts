import { ignoreNotFound } from "../libvirt/errors";
import type { Libvirt } from "../libvirt/libvirt";
import { hostdevNetwork as table } from "../model/hostdevNetwork";
import { formatFinding, judge, applyLevels, networkRules, cardStateRules } from "../rules";
import { decode, project } from "../xml";
import { applyPlan, startPool, stateOf, stopPool } from "./apply";
import { changesIn, differences } from "../lifecycle/differences";
import {
    hostdevNetworkFields,
    renderHostdevNetwork,
    withHostdevNetworkDefaults,
    type HostdevNetworkArgs,
} from "./args";
import { vfHoldersOf } from "../host/vfHolders";
import { judgePool } from "./hostCheck";
import type { Kind, Properties } from "../lifecycle/kind";
import { effectsOfPool, refusals, refusedDeletion, replacedPool } from "./effects";
import { planPool } from "./plan";
import { listedVfs, cardState } from "./card";
import { Survey } from "../host/survey";
import { withRollback } from "../lifecycle/rollback";
import { vfDevicesOf, detachVfs } from "./replug";

export const hostdevNetwork: Kind<HostdevNetworkArgs> = {
    title: "network",
    fields: hostdevNetworkFields,
    judge: (args, blocked) => judge(networkRules, args, blocked),
    declare(operation, { uri, name, active = true, pf, addresses, portgroups }) {
        if (uri !== undefined && name !== undefined)
            operation.declare({ uri, name, active, pf, addresses, portgroups });
    },
    judgeOnHost: judgePool,
    replaceOn: ["uri", "name"],

    withDefaults: withHostdevNetworkDefaults,

    async foresee(survey, want, held) {
        const was = held?.args;
        const uuid = held?.outputs["uuid"];
        const state = (await survey.networks()).find((network) =>
            held ? network.uuid === uuid : network.name === want.name,
        );
        const moved = changesIn(hostdevNetwork.replaceOn, was ?? want, want);
        if (moved !== "") {
            const holders = state && was?.uri === want.uri ? await vfHoldersOf(survey, state.name) : [];
            return named(want, [replacedPool(moved, holders)]);
        }
        if (!state || (!held && !want.adopt)) return [];
        const plan = await planPool(survey, state, want, was);
        return refusals(plan, want.whenInUse).length > 0 ? [] : named(want, effectsOfPool(plan));
    },

    async refuses(survey, want, was) {
        const state = (await survey.networks()).find(({ name }) => name === want.name);
        if (!state || (!was && !want.adopt)) return [];
        return named(want, refusals(await planPool(survey, state, want, was), want.whenInUse));
    },

    async create(libvirt, want, begun) {
        const there = (await libvirt.networks()).find(({ name }) => name === want.name);
        if (there) {
            if (!want.adopt) {
                throw new Error(
                    `network ${JSON.stringify(want.name)} is on ${libvirt.uri} already, with uuid ${there.uuid}. Set adopt to true to take it over, or choose another name.`,
                );
            }
            await applyPlan(libvirt, there, want);
            return { id: there.uuid, outputs: await outputsOf(libvirt, there.uuid, want) };
        }
        const uuid = await withRollback(async (done) => {
            const made = await libvirt.networkDefine(renderHostdevNetwork(want));
            begun({ id: made, outputs: { uuid: made } });
            done(`network ${want.name} is defined`, () => libvirt.networkUndefine(made));
            if (want.active) {
                await startPool(libvirt, made, want);
                done(`network ${want.name} is started`, () => libvirt.networkStop(made));
            }
            if (want.autostart) await libvirt.networkAutostart(made, true);
            return made;
        });
        return { id: uuid, outputs: await outputsOf(libvirt, uuid, want) };
    },

    async observe(survey, uuid, given, outputs) {
        const state = await stateOf(survey, uuid);
        if (!state) return undefined;
        // undefined while it ran: libvirt shows what is left of it in place of the definition that is gone
        const host = state.persistent ? decode(table, await survey.definition(uuid)).model : { name: state.name };
        const { active, autostart } = state;
        const args = { ...project(hostdevNetworkFields, given, host), autostart, active } as HostdevNetworkArgs;
        const { pending, ...there } = await cardState(survey, state, given, vfsIn(outputs));
        // a definition that up will write anew waits for nothing
        const isAsSaid = differences({ ...given, active, autostart }, args).length === 0;
        const findings = judge(cardStateRules, { ...there, ...(isAsSaid && pending && { pending }) });
        return {
            args,
            // what a stopped one had tells what its card has lost
            outputs: { uuid, vfs: there.listed ?? there.had },
            notes: applyLevels(findings, given.rules ?? {}).map(
                (finding) => `network ${state.name}: ${formatFinding(finding)}`,
            ),
        };
    },

    async update(libvirt, uuid, was, want, outputs) {
        const state = await stateOf(libvirt, uuid);
        if (!state)
            throw new Error(
                `network ${JSON.stringify(want.name)} (${uuid}) is gone from ${libvirt.uri}. Run pulumi refresh, and up makes it again.`,
            );
        await applyPlan(libvirt, state, want, was);
        return outputsOf(libvirt, uuid, want, was.pf === want.pf ? vfsIn(outputs) : undefined);
    },

    async delete(libvirt, uuid, was, _outputs, operation) {
        const state = await stateOf(libvirt, uuid);
        if (!state) return;
        const holders = state.active ? await vfHoldersOf(new Survey(libvirt), state.name) : [];
        const others = holders.filter(
            ({ domainUuid, alias }) => !operation.isFollowing(libvirt.uri, domainUuid, alias),
        );
        if (others.length > 0 && was.whenInUse !== "restart")
            throw new Error(
                `network ${state.name} on ${libvirt.uri}: nothing was changed.\n${state.name}: ${refusedDeletion(others)}`,
            );
        await withRollback(async (done) => {
            await detachVfs(libvirt, vfDevicesOf(holders, state.name), done);
            if (state.active) {
                await ignoreNotFound(() => stopPool(libvirt, uuid));
                if (state.persistent) done(`network ${state.name} is stopped`, () => libvirt.networkStart(uuid));
            }
            if (state.persistent) await ignoreNotFound(() => libvirt.networkUndefine(uuid));
        });
    },
};

/** @param had the VFs that it had before, which are kept where it has none now */
async function outputsOf(
    libvirt: Libvirt,
    uuid: string,
    { name, active }: HostdevNetworkArgs,
    had?: readonly string[],
): Promise<Properties> {
    const vfs = active ? await listedVfs(libvirt, { uuid, name }) : undefined;
    return { uuid, vfs: vfs ?? had };
}

const vfsIn = ({ vfs }: Properties): readonly string[] | undefined => vfs as readonly string[] | undefined;

const named = ({ name }: HostdevNetworkArgs, lines: readonly string[]): readonly string[] =>
    lines.map((line) => `${name}: ${line}`);
