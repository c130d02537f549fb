import { ignoreFailure } from "../lifecycle/mistakes";
import type { PairChange, PlannedChange } from "./change";
import { attachedVf } from "./observe";
import type { PairState } from "./outputs";
import { assertReady } from "./readiness";
import { runSteps } from "./steps";
import { subjectOf } from "./words";

/**
 * Takes the steps of a plan, or none of them.
 *
 * @returns what the guest runs with in the end
 */
export async function applyPlan(planned: PlannedChange, change: PairChange): Promise<PairState> {
    const { desired, how } = change;
    const { guest, team } = planned;
    const { host, definition } = guest.found;
    const { steps } = planned.plan;
    const isDefined = definition !== undefined;
    if (steps.length === 0) return { ...team, host };
    const isDeletion = desired.persistent === undefined;
    if (!isDefined && !isDeletion)
        throw new Error(
            `${subjectOf(how)}: the guest runs on ${host} without a definition, so a change would be lost. Nothing was changed. Define the guest (virsh dumpxml ${guest.name} --inactive, then virsh define), then run again.`,
        );
    await assertReady(planned, change);
    const possible = steps.filter(({ layer }) => isDefined || layer === "live");
    const patience = {
        seconds: how.detachTimeout,
        setting: " (detachTimeout)",
        orElse: ", or set apply to next-boot",
    };
    await runSteps({ config: guest.definition.libvirt, live: guest.host.libvirt }, guest, possible, patience);
    const live = steps.filter(({ layer }) => layer === "live");
    if (live.length === 0) return { ...team, host };
    const isVfAttached = live.some(({ half, action }) => half === "transient" && action === "attach");
    // all is done, whether it can be read or not
    const attached = isVfAttached ? ignoreFailure(attachedVf(guest.host.libvirt, guest.uuid, desired)) : undefined;
    return { host, vf: attached ? await attached : team.vf };
}
