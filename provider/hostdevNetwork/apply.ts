import { LibvirtError, VIR_ERR } from "../libvirt/errors";
import type { Libvirt, NetworkState } from "../libvirt/libvirt";
import { hostdevNetwork as table } from "../model/hostdevNetwork";
import { formatFinding } from "../rules";
import { decode, read, write, type XmlNode } from "../xml";
import { differences, formatDifference } from "../lifecycle/differences";
import type { HostdevNetworkArgs } from "./args";
import { startFindings } from "./hostCheck";
import { refusals } from "./effects";
import { stateOf } from "./observe";
import { planPool, type PoolPlan } from "./plan";
import { reversed, type PortgroupChange } from "./portgroups";
import { Survey } from "../host/survey";
import { withRollback, type OnRollback } from "../lifecycle/rollback";
import { reattachVfs, vfDevicesOf, detachVfs } from "./replug";

/**
 * Brings a network that is there to what is wanted, whole or not at all. The definition comes first, as libvirt may refuse
 * it; guests are without their VFs from before the network is stopped until it is started.
 */
export async function applyPlan(
    survey: Survey,
    state: NetworkState,
    desired: HostdevNetworkArgs,
    prior?: HostdevNetworkArgs,
): Promise<void> {
    const { libvirt } = survey;
    const { uuid, name } = state;
    const plan = await planPool(survey, state, desired, prior);
    const refused = refusals(plan, desired.whenInUse);
    if (refused.length > 0)
        throw new Error(`network ${name} on ${libvirt.uri}: nothing was changed.\n${refused.join("\n")}`);
    const lent = vfDevicesOf(plan.pulls, name);
    const isOurs = await withRollback(async (onRollback) => {
        const written = plan.defines ? await define(libvirt, state, plan, onRollback) : undefined;
        await detachVfs(libvirt, lent, onRollback);
        if (plan.stops) {
            await stopPool(libvirt, uuid);
            onRollback(`network ${name} is stopped`, async () => {
                if (await written?.()) await libvirt.networkDefine(write(plan.before)); // the new one may be what does not start
                await libvirt.networkStart(uuid);
            });
        }
        if (plan.starts) {
            await startPool(libvirt, uuid, desired);
            onRollback(`network ${name} is started`, () => libvirt.networkStop(uuid));
            await reattachVfs(libvirt, lent, onRollback);
        }
        await changePortgroups(libvirt, state, plan.portgroups, onRollback);
        if (plan.autostarts) await libvirt.networkAutostart(uuid, desired.autostart);
        return written;
    });
    if (isOurs && !(await isOurs())) throw new Error(await changedByOthers(libvirt, state, plan.after, "while"));
}

/**
 * Writes the new definition over the one that the plan began with.
 *
 * @returns asks whether it is still the one that the network has: libvirt has no lock that holds others off
 */
async function define(
    libvirt: Libvirt,
    state: NetworkState,
    { before, after }: PoolPlan,
    onRollback: OnRollback,
): Promise<() => Promise<boolean>> {
    const { uuid, name } = state;
    if (write(await definitionOf(libvirt, uuid)) !== write(before))
        throw new Error(await changedByOthers(libvirt, state, before, "before"));
    await libvirt.networkDefine(write(after));
    const ours = await libvirt.networkXml(uuid);
    const isStill = async (): Promise<boolean> => (await libvirt.networkXml(uuid)) === ours;
    onRollback(`network ${name} has its new definition`, async () => {
        if (!(await isStill())) return; // somebody else's now
        await (state.persistent ? libvirt.networkDefine(write(before)) : libvirt.networkUndefine(uuid));
    });
    return isStill;
}

async function changedByOthers(
    libvirt: Libvirt,
    { uuid, name }: NetworkState,
    than: XmlNode,
    when: "before" | "while",
): Promise<string> {
    const now = await definitionOf(libvirt, uuid);
    const theirs = differences(decode(table, than).model, decode(table, now).model).map(formatDifference);
    const what = theirs.length === 0 ? "its metadata" : theirs.join(", ");
    return `network ${name} on ${libvirt.uri} was changed by somebody else (${what}) ${
        when === "before"
            ? "since it was looked at; nothing was changed here. Run again"
            : "while this change was carried out, which is lost in part or whole. Look at a preview, and run again"
    }.`;
}

const definitionOf = async (libvirt: Libvirt, uuid: string): Promise<XmlNode> => read(await libvirt.networkXml(uuid));

/** Content where somebody else has stopped it. */
export const stopPool = (libvirt: Libvirt, uuid: string): Promise<void> =>
    unlessSo(libvirt, uuid, false, () => libvirt.networkStop(uuid));

/**
 * Content where somebody else has started it.
 *
 * @throws LibvirtError with what is wrong with the card, where that is known, beside libvirt's own words
 */
export async function startPool(libvirt: Libvirt, uuid: string, desired: HostdevNetworkArgs): Promise<void> {
    try {
        await unlessSo(libvirt, uuid, true, () => libvirt.networkStart(uuid));
    } catch (error) {
        if (!(error instanceof LibvirtError)) throw error;
        const found = await startFindings(new Survey(libvirt), desired).catch(() => []);
        if (found.length === 0) throw error;
        const { call, code, domain, detail, uri } = error;
        throw new LibvirtError(call, code, domain, [detail, ...found.map(formatFinding)].join("\n"), uri);
    }
}

/** Somebody else who restarts the network at the same moment may be a step ahead, and again. */
async function unlessSo(
    libvirt: Libvirt,
    uuid: string,
    active: boolean,
    change: () => Promise<void>,
    tries = 3,
): Promise<void> {
    try {
        await change();
    } catch (error) {
        const isWrongState = error instanceof LibvirtError && error.code === VIR_ERR.OPERATION_INVALID;
        const now = isWrongState && (await stateOf(libvirt, uuid));
        if (!now || (now.active !== active && tries === 1)) throw error;
        if (now.active !== active) await unlessSo(libvirt, uuid, active, change, tries - 1);
    }
}

async function changePortgroups(
    libvirt: Libvirt,
    { uuid, name }: NetworkState,
    change: PortgroupChange,
    onRollback: OnRollback,
): Promise<void> {
    const all = async (all: PortgroupChange): Promise<void> => {
        for (const xml of all.delete) await libvirt.networkPortgroup(uuid, "delete", xml);
        for (const xml of all.add) await libvirt.networkPortgroup(uuid, "add", xml);
    };
    if (change.add.length + change.delete.length === 0) return;
    // half of it may be there when it fails
    onRollback(`network ${name} runs with other portgroups than it is defined with`, () => all(reversed(change)));
    await all(change);
}
