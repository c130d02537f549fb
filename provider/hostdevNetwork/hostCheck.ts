import type { Libvirt } from "../libvirt/libvirt";
import { judge, poolOnHostRules, type Failure, type PoolOnHost } from "../rules";
import type { HostdevNetworkArgs } from "./args";
import { judgedAs, unreached, Unasked } from "../lifecycle/hostCheck";
import type { Asked, HostCheck } from "../lifecycle/kind";
import type { Declared, Operation } from "../lifecycle/operation";
import type { Survey } from "../host/survey";

type Said = Partial<HostdevNetworkArgs>;

/** Holds a pool against its host. */
export async function judgePool(
    connect: (uri: string) => Libvirt,
    operation: Operation,
    { want, was }: Asked<HostdevNetworkArgs>,
): Promise<HostCheck> {
    if (want.uri === undefined) return judgedAs([]);
    try {
        const survey = operation.survey(connect(want.uri));
        const own = [want.name, was?.uri === want.uri ? was.name : undefined];
        const unasked = new Unasked();
        const model = await poolOnHost(survey, unasked, want, own, operation.declaredOn(want.uri));
        return judgedAs(judge(poolOnHostRules, model), unasked.lines);
    } catch (error) {
        return unreached(want.uri, error);
    }
}

/** What is wrong with the card of a pool that does not start. */
export const startFindings = async (survey: Survey, want: Said): Promise<readonly Failure[]> =>
    judge(poolOnHostRules, { libvirt: Infinity, ...(await devices(survey, want)) }).filter(
        ({ severity }) => severity === "error",
    );

async function poolOnHost(
    survey: Survey,
    unasked: Unasked,
    want: Said,
    own: readonly unknown[],
    declared: readonly Declared[],
): Promise<PoolOnHost> {
    const { pf, addresses, driver } = want;
    const { libvirt } = await survey.versions();
    const { pf: card, vfs: listed } = (await unasked.unless(devices(survey, want))) ?? {};
    const vfs = addresses ?? card?.vfs ?? [];
    return {
        libvirt,
        title: want.title,
        description: want.description,
        driverModel: typeof driver === "object" ? driver.model : undefined,
        ...(card && { pf: card }),
        ...(listed && { vfs: listed }),
        rivals: [
            ...(await rivalsThere(survey, own)),
            ...(await rivalsToCome(survey, unasked, own, pf, declared)),
        ].flatMap((other) => {
            const shares = pf !== undefined && other.pf === pf ? pf : vfs.find((vf) => other.addresses?.includes(vf));
            return shares === undefined ? [] : [{ pool: other.name, shares }];
        }),
    };
}

/** The card that the pool names, and the VFs that it lists. */
async function devices(survey: Survey, { pf, addresses }: Said): Promise<Pick<PoolOnHost, "pf" | "vfs">> {
    const device = pf === undefined ? undefined : await survey.netDevice(pf);
    return {
        ...(pf !== undefined && { pf: { name: pf, link: device?.link ?? "missing", vfs: device?.vfs } }),
        ...(addresses && {
            vfs: await Promise.all(
                addresses.map(async (address) => ({ address, is: await survey.pciDevice(address) })),
            ),
        }),
    };
}

/** What of another pool can be the same. */
type Rival = Pick<Declared, "name" | "pf" | "addresses">;

/** The other pools of the host. */
async function rivalsThere(survey: Survey, own: readonly unknown[]): Promise<readonly Rival[]> {
    return (await survey.pools()).filter(({ name }) => !own.includes(name));
}

/**
 * The pools that the program declares beside. Two that both name a PF, or both list VFs, need no host to be held against
 * each other: the rules of the program do that.
 */
async function rivalsToCome(
    survey: Survey,
    unasked: Unasked,
    own: readonly unknown[],
    pf: string | undefined,
    declared: readonly Declared[],
): Promise<readonly Rival[]> {
    const there = (await survey.networks()).map(({ name }) => name);
    const others = declared
        .filter(({ name }) => !own.includes(name) && !there.includes(name))
        .filter((other) => (pf === undefined) !== (other.pf === undefined));
    return Promise.all(
        others.map(async (other) => ({
            ...other,
            addresses: await unasked.unless(survey.vfsOf(other)),
        })),
    );
}
