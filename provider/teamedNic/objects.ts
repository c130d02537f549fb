import type { Prior } from "../lifecycle/kind";
import { HALVES, type Half } from "../rules";
import type { TeamedNicArgs } from "./args";
import { aliasesOf } from "./halves";
import type { PairOutputs, PriorPair } from "./outputs";

/** What a pair is in its guest, in names that another pair has, too, where it takes over the same devices. */
export const objectsOf = ({ args, outputs: { domainUuid } }: PriorPair): readonly string[] => [
    ...Object.values(aliasesOf(args)).map((alias) => deviceOf(domainUuid, alias)),
    macOf(domainUuid, args.mac),
];

/** The pair without the halves that another has taken over: the pair itself where that is none, undefined where it is all. */
export function notTaken(
    prior: Prior<TeamedNicArgs, PairOutputs>,
    taken: ReadonlySet<string>,
): Prior<TeamedNicArgs, PairOutputs> | undefined {
    const { args, outputs }: PriorPair = prior;
    const { domainUuid, runningAs } = outputs;
    // a pair is found by its MAC, too, where it has other aliases
    if (taken.has(macOf(domainUuid, args.mac))) return undefined;
    const halves = HALVES.filter((half) => args[half]);
    const gone = halves.filter((half) => taken.has(deviceOf(domainUuid, args[half]?.alias ?? "")));
    if (gone.length === 0) return prior;
    if (gone.length === halves.length) return undefined;
    return {
        id: prior.id,
        args: without(args, gone) as TeamedNicArgs,
        outputs: runningAs ? Object.assign({}, outputs, { runningAs: without(runningAs, gone) }) : outputs,
    };
}

const without = (halves: object, gone: readonly Half[]): object =>
    Object.fromEntries(Object.entries(halves).filter(([key]) => !(gone as readonly string[]).includes(key)));

const deviceOf = (guest: string, alias: string): string => `interface ${alias} of ${guest}`;
const macOf = (guest: string, mac: string): string => `interfaces with ${mac} of ${guest}`;
