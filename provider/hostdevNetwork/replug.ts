import type { Device } from "../documents";
import { ignoreNotFound } from "../libvirt/errors";
import type { Libvirt } from "../libvirt/libvirt";
import { nic as table } from "../model/interface";
import { decode, write } from "../xml";
import { runSteps, type Patience } from "../teamedNic/steps";
import type { Halves } from "../teamedNic/halves";
import type { VfHolder } from "../host/vfHolders";
import type { Step } from "../teamedNic/plan";
import { asDefined } from "../teamedNic/asDefined";
import type { OnRollback } from "../lifecycle/rollback";

/** As long as a pair waits by default. */
const PATIENCE: Patience = { seconds: 30, setting: "", orElse: "" };

/** A running guest's device that is a VF of a pool. */
export interface VfDevice {
    readonly guest: string;
    readonly domainUuid: string;
    readonly alias: string;
    /** The device in a form in which it is given a VF of the pool again. */
    readonly xml: string;
}

/** The devices of holders, as they have to be plugged in again once the pool is another. */
export const vfDevicesOf = (holders: readonly VfHolder[], pool: string): readonly VfDevice[] =>
    holders.flatMap(({ guest, domainUuid, alias, device, defined, address, portgroup }) => {
        if (alias === undefined || !device) return [];
        const vf = { address, domainId: 0, network: pool, ...(portgroup !== undefined && { portgroup }) };
        const { transient } = asDefined(asHalf(device), defined ? asHalf(defined) : {}, vf);
        return transient ? [{ guest, domainUuid, alias, xml: write(transient.node) }] : [];
    });

const asHalf = ({ node }: Device): Halves => ({ transient: { node, nic: decode(table, node).model } });

/** Has guests give their VFs back, all at once. Those that did have them again where another does not. */
export const detachVfs = (libvirt: Libvirt, lent: readonly VfDevice[], done: OnRollback): Promise<void> =>
    forEach(lent, done, {
        act: (one) => walk(libvirt, one, "detach", "wait"),
        undo: (one) => walk(libvirt, one, "attach"),
        undone: ({ guest, alias }) => `guest ${guest}: it runs without its VF ${alias}`,
    });

/** Gives guests VFs of the pool as it is now. */
export const reattachVfs = (libvirt: Libvirt, lent: readonly VfDevice[], done: OnRollback): Promise<void> =>
    forEach(lent, done, {
        act: (one) => walk(libvirt, one, "attach"),
        undo: (one) => walk(libvirt, one, "detach", "wait"),
        undone: ({ guest, alias }) => `guest ${guest}: it has a VF of the changed pool, ${alias}`,
    });

interface Doing {
    readonly act: (one: VfDevice) => Promise<void>;
    readonly undo: (one: VfDevice) => Promise<void>;
    /** What there is where it could not be undone. */
    readonly undone: (one: VfDevice) => string;
}

async function forEach(lent: readonly VfDevice[], done: OnRollback, { act, undo, undone }: Doing): Promise<void> {
    const results = await Promise.allSettled(
        lent.map(async (one) => {
            await act(one);
            done(undone(one), () => undo(one));
        }),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
}

async function walk(libvirt: Libvirt, lent: VfDevice, ...actions: readonly Step["action"][]): Promise<void> {
    const { guest: name, domainUuid: uuid, alias, xml } = lent;
    const steps = actions.map((action): Step => ({
        ...{
            layer: "live",
            half: "transient",
            action,
            effect: "re-plug",
            alias,
            because: "its pool",
            xml,
            before: xml,
        },
    }));
    // a guest that is no more has no VF
    await ignoreNotFound(() => runSteps(libvirt, { name, uuid, active: true, persistent: true }, steps, PATIENCE));
}
