import { isDeepStrictEqual } from "node:util";
import type { Layer } from "../libvirt/libvirt";
import { nic as table, type Nic } from "../model/interface";
import { amend, decode, encode, write } from "../xml";
import { differences, formatDifference, type Difference } from "../lifecycle/differences";
import type { Half } from "../rules";
import type { Found, Halves, Known } from "./halves";

/**
 * What a step does to what the guest runs with.
 *
 * - `now`: it has the change at once, without an interruption.
 * - `re-plug`: it is without its VF for a moment, and stays connected over the virtio half.
 * - `interrupts`: it is without the whole NIC for a moment, as the virtio half is replaced.
 * - `next boot`: nothing; the definition changes.
 * - `replaces`: the pair is taken out, and another is made.
 */
export type Effect = "now" | "re-plug" | "interrupts" | "next boot" | "replaces";

/** One change of one layer of a guest, as data. */
export interface Step {
    readonly layer: Layer;
    readonly half: Half;
    /** A running guest gives a device back when it likes: what asks it to is a `detach`, and a `wait` comes after it. */
    readonly action: "attach" | "update" | "detach" | "wait";
    readonly effect: Effect;
    readonly alias: string;
    /** What the step is for, e.g. `mtu 1500 => 9000`. */
    readonly because: string;
    /** The device that libvirt is handed. */
    readonly xml: string;
    /** How the device prior, in a form in which it can be plugged in again, for the way back. */
    readonly before?: string;
}

/** A guest's halves in both layers, the running ones in the terms of the definition ({@link asDefined}). */
export interface Have {
    readonly config: Halves;
    readonly live?: Halves | undefined;
    /** Whether the network that the running virtio half is to move to is one of macvtaps, so that it cannot be moved. */
    readonly toMacvtap?: boolean;
}

export interface Plan {
    /** What is to be done, in this order. */
    readonly steps: readonly Step[];
    /** What would have to be done to the running guest and waits for its next boot. */
    readonly pending: readonly Step[];
}

/**
 * The steps from what a guest has to what is wanted. Pure. The definition comes first: libvirt refuses there what it would
 * refuse of the running guest, and it is easily taken back.
 *
 * @param apply `live` for what can be done at once, `next-boot` for the definition alone
 */
export function plan(have: Have, prior: Known, desired: Known, apply: "live" | "next-boot" = "live"): Plan {
    const config = planLayer("config", have.config, prior, desired);
    const live = have.live ? planLayer("live", have.live, prior, desired, have.toMacvtap) : [];
    return apply === "live" ? { steps: [...config, ...live], pending: [] } : { steps: config, pending: live };
}

/** Why a half comes anew that does not change. */
export const MOVED = "it comes after the persistent half";

/**
 * The transient half leaves first and comes last, also in the order of the definition: QEMU starts its devices in that
 * order, and hides a VF only once its standby is there.
 */
function planLayer(layer: Layer, have: Halves, prior: Known, desired: Known, toMacvtap = false): readonly Step[] {
    const persistent = stepsFor(layer, "persistent", have, prior, desired, {
        moved: renamed(layer, have, desired),
        toMacvtap,
    });
    const transient = stepsFor(layer, "transient", have, prior, desired, {
        moved: persistent.some(({ action }) => action === "attach") ? MOVED : undefined,
        displaced: layer === "config" && persistent.some(coming) && placeOf(have, prior, desired) === undefined,
    });
    // attached before the transient half leaves its place, the persistent one gets another, and both keep the places they have
    if (!have.persistent) return [...persistent, ...transient];
    return [
        ...transient.filter(leaving),
        ...persistent.filter(leaving),
        ...persistent.filter(coming),
        ...transient.filter(coming),
    ];
}

const leaving = ({ action }: Step): boolean => action === "detach" || action === "wait";
const coming = (step: Step): boolean => !leaving(step);

/** Where the guest will see the persistent half; undefined where libvirt is to choose. */
const placeOf = (have: Halves, prior: Known, desired: Known): string | undefined =>
    desired.persistent?.guestAddress ??
    (prior.persistent?.guestAddress === undefined ? have.persistent?.nic.guestAddress : undefined);

