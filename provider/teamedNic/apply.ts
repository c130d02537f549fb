import { isGone, messageOf } from "../libvirt/errors";
import { runSteps } from "./steps";
import { observeTeam, pluggedVf, type Guest } from "./observe";
import type { Known } from "./halves";
import type { Plan } from "./plan";
import { liveAliases, type PairOutputs, type PairState } from "./outputs";
import { assertReady } from "./readiness";
import { Survey } from "../host/survey";
import type { TeamedNicArgs } from "./args";

/**
 * A guest, with what it has of a team.
 *
 * @throws where it is not there, as libvirt says it
 */
export async function observeGuest(
    survey: Survey,
    nameOrUuid: string,
    outputs: PairOutputs | undefined,
    ...known: readonly Known[]
): Promise<Guest> {
    const domain = await survey.libvirt.domain(nameOrUuid);
    const team = await observeTeam(survey, domain.uuid, outputs?.vf, ...known, liveAliases(outputs));
    // gone since: libvirt says so itself when it is asked again
    return team ? { ...domain, ...team } : observeGuest(new Survey(survey.libvirt), nameOrUuid, outputs, ...known);
}

/** The guest, or what to do where there is none. */
export async function requireGuest(...[survey, nameOrUuid, ...more]: Parameters<typeof observeGuest>): Promise<Guest> {
    try {
        return await observeGuest(survey, nameOrUuid, ...more);
    } catch (error) {
        if (!isGone(error)) throw error;
        throw new Error(
            `guest ${nameOrUuid} is not on ${survey.libvirt.uri}, and nothing was changed: ${messageOf(error)}. Define it, or correct domain (virsh list --all); where it was undefined on purpose, pulumi refresh drops the pair from the stack.`,
            { cause: error },
        );
    }
}

/**
 * Takes the steps, or none of them.
 *
 * @param how whose `detachTimeout` and `rules` count
 * @returns what the guest runs with in the end
 */
export async function applyPlan(
    survey: Survey,
    guest: Guest,
    { steps }: Plan,
    desired: Known,
    how: Pick<TeamedNicArgs, "detachTimeout" | "rules">,
): Promise<PairState> {
    const { libvirt } = survey;
    if (steps.length === 0) return guest;
    const isWanted = desired.persistent !== undefined;
    if (!guest.persistent && isWanted)
        throw new Error(
            `guest ${guest.name} on ${libvirt.uri} runs without a definition (it was undefined while it ran, or created with virsh create), and what is changed of it would be lost; nothing was changed. Define it (virsh dumpxml ${guest.name} --inactive, then virsh define) and run again.`,
        );
    await assertReady(survey, guest, steps, desired, how.rules ?? {});
    const possible = steps.filter(({ layer }) => guest.persistent || layer === "live");
    const patience = {
        seconds: how.detachTimeout,
        setting: " (detachTimeout)",
        orElse: ", or set apply to next-boot",
    };
    await runSteps(libvirt, guest, possible, patience);
    if (!steps.some(({ layer }) => layer === "live")) return guest;
    const isPlugged = steps.some(
        (step) => step.layer === "live" && step.half === "transient" && step.action === "attach",
    );
    return { vf: isPlugged ? await pluggedVf(libvirt, guest.uuid, desired) : guest.vf };
}
