import type { Survey } from "../host/survey";
import type { GuestChange, PairChange } from "./change";
import { attachedVf } from "./observe";
import type { PairState } from "./outputs";
import { assertReady } from "./readiness";
import { runSteps } from "./steps";

/**
 * Takes the steps of a plan, or none of them.
 *
 * @returns what the guest runs with in the end
 */
export async function applyPlan(survey: Survey, planned: GuestChange, change: PairChange): Promise<PairState> {
    const { libvirt } = survey;
    const { desired, how } = change;
    const { guest, team } = planned;
    const { steps } = planned.plan;
    if (steps.length === 0) return team;
    const isDeletion = desired.persistent === undefined;
    if (!guest.persistent && !isDeletion)
        throw new Error(
            `guest ${guest.name} on ${libvirt.uri} runs without a definition (it was undefined while it ran, or created with virsh create), and what is changed of it would be lost; nothing was changed. Define it (virsh dumpxml ${guest.name} --inactive, then virsh define) and run again.`,
        );
    await assertReady(survey, planned, change);
    const possible = steps.filter(({ layer }) => guest.persistent || layer === "live");
    const patience = {
        seconds: how.detachTimeout,
        setting: " (detachTimeout)",
        orElse: ", or set apply to next-boot",
    };
    await runSteps(libvirt, guest, possible, patience);
    const live = steps.filter(({ layer }) => layer === "live");
    if (live.length === 0) return team;
    const isVfAttached = live.some(({ half, action }) => half === "transient" && action === "attach");
    return { vf: isVfAttached ? await attachedVf(libvirt, guest.uuid, desired) : team.vf };
}
