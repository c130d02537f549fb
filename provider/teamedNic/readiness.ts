import { findingMessage, type Message } from "../lifecycle/message";
import { Refused } from "../lifecycle/refused";
import { ignoreRefused } from "../libvirt/errors";
import { pfOfVf, pfOfVfs } from "../host/pfLink";
import type { Survey } from "../host/survey";
import { freeRootPorts, machineOf } from "../model/domain";
import type { Nic } from "../model/interface";
import { applyLevels, judge, RECENT, ruleSets, type PairOnHost } from "../rules";
import { defined } from "../xml";
import type { PairChange, PlannedChange } from "./change";
import { eachHalf } from "./halves";
import { hostNetworks } from "./networks";
import { pfToGive } from "./onHost";
import type { Step } from "./plan";
import { subjectOf } from "./words";

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
        `${subjectOf(change.how)}: the guest on ${guest.found.host} cannot accept the change while it runs. Nothing was changed. ` +
            "Fix the following, or set apply to next-boot to change only the definition.",
        reasons,
    );
}

/** Returns a message for each thing in the way of what is to be attached to a running guest. */
async function notReady(planned: PlannedChange, change: PairChange): Promise<readonly Message[]> {
    const attached = attachedBy(planned);
    if (attached.length === 0) return [];
    return errorsOf(await pairOnGuest(planned, change, attached), change, { machine: machineOf(planned.team.xml) });
}

/**
 * Returns the same for a preview, for the card alone: the rest is checked on the host together with what the program itself makes
 * before, such as a pool that is not there yet.
 */
export async function pfInTheWay(planned: PlannedChange, change: PairChange): Promise<readonly Message[]> {
    if (!attachedBy(planned).some(({ half }) => half === "transient")) return [];
    const pf = await ignoreRefused(pfOf(planned.guest.host, change.desired.transient));
    return errorsOf(defined({ ...RECENT, pf }), change);
}

const attachedBy = ({ plan }: PlannedChange): readonly Step[] =>
    plan.steps.filter(({ layer, action }) => layer === "live" && action === "attach");

function errorsOf(
    pair: PairOnHost,
    { how }: PairChange,
    machine?: { readonly machine: string | undefined },
): readonly Message[] {
    const failures = [
        ...(machine === undefined ? [] : judge(ruleSets.machine.rules, machine)),
        ...judge(ruleSets.pairOnHost.rules, pair),
    ];
    return applyLevels(failures, how.rules ?? {})
        .filter(({ severity }) => severity === "error")
        .map((failure) => findingMessage(failure));
}

/** Facts of the host that concern the halves to attach. */
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
    if (address === undefined) {
        const named = await pfToGive(survey, network);
        const pool = named || network === undefined ? undefined : await survey.network(network);
        const listed = pool?.mode === "hostdev" ? await pfOfVfs(survey, pool.addresses) : undefined;
        return named ?? (listed && { property: "network", ...listed });
    }
    const pf = await pfOfVf(survey, address);
    return pf && { property: "address", ...pf };
}
