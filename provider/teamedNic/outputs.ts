import { differences } from "../lifecycle/differences";
import type { KnownPrior, Prior, Properties } from "../lifecycle/kind";
import { defined } from "../xml";
import type { TeamedNicArgs } from "./args";
import type { Vf } from "./liveAsDefined";
import { aliasesOf, nicsOf, type Aliases, type Halves, type PairTraces, type PartialTeam } from "./halves";

/** Outputs of a pair that are no arguments. */
export interface PairOutputs {
    /** UUID of the guest. */
    readonly domainUuid: string;
    /** URI of the host where the guest is: `uri`, or one of `migratesTo`. */
    readonly host: string;
    /** The aliases of both halves in the definition. */
    readonly aliases: Aliases;
    /** The VF that the guest has while it runs. */
    readonly vf?: Vf;
    /** The aliases that the guest still runs with, where the definition has others since. */
    readonly runningAs?: Aliases;
}

/** Pair as the state has it: after a refresh, without a half that somebody removed. */
export type PriorPair = Prior<PriorArgs, PairOutputs>;
/** The same in check, where Pulumi tells the arguments alone. */
export type KnownPair = KnownPrior<PriorArgs, PairOutputs>;
export type PriorArgs = Omit<TeamedNicArgs, keyof PartialTeam> & PartialTeam;

/** The outputs in what the state holds of a pair. */
export const outputsOf = ({ uri, domainUuid, host, aliases, vf, runningAs }: Properties): PairOutputs =>
    defined({
        domainUuid: String(domainUuid),
        host: String(host ?? uri), // a state of before has no host
        aliases: aliases ?? {},
        vf: vf as Vf | undefined,
        runningAs: runningAs as Aliases | undefined,
    });

/** Halves of a pair that a guest has. */
export interface PairState {
    /** URI of the host where it is. */
    readonly host: string;
    readonly vf?: Vf | undefined;
    readonly live?: Halves | undefined;
}

/** The outputs of a pair that is defined as desired, in a guest that runs on `host` with `vf` and `live`. */
export function outputsFor(domainUuid: string, desired: PartialTeam, { host, vf, live }: PairState): PairOutputs {
    const aliases = aliasesOf(desired);
    const running = aliasesOf(nicsOf(live ?? {}));
    const isRenamed = differences(aliases, running).some(({ after }) => after !== undefined);
    return defined({ domainUuid, host, aliases, vf, runningAs: isRenamed ? running : undefined });
}

/** Identity of a pair, from the state and from the program. */
export function tracesOf(prior: KnownPair | undefined, desired?: PartialTeam): PairTraces {
    const { runningAs, vf } = prior?.outputs ?? {};
    return { prior: prior?.args, desired, runningAs: runningAs && { aliases: runningAs, domainId: vf?.domainId } };
}
