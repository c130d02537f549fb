import { HALVES, isVirtioModel, partnersIn, type Half } from "../rules";
import { defined, groupedBy } from "../xml";
import type { Device } from "./devices";

/** Obstacle to a pair. */
export type PairProblem =
    | { readonly kind: "half-missing"; readonly half: Half }
    /** Several devices want to be this half under one alias. */
    | { readonly kind: "half-not-alone"; readonly half: Half; readonly alias: string; readonly count: number }
    /** The virtio half does not say that it is one. */
    | { readonly kind: "teaming-missing"; readonly alias: string }
    | { readonly kind: "persistent-is-vf"; readonly alias: string }
    | { readonly kind: "persistent-not-virtio"; readonly alias: string; readonly model: string | undefined }
    | { readonly kind: "macs-differ"; readonly persistent: string; readonly transient: string };

/** A pair in one layer of a guest, or the half of it that is not missing. */
export interface Pair {
    /** Alias that the VF half names; of a lone virtio half its own. */
    readonly alias?: string;
    readonly persistent?: Device;
    readonly transient?: Device;
    /** Empty where a team forms. */
    readonly problems: readonly PairProblem[];
}

/**
 * Returns the pairs of a guest: one for each VF half, also where several name one virtio half, and one for each virtio half
 * that no VF half names. Whoever asks which halves belong together asks this function.
 */
export function pairsIn(devices: readonly Device[]): readonly Pair[] {
    const partnerOf = partnersIn(devices);
    const claims = claimsIn(devices);
    const withVf = devices
        .filter(({ teaming }) => teaming === "transient")
        .map((transient) => pairOf(transient, partnerOf(transient), claims));
    const named = new Set(withVf.map(({ persistent }) => persistent));
    const lone = devices
        .filter((device) => device.teaming === "persistent" && !named.has(device))
        .map((persistent) => halfPair(persistent.alias, persistent));
    return [...withVf, ...lone];
}

/** Returns a pair without VF half, or without both. */
export const halfPair = (alias: string | undefined, persistent: Device | undefined): Pair =>
    defined({ alias, persistent, problems: persistent ? missing("transient") : HALVES.flatMap(missing) });

const missing = (half: Half): readonly PairProblem[] => [{ kind: "half-missing", half }];

/** Devices that want to be a half under an alias. */
type Claims = Readonly<Record<Half, ReadonlyMap<string | undefined, readonly Device[]>>>;

const claimsIn = (devices: readonly Device[]): Claims => ({
    persistent: groupedBy(
        devices.filter(({ element }) => element === "interface"),
        ({ alias }) => alias,
    ),
    transient: groupedBy(
        devices.filter(({ teaming }) => teaming === "transient"),
        ({ persistent }) => persistent,
    ),
});

function pairOf(transient: Device, persistent: Device | undefined, claims: Claims): Pair {
    const alias = transient.persistent;
    const problems = [
        ...(persistent ? problemsOfPersistent(persistent) : missing("persistent")),
        ...(alias === undefined ? [] : problemsOfAlias(alias, transient, claims)),
        ...(persistent ? problemsOfMacs(persistent, transient) : []),
    ];
    return defined({ alias, persistent, transient, problems });
}

function problemsOfPersistent({ alias = "", teaming, assigned, model }: Device): readonly PairProblem[] {
    const problems: PairProblem[] = [];
    if (teaming !== "persistent") problems.push({ kind: "teaming-missing", alias });
    if (assigned) problems.push({ kind: "persistent-is-vf", alias });
    else if (!isVirtioModel(model)) problems.push({ kind: "persistent-not-virtio", alias, model });
    return problems;
}

/** Returns what is wrong where an alias joins more than two devices. */
function problemsOfAlias(alias: string, transient: Device, claims: Claims): readonly PairProblem[] {
    const isItsOwn = transient.element === "interface" && transient.alias === alias;
    const counts: Readonly<Record<Half, number>> = {
        persistent: (claims.persistent.get(alias)?.length ?? 0) - (isItsOwn ? 1 : 0),
        transient: claims.transient.get(alias)?.length ?? 0,
    };
    return HALVES.filter((half) => counts[half] > 1).map((half) => ({
        kind: "half-not-alone",
        half,
        alias,
        count: counts[half],
    }));
}

/** The MAC of a VF half that is a plain `<hostdev>` is set outside libvirt. */
const problemsOfMacs = ({ mac: persistent }: Device, { mac: transient }: Device): readonly PairProblem[] =>
    persistent === undefined || transient === undefined || persistent === transient
        ? []
        : [{ kind: "macs-differ", persistent, transient }];
