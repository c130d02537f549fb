import type { Difference } from "../lifecycle/differences";
import type { Layer } from "../libvirt/libvirt";
import type { Half } from "../rules";
import type { Halves, PartialTeam } from "./halves";
import { planHalf, type LayerState } from "./planHalf";

/**
 * Effect of a step on the running guest.
 *
 * - `at-once`: it has the change at once, without an interruption.
 * - `reattach-vf`: it is without its VF for a moment, and stays connected over the virtio half.
 * - `replace-virtio-half`: it is without the whole NIC for a moment.
 * - `next-boot`: nothing; the definition changes.
 */
export type Effect = "at-once" | "reattach-vf" | "replace-virtio-half" | "next-boot";

/** A difference of one half. */
export interface HalfDifference extends Difference {
    readonly half: Half;
}

/**
 * Reason of a step.
 *
 * - `changes`: the half, or what it depends on of the other half, is to have these values.
 * - `follows`: it stays as it is, and is attached again after the persistent half.
 * - `missing`: the guest does not have the half.
 * - `unwanted`: the pair is deleted.
 */
export type Reason = { readonly changes: readonly HalfDifference[] } | "follows" | "missing" | "unwanted";

/** One change of one layer of a guest, as data. */
export interface Step {
    readonly layer: Layer;
    readonly half: Half;
    /** A running guest detaches a device when it likes: a `detach` asks for it, and a `wait` comes after it. */
    readonly action: "attach" | "update" | "detach" | "wait";
    readonly effect: Effect;
    readonly alias: string;
    readonly reason: Reason;
    /** The device that libvirt is handed. */
    readonly xml: string;
    /** The device as it was, in a form in which it can be attached again; for the rollback. */
    readonly before?: string;
}

/** A guest's halves in both layers, the running ones in the terms of the definition ({@link liveAsDefined}). */
export interface ActualTeam {
    readonly config: Halves;
    readonly live?: Halves | undefined;
    /** Missing where no running virtio half is to be changed. */
    readonly surroundings?: Surroundings;
}

/** Conditions beside its own values that decide whether libvirt changes the running virtio half in place. */
export interface Surroundings {
    /** Version of libvirt on the host, as libvirt counts. */
    readonly libvirt: number;
    /** Whether the network that the half moves to is one of macvtaps. */
    readonly toMacvtap: boolean;
    /** Whether libvirt sees no difference between the portgroups, and keeps the one that the half has. */
    readonly keepsPortgroup: boolean;
}

/** Goal of a plan. */
export interface PlanInput {
    /** Pair as the state has it; empty for a new one. */
    readonly prior: PartialTeam;
    /** Pair as the program declares it; empty for a deletion. */
    readonly desired: PartialTeam;
    /** `live` for what can be done at once, `next-boot` for the definition alone. */
    readonly apply: "live" | "next-boot";
}

export interface Plan {
    /** Steps, in this order. */
    readonly steps: readonly Step[];
    /** Steps of the running guest that wait for its next boot. */
    readonly pending: readonly Step[];
}

/**
 * The steps from what a guest has to what is desired. Pure. The definition comes first: libvirt refuses there what it would
 * refuse of the running guest, and it is easily rolled back.
 */
export function plan(actual: ActualTeam, input: PlanInput): Plan {
    const config = planLayer({ layer: "config", actual: actual.config }, input);
    const live = actual.live
        ? planLayer({ layer: "live", actual: actual.live, surroundings: actual.surroundings }, input)
        : [];
    return input.apply === "live" ? { steps: [...config, ...live], pending: [] } : { steps: config, pending: live };
}

/**
 * The transient half leaves first and comes last, also in the order of the definition: QEMU starts its devices in that
 * order, and hides a VF only once its standby is there.
 */
function planLayer(state: LayerState, input: PlanInput): readonly Step[] {
    const { layer, actual } = state;
    const persistent = planHalf("persistent", state, input, { renamed: renamed(state, input) });
    const follows = persistent.some(({ action }) => action === "attach");
    const isDisplaced = layer === "config" && persistent.some(isComing) && placeOf(actual, input) === undefined;
    const transient = planHalf("transient", state, input, { follows, isDisplaced });
    // attached before the transient half leaves its place, the persistent one gets another, and both keep the places they have
    if (!actual.persistent) return [...persistent, ...transient];
    return [
        ...transient.filter(isLeaving),
        ...persistent.filter(isLeaving),
        ...persistent.filter(isComing),
        ...transient.filter(isComing),
    ];
}

const isLeaving = ({ action }: Step): boolean => action === "detach" || action === "wait";
const isComing = (step: Step): boolean => !isLeaving(step);

/** Returns the address of the virtio half in the guest; undefined if libvirt is to choose. */
const placeOf = (actual: Halves, { prior, desired }: PlanInput): string | undefined =>
    desired.persistent?.guestAddress ??
    (prior.persistent?.guestAddress === undefined ? actual.persistent?.nic.guestAddress : undefined);

/** A running virtio half takes no VF by another name than it had: QEMU keeps the name of the first. Source: QEMU 7.2, observed */
function renamed({ layer, actual }: LayerState, { desired }: PlanInput): readonly HalfDifference[] {
    const before = actual.transient?.nic.alias;
    const after = desired.transient?.alias;
    if (layer === "config" || before === undefined || after === undefined || before === after) return [];
    return [{ half: "transient", path: "alias", before, after }];
}
