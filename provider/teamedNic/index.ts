import { differences } from "../lifecycle/differences";
import type { Kind, Properties } from "../lifecycle/kind";
import { ignoreNotFound } from "../libvirt/errors";
import { nic } from "../model/interface";
import { defined, project } from "../xml";
import { applyPlan } from "./apply";
import { judgeTeamedNic, REPLACE_ON, teamedNicFields, withTeamedNicDefaults, type TeamedNicArgs } from "./args";
import { planOnGuest, planOnRequiredGuest, type PairChange } from "./change";
import { effects, effectsOf } from "./effects";
import { eachHalf, nicsOf, type Halves, type PartialTeam } from "./halves";
import { checkPair } from "./hostCheck";
import { observeTeam } from "./observe";
import { outputsFor, outputsOf, type PairOutputs, type PriorPair } from "./outputs";
import { plan } from "./plan";
import { pairMessage, subjectOf } from "./words";

export const teamedNic: Kind<TeamedNicArgs, PairOutputs> = {
    title: "teamed NIC",
    fields: teamedNicFields,
    replaceOn: REPLACE_ON,
    withDefaults: withTeamedNicDefaults,
    outputsOf,
    judge: judgeTeamedNic,
    checkOnHost: checkPair,

    effects,

    follow(operation, prior: PriorPair, replaced) {
        const alias = liveVfAliasOf(prior);
        if (alias !== undefined && replaced.includes("transient"))
            operation.follow(prior.args.uri, prior.outputs.domainUuid, alias);
    },
    following(operation, prior: PriorPair) {
        if (!operation.isFollowing(prior.args.uri, prior.outputs.domainUuid, liveVfAliasOf(prior))) return undefined;
        return pairMessage("follow-pool", subjectOf(prior.args), { half: "transient" });
    },

    async create(survey, desired, begun) {
        const change: PairChange = { desired, how: desired };
        const planned = await planOnRequiredGuest(survey, desired.domain, change);
        const { guest, team } = planned;
        const taken = [team.config, team.live ?? {}]
            .flatMap((halves) => Object.values(halves))
            .map(({ nic: { alias, mac } }) => `${alias ?? "without alias"} (${mac ?? "no MAC"})`);
        if (taken.length > 0 && !desired.adopt) {
            throw new Error(
                `guest ${guest.name} on ${survey.libvirt.uri} has ${[...new Set(taken)].join(" and ")} already. Set adopt to true to take over what is there, or choose another name, alias or mac.`,
            );
        }
        const id = `${guest.uuid}/${desired.name}`;
        begun({ id, outputs: outputsFor(guest.uuid, desired, team) });
        const state = await applyPlan(survey, planned, change);
        return { id, outputs: outputsFor(guest.uuid, desired, state) };
    },

    async observe(survey, prior: PriorPair) {
        const { args: desired, outputs } = prior;
        const uuid = outputs.domainUuid;
        const team = await observeTeam(survey, uuid, { prior });
        if (!team || (isNone(team.config) && isNone(team.live ?? {}))) return undefined;
        const args = project(teamedNicFields, desired, nicsOf(team.config)) as TeamedNicArgs;
        const observed = { args, outputs: outputsFor(uuid, args, team) };
        if (desired.apply === "next-boot") {
            const { pending } = plan(team, { prior: desired, desired, apply: desired.apply });
            return { ...observed, notes: effectsOf({ steps: [], pending }, true, subjectOf(desired)) };
        }
        return defined({ ...observed, running: team.live && runsOtherwise(desired, team.live) });
    },

    async update(survey, prior: PriorPair, desired) {
        const change: PairChange = { prior, desired, how: desired };
        const planned = await planOnRequiredGuest(survey, prior.outputs.domainUuid, change);
        return outputsFor(planned.guest.uuid, desired, await applyPlan(survey, planned, change));
    },

    async delete(survey, prior: PriorPair) {
        const change: PairChange = { prior, desired: {}, how: prior.args };
        await ignoreNotFound(async () => {
            const planned = await planOnGuest(survey, prior.outputs.domainUuid, change);
            await applyPlan(survey, planned, change);
        });
    },
};

/** What the VF half is called in the guest that runs; undefined where there is none. */
const liveVfAliasOf = ({ args, outputs }: PriorPair): string | undefined =>
    outputs.runningAs?.transient ?? args.transient?.alias;

const isNone = ({ persistent, transient }: Halves): boolean => !persistent && !transient;

/** Where a running team differs from what is desired, by property; undefined where it does not. */
function runsOtherwise(desired: PartialTeam, live: Halves): Properties | undefined {
    const running = eachHalf((half): Properties | "absent" | undefined => {
        const after = desired[half];
        const actual = live[half];
        if (!after) return undefined;
        if (!actual) return "absent";
        const drift = differences(project(nic.fields, after, actual.nic), after);
        if (drift.length === 0) return undefined;
        return Object.fromEntries(drift.map(({ path, before }) => [path, before ?? "absent"]));
    });
    return Object.keys(running).length === 0 ? undefined : running;
}
