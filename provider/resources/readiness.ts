import type { Libvirt } from "../libvirt/libvirt";
import { freeRootPorts, machineOf } from "../model/domain";
import { startedNetwork } from "../model/networkPort";
import { describe, judge, readinessRules, type NetworkNow, type Readiness } from "../rules";
import { decode, read } from "../xml";
import type { Guest } from "./guest";
import type { Known } from "./halves";
import type { Step } from "./plan";

/**
 * Looks whether what is to be plugged into a running guest can be, before anything is touched.
 *
 * @throws Error with all that is in the way
 */
export async function assertReady(libvirt: Libvirt, guest: Guest, steps: readonly Step[], want: Known): Promise<void> {
    const plugged = steps.filter(({ layer, action }) => layer === "live" && action === "attach");
    if (plugged.length === 0 || !guest.live) return;
    const failures = judge(readinessRules, await look(libvirt, guest, guest.live, plugged, want));
    if (failures.length === 0) return;
    throw new Error(
        `guest ${guest.name} on ${libvirt.uri} cannot take this while it runs, and nothing was changed. ` +
            `Mend what follows, or set apply to next-boot to change its definition alone.\n${failures.map(describe).join("\n")}`,
    );
}

async function look(
    libvirt: Libvirt,
    guest: Guest,
    live: NonNullable<Guest["live"]>,
    plugged: readonly Step[],
    want: Known,
): Promise<Readiness> {
    const [versions, networks] = await Promise.all([libvirt.versions(), libvirt.networks()]);
    const stateOf = (name: string): NetworkNow => {
        const network = networks.find((one) => one.name === name);
        return network === undefined ? "missing" : network.active ? "started" : "stopped";
    };
    const networkFor = (half: Step["half"]): string | undefined =>
        plugged.some((step) => step.half === half) ? want[half]?.network : undefined;
    const [pool, network] = [networkFor("transient"), networkFor("persistent")];
    const uuid = networks.find(({ name, active }) => name === pool && active)?.uuid;
    const now = uuid === undefined ? {} : decode(startedNetwork, read(await libvirt.networkLiveXml(uuid))).model;
    const own = guest.vf?.network === pool && live.transient ? 1 : 0;
    return {
        machine: machineOf(guest.xml) ?? "unknown",
        libvirt: versions.libvirt,
        qemu: versions.hypervisor,
        rootPorts: {
            free: freeRootPorts(guest.xml),
            needed: new Set(plugged.map(({ half }) => half).filter((half) => !live[half])).size,
        },
        ...(pool !== undefined && {
            pool: {
                name: pool,
                mode: now.mode,
                state: stateOf(pool),
                free: (now.addresses?.length ?? 0) - (now.connections ?? 0) + own,
            },
        }),
        ...(network !== undefined && { network: { name: network, state: stateOf(network) } }),
    };
}
