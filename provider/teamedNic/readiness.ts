import type { Libvirt } from "../libvirt/libvirt";
import { freeRootPorts, machineOf } from "../model/domain";
import {
    formatFinding,
    judge,
    applyLevels,
    machineRules,
    pairOnHostRules,
    type Levels,
    type PairOnHost,
} from "../rules";
import type { Guest } from "./observe";
import { eachHalf, type Known } from "./halves";
import { hostNetworks } from "./networks";
import type { Step } from "./plan";
import { Survey } from "../host/survey";

/**
 * Looks whether what is to be plugged into a running guest can be, before anything is touched. The host is asked anew: what
 * a preview knew of it is history.
 *
 * @throws Error with all that is in the way
 */
export async function assertReady(
    libvirt: Libvirt,
    guest: Guest,
    steps: readonly Step[],
    want: Known,
    levels: Levels,
): Promise<void> {
    const plugged = steps.filter(({ layer, action }) => layer === "live" && action === "attach");
    if (plugged.length === 0 || !guest.live) return;
    const look = { ...(await pluggable(libvirt, guest, guest.live, plugged, want)), machine: machineOf(guest.xml) };
    const failures = applyLevels([...judge(machineRules, look), ...judge(pairOnHostRules, look)], levels).filter(
        ({ severity }) => severity === "error",
    );
    if (failures.length === 0) return;
    throw new Error(
        `guest ${guest.name} on ${libvirt.uri} cannot take this while it runs, and nothing was changed. ` +
            `Mend what follows, or set apply to next-boot to change its definition alone.\n${failures.map(formatFinding).join("\n")}`,
    );
}

async function pluggable(
    libvirt: Libvirt,
    guest: Guest,
    live: NonNullable<Guest["live"]>,
    plugged: readonly Step[],
    want: Known,
): Promise<PairOnHost> {
    const halves = eachHalf((half) => (plugged.some((step) => step.half === half) ? want[half] : undefined));
    const survey = new Survey(libvirt);
    const [{ libvirt: version, hypervisor }, networks] = await Promise.all([
        survey.versions(),
        hostNetworks(survey, {
            halves,
            wanted: [guest.name],
            gives: guest.vf?.network === want.transient?.network && live.transient ? 1 : 0,
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
