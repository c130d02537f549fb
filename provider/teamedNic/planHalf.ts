import { differences, type Difference } from "../lifecycle/differences";
import type { Layer } from "../libvirt/libvirt";
import { nic as table, type Nic } from "../model/interface";
import type { Half } from "../rules";
import { amend, decode, encode, write } from "../xml";
import type { ActualHalf, Halves } from "./halves";
import { isSameInEffect, takesInPlace } from "./inPlace";
import type { Effect, HalfDifference, PlanInput, Reason, Step, Surroundings } from "./plan";

/** One layer of a guest. */
export interface LayerState {
    readonly layer: Layer;
    readonly actual: Halves;
    readonly surroundings?: Surroundings | undefined;
}

/** Conditions beside its own values that decide about a half. */
export interface Circumstances {
    /** A new alias of the other half, for which this one is attached again. */
    readonly renamed?: readonly HalfDifference[];
    /** The other half is attached, and this one is attached again after it. */
    readonly follows?: boolean;
    /** Its place in the guest may be taken by then, so that it comes back without one unless the program says where. */
    readonly isDisplaced?: boolean;
}

/** The steps that bring one half of a layer from what it is to what is desired. */
export function planHalf(
    half: Half,
    { layer, actual, surroundings }: LayerState,
    { prior, desired }: PlanInput,
    { renamed = [], follows = false, isDisplaced = false }: Circumstances,
): readonly Step[] {
    const before = actual[half];
    const after = desired[half];
    if (!after) return before ? detaching({ layer, half, before, effect: "at-once", reason: "unwanted" }) : [];
    const alias = after.alias ?? "";
    const attaching = (xml: string, effect: Effect, reason: Reason): Step => ({
        layer,
        half,
        action: "attach",
        effect: layer === "config" ? "next-boot" : effect,
        alias,
        reason,
        xml,
    });
    if (!before) return [attaching(write(encode(table, after)), "at-once", "missing")];

    const node = amend(table, before.node, after, prior[half]);
    const nic = decode(table, node).model;
    const own = differences(before.nic, nic)
        .filter((difference) => !isSameInEffect(layer, difference))
        .map((difference) => ({ half, ...difference }));
    const changes = [...own, ...renamed];
    if (changes.length === 0 && !follows) return [];
    const reason = changes.length === 0 ? "follows" : { changes };
    const isFixed = renamed.length > 0 || follows;
    if (!isFixed && takesInPlace[layer](half, fieldsOf(own), before, surroundings)) {
        const update = attaching(write(node), "at-once", reason);
        return [{ ...update, action: "update", before: write(before.node) }];
    }
    const effect = half === "persistent" || follows ? "replace-virtio-half" : "reattach-vf";
    const back = isDisplaced ? amend(table, node, after, nic) : node;
    return [...detaching({ layer, half, before, effect, reason }), attaching(write(back), effect, reason)];
}

interface Detaching {
    readonly layer: Layer;
    readonly half: Half;
    readonly before: ActualHalf;
    readonly effect: Effect;
    readonly reason: Reason;
}

function detaching({ layer, half, before, effect, reason }: Detaching): readonly Step[] {
    const xml = write(before.node);
    const step: Step = {
        layer,
        half,
        action: "detach",
        effect: layer === "config" ? "next-boot" : effect,
        alias: before.nic.alias ?? "",
        reason,
        xml,
        before: xml,
    };
    return layer === "live" ? [step, { ...step, action: "wait" }] : [step];
}

/** The fields that differences are in. */
const fieldsOf = (changes: readonly Difference[]): readonly (keyof Nic)[] => [
    ...new Set(changes.map(({ path }) => /^\w+/.exec(path)?.[0] as keyof Nic)),
];
