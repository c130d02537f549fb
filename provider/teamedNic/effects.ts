import type { Surveys } from "../host/survey";
import { differences } from "../lifecycle/differences";
import type { Message } from "../lifecycle/message";
import { HALVES } from "../rules";
import { REPLACE_ON, type TeamedNicArgs } from "./args";
import { defined } from "../xml";
import { planChange, type PlannedChange } from "./change";
import { foreignHalves, nicsOf, type PartialTeam } from "./halves";
import type { PriorArgs, PriorPair } from "./outputs";
import { changesWait, hostsOf, isSameGuest, placeGuest, placeNamed } from "./place";
import { pfInTheWay } from "./readiness";
import type { Plan, Step } from "./plan";
import { pairMessage, subjectOf, type HalfFacts, type PairFacts, type PairMessageId } from "./words";

/** Says what making or changing a pair does to what runs. */
export async function effects(
    surveys: Surveys,
    desired: TeamedNicArgs,
    prior?: PriorPair,
): Promise<readonly Message[]> {
    const { domain } = desired;
    const subject = subjectOf(desired);
    const changes = prior ? REPLACE_ON.flatMap((key) => differences(prior.args[key], desired[key], key)) : [];
    if (prior && changes.length > 0 && !(await isSameGuest(surveys, prior, desired)))
        return [pairMessage("replace-pair", subject, { changes })];
    const hosts = hostsOf(prior, desired);
    const guest = prior
        ? await placeGuest(surveys, prior.outputs.domainUuid, hosts, subject)
        : await placeNamed(surveys, domain, hosts, subject);
    if (!guest) return [pairMessage("guest-missing", subject, { guest: domain, hosts: hosts.uris })];
    if (changesWait(guest, subject, !prior).length > 0) return [];
    const planned = await planChange(guest, { prior, desired, how: desired });
    const { plan, team } = planned;
    const takesOver = prior || pairInTheWay(planned, desired) ? [] : takenOver(nicsOf(team.config), subject);
    const isVirtioDown = (team.live?.persistent?.nic ?? desired.persistent).link === "down";
    return [...takesOver, ...effectsOf(plan, { subject, isRunning: team.live !== undefined, isVirtioDown })];
}

function takenOver(there: PartialTeam, subject: string): readonly Message[] {
    const aliases = Object.values(there).flatMap(({ alias }) => alias ?? []);
    return aliases.length === 0 ? [] : [pairMessage("take-over-pair", subject, { aliases })];
}

/** Returns a message about foreign interfaces with the identity of a new pair; undefined if `adopt` takes them over, or none exists. */
export function pairInTheWay({ guest, team }: PlannedChange, desired: TeamedNicArgs): Message | undefined {
    const halves = foreignHalves([team.config, team.live ?? {}], desired).map(
        ({ nic: { alias, mac } }) => `${alias ?? "without alias"} (${mac ?? "no MAC"})`,
    );
    if (desired.adopt || halves.length === 0) return undefined;
    const { host } = guest.found;
    return pairMessage("pair-exists", "", { guest: guest.name, host, halves: [...new Set(halves)] });
}

/** Says why making or changing a pair would be refused. */
export async function refusals(
    surveys: Surveys,
    desired: TeamedNicArgs,
    prior?: PriorArgs,
): Promise<readonly Message[]> {
    const { domain } = desired;
    const subject = subjectOf(desired);
    const hosts = hostsOf(prior && { args: prior }, desired);
    const guest = await placeNamed(surveys, prior?.domain ?? domain, hosts, subject);
    if (!guest) return [];
    const waits = changesWait(guest, subject, !prior);
    if (waits.length > 0) return waits;
    const change = { prior: prior && { args: prior }, desired, how: desired };
    const planned = await planChange(guest, change);
    const exists = prior ? undefined : pairInTheWay(planned, desired);
    return [...(exists ? [exists] : []), ...(await pfInTheWay(planned, change))];
}

/** The guest that a plan is carried out on. */
interface Scene {
    readonly subject: string;
    readonly isRunning: boolean;
    /** Whether the link of its virtio half is down. */
    readonly isVirtioDown?: boolean;
}

/** Returns a message for each effect of a plan, for the reader of a preview. */
export function effectsOf({ steps, pending }: Plan, { subject, isRunning, isVirtioDown }: Scene): readonly Message[] {
    const live = firstOfHalves(steps.filter(({ layer }) => layer === "live"));
    const later = firstOfHalves(pending);
    // of the definition only what is not told of the running guest
    const definition = firstOfHalves(steps.filter(({ layer }) => layer === "config"))
        .filter(({ half }) => ![...live, ...later].some((step) => step.half === half))
        // that a guest gets its NIC when it boots needs no telling
        .filter(({ reason }) => isRunning || reason !== "missing");
    const told: readonly (readonly [HalfMessageId, Step])[] = [
        ...live.map((step) => [idOf(step), step] as const),
        ...definition.map((step) => [isRunning ? "definition-only" : "next-boot", step] as const),
        ...later.map((step) => ["pending", step] as const),
    ];
    return told
        .filter(([, { reason }]) => reason !== "follows")
        .map(([id, { half, alias, reason }]) =>
            pairMessage(id, subject, defined({ half, alias, reason, isVirtioDown: isVirtioDown || undefined })),
        );
}

type HalfMessageId = { [Id in PairMessageId]: PairFacts[Id] extends HalfFacts ? Id : never }[PairMessageId];

/** The first step of each half stands for all of them: they have one reason. */
const firstOfHalves = (steps: readonly Step[]): readonly Step[] =>
    HALVES.flatMap((half) => steps.find((step) => step.half === half) ?? []);

/** Returns the message id for the effect of a step on the running guest. */
function idOf({ action, effect, half }: Step): HalfMessageId {
    if (effect === "replace-virtio-half") return half === "persistent" ? effect : "reattach-vf-too";
    if (effect === "reattach-vf") return effect;
    return action === "attach" || action === "detach" ? action : "update-in-place";
}
