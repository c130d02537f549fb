import { freeRootPorts, machineOf } from "../model/domain";
import { formatFinding, judge, applyLevels, ruleSets, type Levels, type PairOnHost } from "../rules";
import type { Guest } from "./observe";
import { eachHalf, type Known } from "./halves";
import { hostNetworks } from "./networks";
import type { Step } from "./plan";
import type { Survey } from "../host/survey";

/**
 * Looks whether what is to be attached to a running guest can be, before anything is touched.
 *
 * @throws Error with all that is in the way
 */
export async function assertReady(
    survey: Survey,
    guest: Guest,
    steps: readonly Step[],
    desired: Known,
    levels: Levels,
): Promise<void> {
    const plugged = steps.filter(({ layer, action }) => layer === "live" && action === "attach");
    if (plugged.length === 0 || !guest.live) return;
    const look = { ...(await pluggable(survey, guest, guest.live, plugged, desired)), machine: machineOf(guest.xml) };
    const failures = applyLevels(
        [...judge(ruleSets.machine.rules, look), ...judge(ruleSets.pairOnHost.rules, look)],
        levels,
    ).filter(({ severity }) => severity === "error");
    if (failures.length === 0) return;
    throw new Error(
        `guest ${guest.name} on ${survey.libvirt.uri} cannot take this while it runs, and nothing was changed. ` +
            `Mend what follows, or set apply to next-boot to change its definition alone.\n${failures.map(formatFinding).join("\n")}`,
    );
}

async function pluggable(
    survey: Survey,
    guest: Guest,
    live: NonNullable<Guest["live"]>,
    plugged: readonly Step[],
    desired: Known,
): Promise<PairOnHost> {
    const halves = eachHalf((half) => (plugged.some((step) => step.half === half) ? desired[half] : undefined));
    const [{ libvirt: version, hypervisor }, networks] = await Promise.all([
        survey.versions(),
        hostNetworks(survey, {
            halves,
            wanted: [guest.name],
            gives: guest.vf?.network === desired.transient?.network && live.transient ? 1 : 0,
        }),
    ]);
    return {
        libvirt: version,
        qemu: hypervisor,
        rootPorts: {
            free: freeRootPorts(guest.xml),
            needed: new Set(plugged.map(({ half }) => half).filter((half) => !live[half])).size,
        },
        ...networks,
    };
}
