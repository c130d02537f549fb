import { ignoreNotFound, isRefusal, VIR_ERR } from "../libvirt/errors";
import type { Layer, Libvirt } from "../libvirt/libvirt";
import { aliasesOf, nicsIn } from "../model/domain";
import { HALF_NAMES } from "../rules";
import { defined, read, write } from "../xml";
import type { Step } from "./plan";
import { LATE_SECONDS, withRollback, type Take } from "../lifecycle/rollback";

/** Time that a guest may take to detach a device, and the message when it takes longer. */
export interface Patience {
    readonly seconds: number;
    /** Argument that sets it, in brackets. */
    readonly setting: string;
    /** Other remedy than another run. */
    readonly orElse: string;
}

/** The guest that steps are taken on. */
interface Guest {
    readonly uuid: string;
    readonly name: string;
}

/** libvirt on the host of each layer: after a migration without `--persistent` these are two. */
export type LayerHosts = Readonly<Record<Layer, Libvirt>>;

/**
 * Takes the steps, or none of them: when one fails, those before it are rolled back.
 *
 * @throws RollbackFailed where the rollback failed too
 */
export const runSteps = (hosts: LayerHosts, guest: Guest, steps: readonly Step[], patience: Patience): Promise<void> =>
    withRollback((take) => takeSteps(hosts, guest, steps, patience, take));

/**
 * Takes the steps as a part of more that is rolled back together. A guest that is shut off meanwhile needs nothing more of
 * what was meant for it while it ran.
 */
export async function takeSteps(
    hosts: LayerHosts,
    guest: Guest,
    steps: readonly Step[],
    patience: Patience,
    take: Take,
): Promise<void> {
    let isRunning = true;
    for (const step of steps) {
        if (step.layer === "live" && !isRunning) continue;
        try {
            await takeStep(hosts[step.layer], guest, step, patience, take);
        } catch (error) {
            if (step.layer === "config" || !(await hasShutOff(hosts, guest, error))) throw error;
            isRunning = false;
        }
    }
}

function takeStep(libvirt: Libvirt, guest: Guest, step: Step, patience: Patience, take: Take): Promise<void> {
    const act = (): Promise<void> => runStep(libvirt, guest, step, patience);
    if (step.action === "wait") return act();
    return take({
        host: libvirt,
        left: leftBy(step, guest),
        act,
        async isDone() {
            const now = await deviceNow(libvirt, guest, step);
            return now === undefined || IS_DONE[step.action](now, step.before);
        },
        undo: () => undoStep(libvirt, guest, step, patience),
    });
}

/** A device as a layer has it now. Without XML where the layer has none of that alias. */
interface DeviceNow {
    readonly xml?: string;
}

const IS_DONE: Readonly<Record<Step["action"], (now: DeviceNow, before: string | undefined) => boolean>> = {
    attach: ({ xml }) => xml !== undefined,
    update: ({ xml }, before) => xml !== before,
    detach: ({ xml }) => xml === undefined,
    wait: () => true,
};

/**
 * The device of a step as its layer has it now; undefined where the guest has no such layer any more.
 *
 * @throws Error where the guest is missing: it may have migrated, and has the device on another host
 */
async function deviceNow(
    libvirt: Libvirt,
    { uuid, name }: Guest,
    { layer, alias }: Step,
): Promise<DeviceNow | undefined> {
    const layers = await ignoreNotFound(() => libvirt.domainXml(uuid));
    if (layers === undefined)
        throw new Error(`guest ${name} is missing on ${libvirt.uri}: it has migrated, or somebody undefined it`);
    const now = layers[layer];
    if (now === undefined) return undefined;
    const nic = nicsIn(read(now)).find((one) => one.alias === alias);
    return defined({ xml: nic && write(nic.node) });
}

