import { differences, type Difference } from "../lifecycle/differences";
import type { Message } from "../lifecycle/message";
import type { Take } from "../lifecycle/rollback";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { hostdevNetwork as table } from "../model/hostdevNetwork";
import { decode, read, write, type XmlNode } from "../xml";
import { refused } from "./effects";
import type { PoolPlan } from "./plan";
import { poolMessage } from "./words";

/** Somebody else changed a pool while its change was carried out here, and the other change stays. */
export class Overtaken extends Error {
    override readonly name = "Overtaken";
    readonly reason: Message;

    constructor(uri: string, pool: string, changes: readonly Difference[]) {
        const reason = poolMessage("overtaken-by-others", pool, { changes });
        super(`${pool} on ${uri}: ${reason.text}`);
        this.reason = reason;
    }
}

/** A definition that was written. libvirt has no lock that keeps others from writing over it. */
export interface WrittenDefinition {
    isStillOurs(): Promise<boolean>;
    /** Returns what others have changed of it. */
    changesOfOthers(): Promise<readonly Difference[]>;
}

/**
 * Writes the desired definition over the one that the plan was made for.
 *
 * @throws Refused where somebody else has changed that since
 */
export async function define(
    libvirt: Libvirt,
    { uuid, name, persistent }: NetworkState,
    { before, after }: PoolPlan,
    take: Take,
): Promise<WrittenDefinition> {
    if (write(await definitionOf(libvirt, uuid)) !== write(before)) {
        const changes = await changesSince(libvirt, uuid, before);
        throw refused(libvirt.uri, name, [poolMessage("changed-by-others", name, { changes })]);
    }
    let ours: string | undefined = undefined;
    const isStillOurs = async (): Promise<boolean> => {
        const definition = await libvirt.networkXml(uuid);
        return definition === (ours ?? definition);
    };
    await take({
        host: libvirt,
        left: `network ${name} has its new definition`,
        act: () => libvirt.networkDefine(write(after)),
        isDone: async () => write(await definitionOf(libvirt, uuid)) !== write(before),
        async undo() {
            if (!(await isStillOurs())) return;
            await (persistent ? libvirt.networkDefine(write(before)) : libvirt.networkUndefine(uuid));
        },
    });
    ours = await libvirt.networkXml(uuid);
    return { isStillOurs, changesOfOthers: () => changesSince(libvirt, uuid, after) };
}

const changesSince = async (libvirt: Libvirt, uuid: string, definition: XmlNode): Promise<readonly Difference[]> =>
    differences(decode(table, definition).model, decode(table, await definitionOf(libvirt, uuid)).model);

const definitionOf = async (libvirt: Libvirt, uuid: string): Promise<XmlNode> => read(await libvirt.networkXml(uuid));
