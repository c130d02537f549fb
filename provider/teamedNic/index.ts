import { beforeByPath, differences } from "../lifecycle/differences";
import { inTurn } from "../lifecycle/inTurn";
import type { Kind, Properties } from "../lifecycle/kind";
import { nic } from "../model/interface";
import { defined, project } from "../xml";
import { applyPlan } from "./apply";
import { judgeTeamedNic, REPLACE_ON, teamedNicFields, withTeamedNicDefaults, type TeamedNicArgs } from "./args";
import { planChange, planOnRequiredGuest, type PairChange } from "./change";
import { deletePair } from "./delete";
import { effects, effectsOf, pairInTheWay, refusals } from "./effects";
import { eachHalf, nicsOf, type Halves, type PartialTeam } from "./halves";
import { checkPair } from "./hostCheck";
import { readinessNotes } from "./migrationNotes";
import { observeTeam } from "./observe";
import { notTaken, objectsOf } from "./objects";
import { outputsFor, outputsOf, type PairOutputs, type PriorPair } from "./outputs";
import { hostsOf, isSameGuest, placeGuest, placeNotes, uuidOf } from "./place";
import { pfNotes } from "./pfNotes";
import { pairMessage, subjectOf } from "./words";

export const teamedNic: Kind<TeamedNicArgs, PairOutputs> = {
    title: "teamed NIC",
    running: "running guest",
    subjectOf({ name, domain }) {
        if (typeof name !== "string") return undefined;
        return typeof domain === "string" ? subjectOf({ name, domain }) : name;
    },
    fields: teamedNicFields,
    replaceOn: REPLACE_ON,
    onRename: "changes both aliases and the MAC that follow from it",
    derived: { key: "mac", from: ["domain", "name"] },
    isSame: isSameGuest,
    withDefaults: withTeamedNicDefaults,
    outputsOf,
    judge: judgeTeamedNic,
    checkOnHost: checkPair,

    effects,
    refusals,

    follow(operation, prior: PriorPair, replaced) {
        const alias = liveVfAliasOf(prior);
        if (alias !== undefined && replaced.includes("transient"))
            operation.follow(prior.outputs.host, prior.outputs.domainUuid, alias);
    },
    following(operation, prior: PriorPair) {
        if (!operation.isFollowing(prior.outputs.host, prior.outputs.domainUuid, liveVfAliasOf(prior)))
            return undefined;
        const isVirtioDown = prior.args.persistent?.link === "down" || undefined;
        return pairMessage("follow-pool", subjectOf(prior.args), defined({ half: "transient" as const, isVirtioDown }));
    },

    async create(surveys, desired, begun) {
        const change: PairChange = { desired, how: desired };
        const hosts = hostsOf(undefined, desired);
        const { domain } = desired;
        const subject = subjectOf(desired);
        const uuid = await uuidOf(surveys, domain, hosts, subject, (survey) => survey.lookUpGuest(domain));
        return inTurn(uuid ?? domain, async () => {
            const planned = await planOnRequiredGuest(surveys, uuid, hosts, change);
            const { guest, team } = planned;
            const { host } = guest.found;
            const exists = pairInTheWay(planned, desired);
            if (exists) throw new Error(`${subject}: ${exists.text}`);
            const id = `${guest.uuid}/${desired.name}`;
            begun({ id, outputs: outputsFor(guest.uuid, desired, { ...team, host }) });
            const state = await applyPlan(planned, change);
            return { id, outputs: outputsFor(guest.uuid, desired, state) };
        });
    },

    async observe(surveys, prior: PriorPair) {
        const { args: desired, outputs } = prior;
        const hosts = hostsOf(prior);
        const guest = await placeGuest(surveys, outputs.domainUuid, hosts, subjectOf(desired));
        if (!guest) return { missingOn: hosts.uris };
        const { host, isMigrating } = guest.found;
        const team = await observeTeam(guest, { prior });
        if (isNone(team.config) && isNone(team.live ?? {})) return { missingOn: [host] };
        const args = project(teamedNicFields, desired, nicsOf(team.config)) as TeamedNicArgs;
        const notes = [
            ...placeNotes(guest, desired, outputs.host),
            ...(await pfNotes(guest.host, args)),
            ...(await readinessNotes(surveys, guest, nicsOf(team.config), desired, hosts)),
        ];
        const observed = {
            args,
            outputs: isMigrating ? outputs : outputsFor(guest.uuid, args, { ...team, host }),
            notes,
        };
        if (desired.apply === "next-boot") {
            const { pending } = (await planChange(guest, { prior, desired, how: desired })).plan;
            return {
                ...observed,
                notes: [
                    ...notes,
                    ...effectsOf({ steps: [], pending }, { subject: subjectOf(desired), isRunning: true }),
                ],
            };
        }
        return defined({ ...observed, running: team.live && runsOtherwise(desired, team.live) });
    },

    update(surveys, prior: PriorPair, desired) {
        const change: PairChange = { prior, desired, how: desired };
        const hosts = hostsOf(prior, desired);
        const { domainUuid } = prior.outputs;
        return inTurn(domainUuid, async () => {
            const planned = await planOnRequiredGuest(surveys, domainUuid, hosts, change);
            return outputsFor(planned.guest.uuid, desired, await applyPlan(planned, change));
        });
    },

    objects: (_, made) => Promise.resolve(objectsOf(made)),
    notTaken,

    delete: (_, prior: PriorPair, operation) =>
        inTurn(prior.outputs.domainUuid, () => deletePair(() => operation.freshSurveys(), prior)),
};

/** Returns the alias of the VF half in the running guest; undefined if it is missing. */
const liveVfAliasOf = ({ args, outputs }: PriorPair): string | undefined =>
    outputs.runningAs?.transient ?? args.transient?.alias;

const isNone = ({ persistent, transient }: Halves): boolean => !persistent && !transient;

/** Returns differences of a running pair from the desired one, by property; undefined if they are equal. */
function runsOtherwise(desired: PartialTeam, live: Halves): Properties | undefined {
    const running = eachHalf((half): Properties | "absent" | undefined => {
        const after = desired[half];
        const actual = live[half];
        if (!after) return undefined;
        if (!actual) return "absent";
        const drift = differences(project(nic.fields, after, actual.nic), after);
        if (drift.length === 0) return undefined;
        return beforeByPath(drift);
    });
    return Object.keys(running).length === 0 ? undefined : running;
}
