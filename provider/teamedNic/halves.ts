import { nicsIn } from "../model/domain";
import { nic as table, type Nic } from "../model/interface";
import { HALVES, type Half, type Team } from "../rules";
import { decode, defined, type XmlNode } from "../xml";

/** A half of a pair, as one layer of a guest has it. */
export interface ActualHalf {
    readonly node: XmlNode;
    readonly nic: Nic;
    /** Final source of the running device, as a network may be a bridge or a macvtap. Missing in a definition. */
    readonly connectedTo?: Nic["type"];
}
export type Halves = Partial<Readonly<Record<Half, ActualHalf>>>;
/** A pair of which a half may be missing. */
export type PartialTeam = Partial<Team>;
export type Aliases = { readonly [H in Half]?: string };

/** Identity of a pair. */
export interface PairTraces {
    /** Pair as the state has it. */
    readonly prior?: PartialTeam | undefined;
    /** Pair as the program declares it. */
    readonly desired?: PartialTeam | undefined;
    /** The aliases that its halves ran under when the state was written, where the definition had others by then. */
    readonly runningAs?: RunningAs | undefined;
}
export interface RunningAs {
    readonly aliases: Aliases;
    /** libvirt's number of the guest in that run; undefined where the state does not have it. */
    readonly domainId: number | undefined;
}

/** Something for each half, or nothing. */
export function eachHalf<T>(make: (half: Half) => T | undefined): Partial<Readonly<Record<Half, T>>> {
    return Object.fromEntries(
        HALVES.flatMap((half) => {
            const made = make(half);
            return made === undefined ? [] : [[half, made]];
        }),
    );
}

/**
 * Finds the halves in a layer of a guest. This function alone decides which device is which half.
 *
 * The state identifies a half. The program counts for a half that the state does not lead to: it is
 * adopted, or somebody renamed it by hand. No device is both halves.
 */
export function findHalves(domain: XmlNode, traces: PairTraces): Halves {
    const nics = nicsIn(domain);
    const found = new Map<Half, XmlNode>();
    for (const trace of inOrder(domain, traces))
        for (const half of HALVES) {
            const taken = [...found.values()];
            const nic = trace(
                half,
                nics.filter(({ node }) => !taken.includes(node)),
            );
            if (nic && !found.has(half)) found.set(half, nic.node);
        }
    return eachHalf((half) => {
        const node = found.get(half);
        return node && { node, nic: decode(table, node).model };
    });
}

type Nics = ReturnType<typeof nicsIn>;
/** One way to find a half. */
type Trace = (half: Half, nics: Nics) => Nics[number] | undefined;

/** Ways to identify a half, in their order. */
function inOrder(domain: XmlNode, { prior = {}, desired = {}, runningAs }: PairTraces): readonly Trace[] {
    const byPrior = [byAlias(aliasesOf(prior)), byMacAndRole(prior)];
    const byDesired = [byAlias(aliasesOf(desired)), byMacAndRole(desired)];
    if (!runningAs) return [...byPrior, ...byDesired];
    const byRunning = byAlias(runningAs.aliases);
    // a definition has no number, and after another boot the guest runs with its definition
    const isSameRun = domain.attrs["id"] === String(runningAs.domainId);
    return isSameRun ? [byRunning, ...byPrior, ...byDesired] : [...byPrior, byRunning, ...byDesired];
}

const byAlias =
    (aliases: Aliases): Trace =>
    (half, nics) =>
        nics.find(({ alias }) => alias !== undefined && alias === aliases[half]);

/** For a half whose alias somebody changed, or made libvirt drop. The MAC alone would name both halves. */
const byMacAndRole =
    (team: PartialTeam): Trace =>
    (half, nics) => {
        const mac = team[half]?.mac;
        const [nic, ...more] = nics.filter((one) => one.teaming === half && mac !== undefined && one.mac === mac);
        return more.length === 0 ? nic : undefined;
    };

/**
 * Whether a half has the alias, the MAC and the role that the program gives it. Then it is what the program declares: an up
 * that was interrupted has made it, or the resource is being replaced.
 */
export function isOwnHalf(halves: Halves, half: Half, desired: PartialTeam): boolean {
    const actual = halves[half]?.nic;
    const wanted = desired[half];
    return (
        actual?.alias !== undefined &&
        actual.alias === wanted?.alias &&
        actual.mac !== undefined &&
        actual.mac === wanted.mac &&
        actual.teaming === half
    );
}

/** The halves that somebody else made, in the layers of a guest whose pair is to be made: only `adopt` takes these over. */
export const foreignHalves = (layers: readonly Halves[], desired: PartialTeam): readonly ActualHalf[] =>
    layers.flatMap((halves) =>
        HALVES.flatMap((half) => (isOwnHalf(halves, half, desired) ? [] : (halves[half] ?? []))),
    );

export const aliasesOf = ({ persistent, transient }: PartialTeam): Aliases =>
    defined({ persistent: persistent?.alias, transient: transient?.alias });

export const nicsOf = (halves: Halves): PartialTeam => eachHalf((half) => halves[half]?.nic);