/** A running virtio half takes no VF by another name than it had: QEMU keeps the name of the first. Source: QEMU 7.2, observed */
function renamed(layer: Layer, { transient }: Halves, desired: Known): string | undefined {
    const [before, after] = [transient?.nic.alias, desired.transient?.alias];
    if (layer === "config" || before === undefined || after === undefined || before === after) return undefined;
    return `alias ${before} => ${after} of the VF half`;
}

interface Circumstances {
    /** Why the half is attached anew even where nothing about it changes. */
    readonly moved?: string | undefined;
    readonly toMacvtap?: boolean;
    /** Its place in the guest may be taken by then, so that it comes back without one unless the program says where. */
    readonly displaced?: boolean;
}

function stepsFor(
    layer: Layer,
    half: Half,
    have: Halves,
    prior: Known,
    desired: Known,
    { moved, displaced, toMacvtap = false }: Circumstances = {},
): readonly Step[] {
    const [there, wanted] = [have[half], desired[half]];
    const step = (action: Step["action"], effect: Effect, because: string, xml: string): Step => ({
        layer,
        half,
        action,
        effect: layer === "config" ? "next boot" : effect,
        alias: (action === "attach" || action === "update" ? wanted?.alias : there?.nic.alias) ?? "",
        because,
        xml,
        ...(there && action !== "attach" && { before: write(there.node) }),
    });
    const takenOut = (effect: Effect, because: string): readonly Step[] => {
        const xml = there ? write(there.node) : "";
        const asked = step("detach", effect, because, xml);
        return layer === "live" ? [asked, step("wait", effect, because, xml)] : [asked];
    };
    if (!wanted) return there ? takenOut("now", "it is no longer wanted") : [];
    if (!there) return [step("attach", "now", "it is not there", write(encode(table, wanted)))];

    const node = amend(table, there.node, wanted, prior[half]);
    const after = decode(table, node).model;
    const changed = differences(there.nic, after).filter((difference) => !saysTheSame(layer, difference));
    const because = [...changed.map(formatDifference), ...(moved === undefined ? [] : [moved])].join(", ");
    if (because === "") return [];
    const keys = [...new Set(changed.map(({ path }) => /^\w+/.exec(path)?.[0] as keyof Nic))];
    const tap = { ...there, ...(toMacvtap && { actual: "direct" }) };
    if (moved === undefined && takesInPlace[layer](half, keys, tap))
        return [step("update", "now", because, write(node))];
    const effect = half === "persistent" || moved !== undefined ? "interrupts" : "re-plug";
    const comesBack = displaced ? amend(table, node, wanted, after) : node;
    return [...takenOut(effect, because), step("attach", effect, because, write(comesBack))];
}

/** Whether one side only says what the other means by its silence, or what runs has in any case. */
function saysTheSame(layer: Layer, { path, before, after }: Difference): boolean {
    const facts = Object.hasOwn(table.fields, path) ? table.fields[path as keyof Nic].facts : {};
    if (before !== undefined && after !== undefined) return false;
    return (
        isDeepStrictEqual(before ?? after, facts.absent) ||
        (layer === "live" && after === undefined && isDeepStrictEqual(before, facts.given))
    );
}

/** By what of the document libvirt finds the device to update, so that none of it can be changed that way. Source: virDomainNetFindIdx */
const FOUND_BY: readonly (keyof Nic)[] = ["mac", "alias", "guestAddress"];

/** Whether libvirt can give a device its new values where it is. */
const takesInPlace: Readonly<Record<Layer, (half: Half, changed: readonly (keyof Nic)[], there: Found) => boolean>> = {
    config: (half, changed, there) =>
        !changed.some((key) => FOUND_BY.includes(key)) &&
        // the other half may desired the boot order that this one has, and libvirt takes no two
        !(half === "transient" && there.nic.boot !== undefined && changed.includes("boot")),
    live: (half, changed, { actual }) =>
        half === "persistent" &&
        changed.every((key) => {
            const { live } = table.fields[key].facts;
            return live === "update" || (live === "reconnect" && actual !== "direct");
        }),
};
