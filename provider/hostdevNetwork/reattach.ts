import type { Device } from "../documents";
import type { VfHolder } from "../host/vfHolders";
import type { Take } from "../lifecycle/rollback";
import { ignoreNotFound } from "../libvirt/errors";
import type { Libvirt } from "../libvirt/libvirt";
import { nic as table } from "../model/interface";
import { liveAsDefined } from "../teamedNic/liveAsDefined";
import type { Halves } from "../teamedNic/halves";
import type { Step } from "../teamedNic/plan";
import { takeSteps, type Patience } from "../teamedNic/steps";
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
    changeEach(libvirt, devices, ["detach", "wait"], take);

/** Attaches VFs of the changed pool. */
export const reattachVfs = (libvirt: Libvirt, devices: readonly VfDevice[], take: Take): Promise<void> =>
    changeEach(libvirt, devices, ["attach"], take);

async function changeEach(
    libvirt: Libvirt,
    devices: readonly VfDevice[],
    actions: readonly Step["action"][],
    take: Take,
): Promise<void> {
    const results = await Promise.allSettled(
        devices.map(({ guest: name, domainUuid: uuid, alias, xml }) => {
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
            return ignoreNotFound(() =>
                takeSteps({ config: libvirt, live: libvirt }, { name, uuid }, steps, PATIENCE, take),
            );
        }),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
}
