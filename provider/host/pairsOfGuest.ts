import { definitionOf, devicesIn, halfPair, pairsIn, type Device, type Pair } from "../documents";
import type { Layers } from "./survey";

/** A pair in both layers of a guest. */
export interface PairInGuest {
    readonly config: Pair;
    /** Absent of a guest that is shut off. */
    readonly live?: Pair;
}

/** Ways to tell that a running pair is one of the definition, the surest first. */
const IS_SAME: readonly ((live: Pair, config: Pair) => boolean)[] = [
    (live, config) => live.alias === config.alias && isSameDevice(live.transient, config.transient),
    (live, config) => live.alias !== undefined && live.alias === config.alias,
    (live, config) => isSameDevice(live.persistent, config.persistent),
];

/** Returns the pairs of a guest, each in both layers. */
export function pairsOf({ config, live }: Layers): readonly PairInGuest[] {
    const inDefinition = pairsIn(devicesIn(config));
    if (!live) return inDefinition.map((pair) => ({ config: pair }));
    const inGuest = pairsIn(devicesIn(live));
    const matches = matchesOf(inGuest, inDefinition);
    const found = new Set(matches.values());
    return [
        ...inDefinition.map((pair) => ({ config: pair, live: matches.get(pair) ?? restOf(pair, inGuest) })),
        ...inGuest
            .filter((pair) => !found.has(pair))
            .map((pair) => ({ config: restOf(pair, inDefinition), live: pair })),
    ];
}

/** Returns the running pair of each pair of the definition that has one. */
function matchesOf(inGuest: readonly Pair[], inDefinition: readonly Pair[]): ReadonlyMap<Pair, Pair> {
    const matches = new Map<Pair, Pair>();
    const found = new Set<Pair>();
    for (const isSame of IS_SAME)
        for (const config of inDefinition.filter((pair) => !matches.has(pair))) {
            const live = inGuest.find((pair) => !found.has(pair) && isSame(pair, config));
            if (!live) continue;
            matches.set(config, live);
            found.add(live);
        }
    return matches;
}

/** Returns what a layer has of a pair whose VF half it does not have: the virtio half, or nothing. */
const restOf = ({ alias }: Pair, layer: readonly Pair[]): Pair =>
    halfPair(alias, layer.find((pair) => alias !== undefined && pair.alias === alias)?.persistent);

const isSameDevice = (live: Device | undefined, config: Device | undefined): boolean =>
    live !== undefined && config !== undefined && definitionOf(live, [config]) !== undefined;
