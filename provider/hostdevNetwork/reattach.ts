import type { Device } from "../documents";
import type { VfHolder } from "../host/vfHolders";
import type { Take } from "../lifecycle/rollback";
import { ignoreNotFound } from "../libvirt/errors";
import type { Libvirt } from "../libvirt/libvirt";
import { nic as table } from "../model/interface";
import { liveAsDefined } from "../teamedNic/liveAsDefined";
import type { Halves } from "../teamedNic/halves";
import type { Step } from "../teamedNic/plan";
import { runSteps, type Patience } from "../teamedNic/steps";
import { decode, defined, write } from "../xml";

/** As long as a pair waits by default. */
const PATIENCE: Patience = { seconds: 30, setting: "", orElse: "" };

/** A running guest's device that is a VF of a pool. */
export interface VfDevice {
    readonly guest: string;
    readonly domainUuid: string;
    readonly alias: string;
    /** The device in a form that attaches a VF of the pool. */
    readonly xml: string;
}

/** The devices of holders, as they are attached again once the pool has changed. */
export const vfDevicesOf = (holders: readonly VfHolder[], pool: string): readonly VfDevice[] =>
    holders.flatMap(({ guest, domainUuid, alias, device, defined: definition, address, portgroup }) => {
        if (alias === undefined || !device) return [];
        const vf = defined({ address, domainId: 0, network: pool, portgroup });
        const { transient } = liveAsDefined(asHalf(device), definition ? asHalf(definition) : {}, vf);
        return transient ? [{ guest, domainUuid, alias, xml: write(transient.node) }] : [];
    });

const asHalf = ({ node }: Device): Halves => ({ transient: { node, nic: decode(table, node).model } });

/** Detaches VFs from their guests, all at once. Where one guest keeps its VF, the others get theirs back. */
export const detachVfs = (libvirt: Libvirt, devices: readonly VfDevice[], take: Take): Promise<void> =>
    changeEach(devices, take, {
        act: (device) => takeSteps(libvirt, device, "detach", "wait"),
        undo: (device) => takeSteps(libvirt, device, "attach"),
        left: ({ guest, alias }) => `guest ${guest}: it runs without its VF ${alias}`,
    });

/** Attaches VFs of the changed pool. */
export const reattachVfs = (libvirt: Libvirt, devices: readonly VfDevice[], take: Take): Promise<void> =>
    changeEach(devices, take, {
        act: (device) => takeSteps(libvirt, device, "attach"),
        undo: (device) => takeSteps(libvirt, device, "detach", "wait"),
        left: ({ guest, alias }) => `guest ${guest}: it has a VF of the changed pool, ${alias}`,
    });

interface DeviceChange {
    readonly act: (device: VfDevice) => Promise<void>;
    readonly undo: (device: VfDevice) => Promise<void>;
    /** What is left where it cannot be rolled back. */
    readonly left: (device: VfDevice) => string;
}

async function changeEach(devices: readonly VfDevice[], take: Take, { act, undo, left }: DeviceChange): Promise<void> {
    const results = await Promise.allSettled(
        devices.map((device) => take({ left: left(device), act: () => act(device), undo: () => undo(device) })),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
}

async function takeSteps(
    libvirt: Libvirt,
    { guest: name, domainUuid: uuid, alias, xml }: VfDevice,
    ...actions: readonly Step["action"][]
): Promise<void> {
    const steps = actions.map((action): Step => ({
        layer: "live",
        half: "transient",
        action,
        effect: "reattach-vf",
        alias,
        reason: "follows",
        xml,
        before: xml,
    }));
    // a guest that no longer exists uses no VF
    await ignoreNotFound(() => runSteps({ config: libvirt, live: libvirt }, { name, uuid }, steps, PATIENCE));
}
