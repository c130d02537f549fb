import type { Surveys } from "../host/survey";
import type { Prior } from "../lifecycle/kind";
import { ignoreFailure } from "../lifecycle/mistakes";
import type { Nic } from "../model/interface";
import { HALVES, type Half } from "../rules";
import { defined } from "../xml";
import type { TeamedNicArgs } from "./args";
import { aliasesOf, eachHalf, findHalves, nicsOf, type PartialTeam } from "./halves";
import type { PairOutputs, PriorPair } from "./outputs";
import { hostsOf, placeGuest } from "./place";

/** Names of a pair's devices in its guest. A pair that takes over the same devices has the same names. */
export const objectsOf = ({ args, outputs: { domainUuid } }: PriorPair): readonly string[] => [
    ...Object.values(aliasesOf(args)).map((alias) => deviceOf(domainUuid, alias)),
    macOf(domainUuid, args.mac),
];

/** The pair without the halves that another has taken over: the pair itself where that is none, undefined where it is all. */
export async function notTaken(
    surveys: Surveys,
    prior: Prior<TeamedNicArgs, PairOutputs>,
    taken: ReadonlySet<string>,
): Promise<Prior<TeamedNicArgs, PairOutputs> | undefined> {
    const { args, outputs }: PriorPair = prior;
    const { domainUuid, runningAs } = outputs;
    // a pair is found by its MAC, too, where it has other aliases
    const isMacTaken = taken.has(macOf(domainUuid, args.mac));
    const halves = HALVES.filter((half) => args[half]);
    const gone = halves.filter((half) => isMacTaken || taken.has(deviceOf(domainUuid, args[half]?.alias ?? "")));
    if (gone.length === 0) return prior;
    const left = (await ignoreFailure(changedByHand(surveys, prior, gone, taken))) ?? {};
    const isAllGone = gone.length === halves.length;
    if (isAllGone && Object.keys(left).length === 0) return undefined;
    // what runs under the aliases of the pair is the other's by now
    const how = isAllGone ? { apply: "next-boot" } : {};
    return {
        id: prior.id,
        args: Object.assign(without(args, gone), left, how) as TeamedNicArgs,
        outputs: runningAs ? Object.assign({}, outputs, { runningAs: without(runningAs, gone) }) : outputs,
    };
}

/**
 * The halves to which somebody has given another alias or MAC, so that whoever has taken over the alias or the MAC of the pair
 * has not found these, and they are nobody's.
 */
async function changedByHand(
    surveys: Surveys,
    { args, outputs }: PriorPair,
    halves: readonly Half[],
    taken: ReadonlySet<string>,
): Promise<PartialTeam> {
    const { domainUuid } = outputs;
    const guest = await placeGuest(surveys, domainUuid, hostsOf({ args, outputs }), args.name);
    if (!guest) return {};
    const byMac = eachHalf((half) => args[half] && defined({ ...args[half], alias: undefined }));
    const found = [args, byMac].map((prior) => nicsOf(findHalves(guest.layers.config, { prior })));
    const isFree = ({ alias = "", mac = "" }: Nic): boolean =>
        !taken.has(deviceOf(domainUuid, alias)) && !taken.has(macOf(domainUuid, mac));
    return eachHalf((half) => {
        const actual = found.flatMap((team) => team[half] ?? []);
        return halves.includes(half) ? actual.find(isFree) : undefined;
    });
}

const without = (halves: object, gone: readonly Half[]): object =>
    Object.fromEntries(Object.entries(halves).filter(([key]) => !(gone as readonly string[]).includes(key)));

const deviceOf = (guest: string, alias: string): string => `interface ${alias} of ${guest}`;
const macOf = (guest: string, mac: string): string => `interfaces with ${mac} of ${guest}`;