async function runStep(
    libvirt: Libvirt,
    guest: Guest,
    { layer, action, alias, xml, half }: Step,
    { seconds, setting, orElse }: Patience,
): Promise<void> {
    switch (action) {
        case "attach":
            return libvirt.attachDevice(guest.uuid, layer, xml);
        case "update":
            return libvirt.updateDevice(guest.uuid, layer, xml);
        case "detach":
            return layer === "config" ? libvirt.detachDevice(guest.uuid, xml) : unplug(libvirt, guest.uuid, alias);
        case "wait":
            if (await isGone(libvirt, guest.uuid, alias, seconds)) return;
            throw new Error(
                `guest ${guest.name} on ${libvirt.uri} did not detach its ${HALF_NAMES[half]} ${alias} within ${seconds} s${setting}. ` +
                    "The driver in the guest must release the device. Check that the guest has booted, is not paused, and supports PCI hotplug. " +
                    `Then run again${orElse}. The guest may still detach the device later, and the next preview shows that.`,
            );
    }
}

/**
 * Asks the guest to detach a device. libvirt answers a missing device, and a guest that was asked before, both
 * with an INTERNAL_ERROR; how it is, the wait that follows sees for itself.
 */
async function unplug(libvirt: Libvirt, uuid: string, alias: string): Promise<void> {
    try {
        await libvirt.unplugDevice(uuid, alias);
    } catch (error) {
        if (!isRefusal(error, VIR_ERR.INTERNAL_ERROR, VIR_ERR.DEVICE_MISSING)) throw error;
    }
}

/** Whether a guest that runs is without a device in time; one that is shut off or missing is. */
const isGone = (libvirt: Libvirt, uuid: string, alias: string, seconds: number): Promise<boolean> =>
    libvirt.until(async () => {
        const live = (await ignoreNotFound(() => libvirt.domainXml(uuid)))?.live;
        return live === undefined || !aliasesOf(read(live)).includes(alias);
    }, seconds);

async function undoStep(libvirt: Libvirt, guest: Guest, step: Step, patience: Patience): Promise<void> {
    const { layer, action, alias, before, xml } = step;
    // a guest that was asked for a device may be about to detach it
    if (layer === "live" && action === "detach")
        await ignoreNotFound(() => isGone(libvirt, guest.uuid, alias, Math.min(patience.seconds, LATE_SECONDS)));
    const now = await deviceNow(libvirt, guest, step);
    if (now === undefined) return;
    switch (action) {
        case "attach": {
            if (now.xml === undefined) return;
            const back = { ...step, action: "detach" } as const;
            await runStep(libvirt, guest, back, patience);
            if (layer === "live") await runStep(libvirt, guest, { ...back, action: "wait" }, patience);
            return;
        }
        case "update":
            return libvirt.updateDevice(guest.uuid, layer, before ?? xml);
        case "detach":
            if (now.xml === undefined) return libvirt.attachDevice(guest.uuid, layer, before ?? xml);
            return;
        case "wait":
            return;
    }
}

/** State of the guest after a step that could not be rolled back. */
const LEFT: Readonly<Record<Step["layer"], Readonly<Record<Step["action"], string>>>> = {
    config: {
        attach: "is defined with",
        update: "is defined with a change of",
        detach: "is defined without",
        wait: "",
    },
    live: { attach: "runs with", update: "runs with a change of", detach: "runs without", wait: "" },
};
const leftBy = ({ layer, action, half, alias }: Step, { name }: Guest): string =>
    `guest ${name} ${LEFT[layer][action]} the ${HALF_NAMES[half]} ${alias}`;

/** A guest that is defined on another host is missing on the one where it ran, once it has shut off. */
async function hasShutOff({ config, live }: LayerHosts, { uuid }: Guest, error: unknown): Promise<boolean> {
    if (live !== config && isRefusal(error, VIR_ERR.NO_DOMAIN)) return true;
    if (!isRefusal(error, VIR_ERR.OPERATION_INVALID)) return false;
    return (await ignoreNotFound(() => live.domainXml(uuid)))?.live === undefined;
}
