import { findingMessage, type Message } from "../lifecycle/message";
import { Refused } from "../lifecycle/refused";
import { ignoreRefused } from "../libvirt/errors";
import { pfOfVf } from "../host/pfLink";
import type { Survey } from "../host/survey";
import { freeRootPorts, machineOf } from "../model/domain";
import type { Nic } from "../model/interface";
import { applyLevels, judge, ruleSets, type PairOnHost } from "../rules";
import { defined } from "../xml";
import type { PairChange, PlannedChange } from "./change";
import { eachHalf } from "./halves";
import { hostNetworks } from "./networks";
import { pfToGive } from "./onHost";
import type { Step } from "./plan";

/**
 * Looks whether what is to be attached to a running guest can be, before anything is touched.
 *
 * @throws Refused with all that is in the way
 */
export async function assertReady(planned: PlannedChange, change: PairChange): Promise<void> {
    const { guest } = planned;
    const reasons = await notReady(planned, change);
    if (reasons.length === 0) return;
    throw new Refused(
        `guest ${guest.name} on ${guest.found.host} cannot take this while it runs, and nothing was changed. ` +
            "Mend what follows, or set apply to next-boot to change its definition alone.",
        reasons,
    );
}

/** Returns a message for each thing in the way of what is to be attached to a running guest. */
export async function notReady(planned: PlannedChange, change: PairChange): Promise<readonly Message[]> {
    const { team, plan } = planned;
    const attached = plan.steps.filter(({ layer, action }) => layer === "live" && action === "attach");
    if (attached.length === 0) return [];
    const pair = await pairOnGuest(planned, change, attached);
    const failures = applyLevels(
        [...judge(ruleSets.machine.rules, { machine: machineOf(team.xml) }), ...judge(ruleSets.pairOnHost.rules, pair)],
        change.how.rules ?? {},
    ).filter(({ severity }) => severity === "error");
    return failures.map((failure) => findingMessage(failure));
}

/** What of the host concerns the halves that are to be attached. */
async function pairOnGuest(
    { guest, team }: PlannedChange,
    { desired }: PairChange,
    attached: readonly Step[],
): Promise<PairOnHost> {
    const { live = {}, vf, xml } = team;
    const survey = guest.host;
    const halves = new Set(attached.map(({ half }) => half));
    const [{ libvirt, hypervisor }, networks, pf] = await Promise.all([
        survey.versions(),
        hostNetworks(survey, {
            halves: eachHalf((half) => (halves.has(half) ? desired[half] : undefined)),
            wanted: [guest.name],
            gives: live.transient && vf?.network === desired.transient?.network ? 1 : 0,
        }),
        halves.has("transient") ? ignoreRefused(pfOf(survey, desired.transient)) : undefined,
    ]);
    return defined({
        libvirt,
        qemu: hypervisor,
        rootPorts: { free: freeRootPorts(xml), needed: [...halves].filter((half) => !live[half]).length },
        pf,
        ...networks,
    });
}

/** The physical function of the VF that a half is to get. Of one by its address, all network devices of the host are asked. */
async function pfOf(
    survey: Survey,
    { network, address }: Partial<Pick<Nic, "network" | "address">> = {},
): Promise<PairOnHost["pf"]> {
    if (address === undefined) return pfToGive(survey, network);
    const pf = await pfOfVf(survey, address);
    return pf && { property: "address", ...pf };
}
