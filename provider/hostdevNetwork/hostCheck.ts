import type { Survey } from "../host/survey";
import { answered, unreachable, Unasked, type HostCheck } from "../lifecycle/hostCheck";
import type { Change } from "../lifecycle/kind";
import type { Declared, Operation } from "../lifecycle/operation";
import { ignoreFailure } from "../lifecycle/mistakes";
import { judge, ruleSets, type ExistingNetwork, type Failure, type PoolOnHost } from "../rules";
import { defined } from "../xml";
import type { HostdevNetworkArgs } from "./args";
import { inWords, networkInTheWay, type Existing } from "./takeOver";

type PartialArgs = Partial<HostdevNetworkArgs>;

/** Holds a pool against its host. */
export async function checkPool(operation: Operation, change: Change<HostdevNetworkArgs>): Promise<HostCheck> {
    const existing = (survey: Survey): Promise<ExistingNetwork | undefined> => inTheWay(survey, operation, change);
    return checkOn(operation, change, existing);
}

/** Holds the network of a document against a host, which may be the host that it comes from. */
export const checkPoolDocument = (operation: Operation, desired: PartialArgs): Promise<HostCheck> =>
    checkOn(operation, { desired }, () => Promise.resolve(undefined));

async function checkOn(
    operation: Operation,
    { desired, prior }: Change<HostdevNetworkArgs>,
    existing: (survey: Survey) => Promise<ExistingNetwork | undefined>,
): Promise<HostCheck> {
    if (desired.uri === undefined) return answered([]);
    try {
        const survey = operation.survey(desired.uri);
        const own = [desired.name, prior?.uri === desired.uri ? prior.name : undefined];
        const unasked = new Unasked();
        const model = await poolOnHost(survey, unasked, desired, own, operation.declaredOn(desired.uri));
        const named = defined({ name: desired.name, existing: await existing(survey) });
        return answered(judge(ruleSets.poolOnHost.rules, Object.assign(model, named)), unasked.lines);
    } catch (error) {
        return unreachable(desired.uri, error);
    }
}

/** The network in the way of a new pool, unless it goes before the pool is created. */
async function inTheWay(
    survey: Survey,
    operation: Operation,
    { desired, prior, isReplacement }: Change<HostdevNetworkArgs>,
): Promise<ExistingNetwork | undefined> {
    if (prior && !isReplacement) return undefined;
    const existing = await networkInTheWay(survey, desired);
    if (existing === undefined || operation.isReplaced(existing.maker)) return undefined;
    return prior && (await isPriors(survey, operation, prior, existing)) ? undefined : inWords(existing, desired);
}

/** Whether a network is the one that is replaced, by another URI of its host. */
async function isPriors(
    survey: Survey,
    operation: Operation,
    prior: HostdevNetworkArgs,
    { name }: Existing,
): Promise<boolean> {
    if (prior.name !== name) return false;
    const host = await ignoreFailure(operation.survey(prior.uri).hostUuid());
    return host !== undefined && host === (await survey.hostUuid());
}

/** Returns findings about the card of a pool that does not start. */
export const startFindings = async (survey: Survey, desired: PartialArgs): Promise<readonly Failure[]> =>
    judge<PoolOnHost>(ruleSets.poolOnHost.rules, await devices(survey, desired)).filter(
        ({ severity }) => severity === "error",
    );

async function poolOnHost(
    survey: Survey,
    unasked: Unasked,
    desired: PartialArgs,
    own: readonly unknown[],
    declared: readonly Declared[],
): Promise<PoolOnHost> {
    const { pf, addresses, driver } = desired;
    const { libvirt } = await survey.versions();
    const { pf: card, vfs: listed } = (await unasked.unless(devices(survey, desired))) ?? {};
    const vfs = addresses ?? card?.vfs ?? [];
    const others = [
        ...(await existingRivals(survey, own)),
        ...(await declaredRivals(survey, unasked, own, pf, declared)),
    ];
    return defined({
        libvirt,
        title: desired.title,
        description: desired.description,
        driverModel: typeof driver === "object" ? driver.model : undefined,
        pf: card,
        vfs: listed,
        rivals: others.flatMap((other) => {
            const shares = pf !== undefined && other.pf === pf ? pf : vfs.find((vf) => other.addresses?.includes(vf));
            return shares === undefined ? [] : [{ pool: other.name, shares }];
        }),
    });
}

/** The card that the pool names, and the VFs that it lists. */
async function devices(survey: Survey, { pf, addresses }: PartialArgs): Promise<Pick<PoolOnHost, "pf" | "vfs">> {
    const device = pf === undefined ? undefined : await survey.netDevice(pf);
    const link = device?.link ?? ("missing" as const);
    const vfs = addresses?.map(async (address) => ({ address, is: await survey.toldPciDevice(address) }));
    return defined({
        pf:
            pf === undefined
                ? undefined
                : defined({ name: pf, link, vfs: device?.vfs, cards: device ? undefined : await survey.cardNames() }),
        vfs: vfs && (await Promise.all(vfs)),
    });
}

/** Parts that another pool may share. */
type Rival = Pick<Declared, "name" | "pf" | "addresses">;

/** The other pools of the host. */
async function existingRivals(survey: Survey, own: readonly unknown[]): Promise<readonly Rival[]> {
    return (await survey.pools()).filter(({ name }) => !own.includes(name));
}

/**
 * The other pools of the program. Two that both name a PF, or both list VFs, need no host for a comparison with
 * each other: the rules of the program do that.
 */
async function declaredRivals(
    survey: Survey,
    unasked: Unasked,
    own: readonly unknown[],
    pf: string | undefined,
    declared: readonly Declared[],
): Promise<readonly Rival[]> {
    const existing = (await survey.networks()).map(({ name }) => name);
    const others = declared
        .filter(({ name }) => !own.includes(name) && !existing.includes(name))
        .filter((other) => (pf === undefined) !== (other.pf === undefined));
    return Promise.all(
        others.map(async (other) => ({
            ...other,
            addresses: await unasked.unless(survey.vfsOf(other)),
        })),
    );
}
