import { Survey } from "../host/survey";
import { isGone, messageOf } from "../libvirt/errors";
import type { DomainState } from "../libvirt/libvirt";
import type { TeamedNicArgs } from "./args";
import type { PartialTeam } from "./halves";
import { observeTeam, withTargetNetwork, type ObservedTeam } from "./observe";
import type { PriorPair } from "./outputs";
import { plan, type Plan } from "./plan";

/** A change of a pair; making and deleting one are changes, too. */
export interface PairChange {
    /** What the state holds of it. Missing where it is to be made. */
    readonly prior?: PriorPair | undefined;
    /** What the program says of it. Empty where it is to be deleted. */
    readonly desired: PartialTeam;
    /** How the change is made. */
    readonly how: Pick<TeamedNicArgs, "apply" | "detachTimeout" | "rules">;
}

/** What a change comes to. */
export interface PlannedChange {
    readonly team: ObservedTeam;
    readonly plan: Plan;
}

/** The same, with the guest that it is made to. */
export interface GuestChange extends PlannedChange {
    readonly guest: DomainState;
}

/**
 * What a change comes to, on what the guest has. A preview tells this, and up carries this out: nothing else observes and
 * plans a change. Undefined where the guest is gone.
 */
export async function planChange(
    survey: Survey,
    uuid: string,
    { prior, desired, how }: PairChange,
): Promise<PlannedChange | undefined> {
    const observed = await observeTeam(survey, uuid, { prior, desired });
    if (!observed) return undefined;
    const team = await withTargetNetwork(survey, observed, desired);
    return { team, plan: plan(team, { prior: prior?.args ?? {}, desired, apply: how.apply }) };
}

/**
 * The same, on a guest that is about to be changed.
 *
 * @throws LibvirtError where libvirt does not have the guest
 */
export async function planOnGuest(survey: Survey, nameOrUuid: string, change: PairChange): Promise<GuestChange> {
    const guest = await survey.libvirt.domain(nameOrUuid);
    const planned = await planChange(survey, guest.uuid, change);
    // gone since: libvirt says so itself when it is asked again
    return planned ? { guest, ...planned } : planOnGuest(new Survey(survey.libvirt), nameOrUuid, change);
}

/** The same. @throws Error that says what to do where libvirt does not have the guest */
export async function planOnRequiredGuest(
    survey: Survey,
    nameOrUuid: string,
    change: PairChange,
): Promise<GuestChange> {
    try {
        return await planOnGuest(survey, nameOrUuid, change);
    } catch (error) {
        if (!isGone(error)) throw error;
        throw new Error(
            `guest ${nameOrUuid} is not on ${survey.libvirt.uri}, and nothing was changed: ${messageOf(error)}. Define it, or correct domain (virsh list --all); where it was undefined on purpose, pulumi refresh drops the pair from the stack.`,
            { cause: error },
        );
    }
}
