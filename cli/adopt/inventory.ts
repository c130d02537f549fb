import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { pairsOf, type PairInGuest } from "../../provider/host/pairsOfGuest";
import type { Survey } from "../../provider/host/survey";
import { problemsOf } from "../../provider/host/teamProblems";
import { hooksFor, type Hooks } from "../../provider/lifecycle/hooks";
import type { Properties } from "../../provider/lifecycle/kind";
import { formatMessage } from "../../provider/lifecycle/message";
import type { Operation } from "../../provider/lifecycle/operation";
import { ignoreUntold } from "../../provider/libvirt/errors";
import type { GuestState } from "../../provider/libvirt/libvirt";
import { teamedNic } from "../../provider/teamedNic";
import { groupedBy } from "../../provider/xml";
import { argumentsOfPair, argumentsOfPool, changesOfPair } from "./arguments";
import type { ExistingPair, ExistingPool, Inventory } from "./existing";

/** Reads what hosts have, and asks the provider's own check what up would refuse of it. */
export async function inventoryOf(operation: Operation, uris: readonly string[]): Promise<Inventory> {
    const surveys = uris.map((uri) => operation.survey(uri));
    const world = { assertInstalled: nothing, operation, say: nothing, warn: nothing };
    const pools = await eachInTurn(surveys, (survey) => poolsOn(survey, hooksFor(hostdevNetwork, world)));
    const all = await eachInTurn(surveys, (survey) => pairsOn(survey, surveys, hooksFor(teamedNic, world)));
    return { uris, pools, pairs: onceEach(all) };
}

const nothing = (): void => undefined;

async function poolsOn(survey: Survey, hooks: Hooks): Promise<readonly ExistingPool[]> {
    const { uri } = survey.libvirt;
    return eachInTurn(await survey.pools(), async (pool) => {
        const { name, uuid, persistent } = pool;
        if (!persistent)
            return [
                { uri, name, args: {}, problems: ["The network has no definition. Define it, and run adopt again."] },
            ];
        const args = argumentsOfPool(await survey.definition(uuid), pool);
        return [{ uri, name, args, problems: await refusals(hooks, { uri, name, ...args, adopt: true }) }];
    });
}

async function pairsOn(survey: Survey, all: readonly Survey[], hooks: Hooks): Promise<readonly ExistingPair[]> {
    return eachInTurn(await survey.everyGuest(), (guest) =>
        eachInTurn(pairsOf(guest), async (pair) => [await existingPair(survey, all, hooks, guest, pair)]),
    );
}

async function existingPair(
    survey: Survey,
    all: readonly Survey[],
    hooks: Hooks,
    { name: guest, uuid: domainUuid, active }: GuestState,
    pair: PairInGuest,
): Promise<ExistingPair> {
    const { uri } = survey.libvirt;
    const { persistent, transient } = pair.config;
    const halves = { persistent: persistent?.node, transient: transient?.node };
    const alias = (persistent?.alias ?? transient?.alias ?? "").replace(/^ua-/, "");
    const args = { domain: guest, ...argumentsOfPair(alias, halves) };
    const broken = [...problemsOf(pair), ...notAnInterface(pair)];
    const migratesTo = broken.length > 0 ? [] : await targetsOf(survey, all, args);
    const program = { uri, name: alias, ...args, migratesTo, adopt: true };
    return {
        uri,
        guest,
        domainUuid,
        active,
        alias,
        args,
        migratesTo,
        problems: broken.length > 0 ? broken : await refusals(hooks, program),
        changes: broken.length > 0 ? [] : changesOfPair(alias, args, halves),
    };
}

const notAnInterface = ({ config }: PairInGuest): readonly string[] =>
    config.transient?.element === "hostdev" ? ["its VF half is a <hostdev>, and a TeamedNic has an <interface>"] : [];

/** Returns the other hosts that have the pool, and what the virtio half is connected to. */
async function targetsOf(survey: Survey, all: readonly Survey[], args: Properties): Promise<readonly string[]> {
    const persistent = args["persistent"] as { readonly network?: string; readonly bridge?: string };
    const { network: pool } = args["transient"] as { readonly network?: string };
    return eachInTurn(all, async (other) => {
        if (other === survey || pool === undefined) return [];
        if ((await other.network(pool))?.mode !== "hostdev") return [];
        const { network, bridge } = persistent;
        if (network !== undefined) return (await other.network(network)) ? [other.libvirt.uri] : [];
        return bridge !== undefined && (await ignoreUntold(other.hasNetDevice(bridge))) ? [other.libvirt.uri] : [];
    });
}

/** Returns why up would refuse a resource. */
async function refusals(hooks: Hooks, program: Properties): Promise<readonly string[]> {
    return (await hooks.check({}, program)).failures.map(formatMessage);
}

/** A guest that left its definition behind is on several hosts: its pair is where it runs, else on the first. */
const onceEach = (pairs: readonly ExistingPair[]): readonly ExistingPair[] =>
    [...groupedBy(pairs, ({ domainUuid, alias, args }) => JSON.stringify([domainUuid, alias, args])).values()].flatMap(
        (same) => {
            const first = same.find(({ active }) => active) ?? same[0];
            return first && new Set(same.map(({ uri }) => uri)).size > 1 ? [first] : same;
        },
    );

/** The provider checks one resource after another, as Pulumi asks it to. */
async function eachInTurn<T, R>(all: readonly T[], make: (one: T) => Promise<readonly R[]>): Promise<readonly R[]> {
    const made: R[] = [];
    for (const one of all) made.push(...(await make(one)));
    return made;
}
