import type { Surveys } from "../host/survey";
import { Refused } from "../lifecycle/refused";
import type { TeamedNicArgs } from "./args";
import type { PartialTeam } from "./halves";
import { observeTeam, type ObservedTeam } from "./observe";
import type { KnownPair } from "./outputs";
import { changesWait, placeGuest, type GuestHosts, type PlacedGuest } from "./place";
import { plan, type Plan } from "./plan";
import { withSurroundings } from "./surroundings";
import { subjectOf } from "./words";

/** A change of a pair; making and deleting one are changes, too. */
export interface PairChange {
    /** Pair as the state has it. Missing for a new one. */
    readonly prior?: KnownPair | undefined;
    /** Pair as the program declares it. Empty for a deletion. */
    readonly desired: PartialTeam;
    /** How the change is made. */
    readonly how: Pick<TeamedNicArgs, "name" | "domain" | "apply" | "detachTimeout" | "rules">;
}

/** Change with its steps, on its guest. */
export interface PlannedChange {
    readonly guest: PlacedGuest;
    readonly team: ObservedTeam;
    readonly plan: Plan;
}

/**
 * Plans a change on the halves that the guest has. A preview tells the plan, and up carries it out: nothing else observes and
 * plans a change.
 */
export async function planChange(guest: PlacedGuest, { prior, desired, how }: PairChange): Promise<PlannedChange> {
    const observed = await observeTeam(guest, { prior, desired });
    const team = await withSurroundings(guest.host, observed, desired);
    return { guest, team, plan: plan(team, { prior: prior?.args ?? {}, desired, apply: how.apply }) };
}

/**
 * The same, on a guest that is about to be changed. Undefined where it is on none of its hosts.
 *
 * @throws Refused where it takes no change now
 */
export async function planOnGuest(
    surveys: Surveys,
    uuid: string,
    hosts: GuestHosts,
    change: PairChange,
): Promise<PlannedChange | undefined> {
    const subject = subjectOf(change.how);
    const guest = await placeGuest(surveys, uuid, hosts, subject);
    if (!guest) return undefined;
    const reasons = changesWait(guest, subject, change.prior === undefined);
    if (reasons.length > 0) throw new Refused("Nothing was changed.", reasons);
    return planChange(guest, change);
}

/** The same. @throws Error that says what to do where no host has the guest */
export async function planOnRequiredGuest(
    surveys: Surveys,
    uuid: string | undefined,
    hosts: GuestHosts,
    change: PairChange,
): Promise<PlannedChange> {
    const planned = uuid === undefined ? undefined : await planOnGuest(surveys, uuid, hosts, change);
    if (planned) return planned;
    throw new Error(
        `${subjectOf(change.how)}: the guest is missing on ${hosts.uris.join(" and ")}. Nothing was changed. Define the guest, or correct domain (virsh list --all). If somebody undefined it on purpose, run pulumi refresh to drop the pair from the stack.`,
    );
}
