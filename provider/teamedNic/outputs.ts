import { differences } from "../lifecycle/differences";
import type { Properties } from "../lifecycle/kind";
import type { Nic } from "../model/interface";
import type { Half } from "../rules";
import { defined } from "../xml";
import type { Vf } from "./asDefined";
import { eachHalf, type Halves, type Known } from "./halves";

type Aliases = { readonly [H in Half]?: string };

/** What the state holds of a pair beside its arguments. */
export interface PairOutputs {
    /** UUID of the guest. */
    readonly domainUuid: string;
    /** The aliases of both halves in the definition. */
    readonly aliases: Aliases;
    /** The VF that the guest has while it runs. */
    readonly vf?: Vf;
    /** The aliases that the guest still runs with, where the definition has others since. */
    readonly runningAs?: Aliases;
}

/** The outputs in what the state holds of a pair. */
export const outputsOf = ({ domainUuid, aliases, vf, runningAs }: Properties): PairOutputs =>
    defined({
        domainUuid: String(domainUuid),
        aliases: aliases ?? {},
        vf: vf as Vf | undefined,
        runningAs: runningAs as Aliases | undefined,
    });

/** What a running guest has of a pair. */
export interface PairState {
    readonly vf?: Vf | undefined;
    readonly live?: Halves | undefined;
}

/** The outputs of a pair that is defined as desired, in a guest that runs with `vf` and `live`. */
export function outputsFor(domainUuid: string, desired: Known, { vf, live }: PairState): PairOutputs {
    const aliases = aliasesOf(desired);
    const running = aliasesOf(nicsOf(live ?? {}));
    const isRenamed = differences(aliases, running).some(({ after }) => after !== undefined);
    return defined({ domainUuid, aliases, vf, runningAs: isRenamed ? running : undefined });
}

const aliasesOf = (halves: Known): Aliases =>
    defined({ persistent: halves.persistent?.alias, transient: halves.transient?.alias });

/** By what the halves are found where the program calls them otherwise, and the guest has not booted since. */
export const liveAliases = (outputs: PairOutputs | undefined): Known =>
    eachHalf((half) => {
        const alias = outputs?.runningAs?.[half];
        return alias === undefined ? undefined : ({ alias } as Nic);
    });

export const nicsOf = (halves: Halves): Known => eachHalf((half) => halves[half]?.nic);
