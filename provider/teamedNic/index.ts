import { nic, type Nic } from "../model/interface";
import { changesIn, differences } from "../lifecycle/differences";
import type { Kind, Properties } from "../lifecycle/kind";
import type { Message } from "../lifecycle/message";
import { ignoreNotFound } from "../libvirt/errors";
import { defined, project } from "../xml";
import { applyPlan, observeGuest, requireGuest } from "./apply";
import { judgeTeamedNic, teamedNicFields, withTeamedNicDefaults, type TeamedNicArgs } from "./args";
import { effects, FOLLOWS, replacement } from "./effects";
import { eachHalf, type Halves, type Known } from "./halves";
import { checkPair } from "./hostCheck";
import { observeTeam, withTargetNetwork } from "./observe";
import { liveAliases, nicsOf, outputsFor, outputsOf, type PairOutputs } from "./outputs";
import { plan } from "./plan";

export const teamedNic: Kind<TeamedNicArgs, PairOutputs> = {
    title: "teamed NIC",
    fields: teamedNicFields,
    replaceOn: ["uri", "domain"],
    withDefaults: withTeamedNicDefaults,
    outputsOf,
    judge: judgeTeamedNic,
    checkOnHost: checkPair,

    async effects(survey, desired, prior) {
        const moved = changesIn(teamedNic.replaceOn, prior?.args ?? desired, desired);
        if (moved !== "") return named(desired, [replacement(moved)]);
        const uuid = prior ? prior.outputs.domainUuid : (await survey.guestNamed(desired.domain))?.uuid;
        if (uuid === undefined) return []; // a guest that does not exist yet does not run
        const known = [desired, prior?.args ?? {}, liveAliases(prior?.outputs)];
        const actual = await observeTeam(survey, uuid, prior?.outputs.vf, ...known);
        if (!actual) return [];
        const team = await withTargetNetwork(survey, actual, desired);
        const planned = plan(team, prior?.args ?? {}, desired, desired.apply);
        return named(desired, effects(planned, team.live !== undefined));
    },

    follow(operation, { args: { uri, transient }, outputs }, replaced) {
        if (replaced.includes("transient")) operation.follow(uri, outputs.domainUuid, liveAliasOf(transient, outputs));
    },
    following(operation, { args, outputs }) {
        const alias = liveAliasOf(args.transient, outputs);
        if (!operation.isFollowing(args.uri, outputs.domainUuid, alias)) return undefined;
        return named(args, [FOLLOWS])[0];
    },

    async create(survey, desired, begun) {
        const actual = await requireGuest(survey, desired.domain, undefined, desired);
        const guest = await withTargetNetwork(survey, actual, desired);
        const taken = [guest.config, guest.live ?? {}]
            .flatMap((halves) => Object.values(halves))
            .map(({ nic: { alias, mac } }) => `${alias ?? "without alias"} (${mac ?? "no MAC"})`);
        if (taken.length > 0 && !desired.adopt) {
            throw new Error(
                `guest ${guest.name} on ${survey.libvirt.uri} has ${[...new Set(taken)].join(" and ")} already. Set adopt to true to take over what is there, or choose another name, alias or mac.`,
            );
        }
        const id = `${guest.uuid}/${desired.name}`;
        begun({ id, outputs: outputsFor(guest.uuid, desired, guest) });
        const state = await applyPlan(survey, guest, plan(guest, {}, desired, desired.apply), desired, desired);
        return { id, outputs: outputsFor(guest.uuid, desired, state) };
    },

    async observe(survey, { args: prior, outputs }) {
        const uuid = outputs.domainUuid;
        const team = await observeTeam(survey, uuid, outputs.vf, prior, liveAliases(outputs));
        if (!team || (isNone(team.config) && isNone(team.live ?? {}))) return undefined;
        const args = project(teamedNicFields, prior, nicsOf(team.config)) as TeamedNicArgs;
        const seen = { args, outputs: outputsFor(uuid, args, team) };
        if (prior.apply === "next-boot") {
            const { pending } = plan(team, prior, prior, prior.apply);
            return { ...seen, notes: named(prior, effects({ steps: [], pending }, true)) };
        }
        return defined({ ...seen, running: team.live && runsOtherwise(prior, team.live) });
    },

    async update(survey, { args: prior, outputs }, desired) {
        const actual = await requireGuest(survey, outputs.domainUuid, outputs, prior, desired);
        const guest = await withTargetNetwork(survey, actual, desired);
        const planned = plan(guest, prior, desired, desired.apply);
        return outputsFor(guest.uuid, desired, await applyPlan(survey, guest, planned, desired, desired));
    },

    async delete(survey, { args: prior, outputs }) {
        await ignoreNotFound(async () => {
            const guest = await observeGuest(survey, outputs.domainUuid, outputs, prior);
            await applyPlan(survey, guest, plan(guest, prior, {}, prior.apply), {}, prior);
        });
    },
};

/** What the VF half is called in the guest that runs. */
const liveAliasOf = ({ alias = "" }: Nic, outputs: PairOutputs): string =>
    liveAliases(outputs).transient?.alias ?? alias;

const isNone = ({ persistent, transient }: Halves): boolean => !persistent && !transient;

/** Where a running team differs from what was said of it, by property; undefined where it does not. */
function runsOtherwise(desired: Known, live: Halves): Properties | undefined {
    const running = eachHalf((half): Properties | "absent" | undefined => {
        const wanted = desired[half];
        const actual = live[half];
        if (!wanted) return undefined;
        if (!actual) return "absent";
        const differs = differences(project(nic.fields, wanted, actual.nic), wanted);
        if (differs.length === 0) return undefined;
        return Object.fromEntries(differs.map(({ path, before }) => [path, before ?? "absent"]));
    });
    return Object.keys(running).length === 0 ? undefined : running;
}

const named = ({ name, domain }: TeamedNicArgs, lines: readonly string[]): readonly Message[] =>
    lines.map((text) => ({ id: "effect", subject: `${name} on ${domain}`, facts: {}, text }));
