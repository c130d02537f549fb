import type { GuestState } from "../libvirt/libvirt";
import { aliasesOf, freeRootPorts, machineOf } from "../model/domain";
import type { Nic } from "../model/interface";
import { HALVES, type PairOnHost } from "../rules";
import { defined, type XmlNode } from "../xml";
import { findHalves, isOwnHalf } from "./halves";
import { pfOfPool } from "../host/pfLink";
import { vfHoldersOn } from "../host/vfHolders";
import { hostNetworks } from "./networks";
import { Unasked } from "../lifecycle/hostCheck";
import type { Change } from "../lifecycle/kind";
import type { Operation } from "../lifecycle/operation";
import type { MacHolder, Survey } from "../host/survey";
import type { TeamedNicArgs } from "./args";
import type { PriorArgs } from "./outputs";
import type { PlacedGuest } from "./place";

/** The arguments of a pair that are known yet. */
type PartialArgs = Partial<TeamedNicArgs>;

/** A change of a pair that a program declares, or a pair that the XML of a guest has. */
export interface ChangeOfPair extends Change<TeamedNicArgs> {
    /** Whether the XML of the pair's guest has the pair: the aliases of that guest's definition are then its own. */
    readonly isFromGuest?: boolean;
}

/** Model for the rules of a pair on a host. */
interface Model extends PairOnHost {
    readonly machine?: string | undefined;
}
/** A pair on a host, with what cannot be judged there. */
export interface ObservedOnHost {
    readonly model: Model;
    readonly blocked: readonly (keyof Model)[];
    /** Whether the guest runs there. */
    readonly runs: boolean;
    /** A line for each thing that could not be asked. */
    readonly unchecked: readonly string[];
}

/**
 * Facts of a host that concern a pair.
 *
 * @param isOwn whether it is the host of the pair's guest, and not one that the guest is to migrate to
 * @param placed the guest, where it exists
 */
export async function pairOnHost(
    survey: Survey,
    operation: Operation,
    change: ChangeOfPair,
    isOwn: boolean,
    placed: PlacedGuest | undefined,
): Promise<ObservedOnHost> {
    const { desired } = change;
    const prior: PriorArgs | undefined = change.isReplacement ? undefined : change.prior;
    const unasked = new Unasked();
    const { uri } = survey.libvirt;
    const { libvirt, hypervisor: qemu } = await survey.versions();
    const guests = await survey.guests();
    const layers = isOwn ? placed?.layers : undefined;
    const definition = layers?.config;
    const who = `${String(desired.name)} on ${String(desired.domain)}`;
    const pool = desired.transient?.network;
    const holders = pool === undefined ? [] : await vfHoldersOn(survey);
    const running = layers?.live && findHalves(layers.live, { prior, desired });
    const isPlugged = running !== undefined && desired.apply === "live";
    const vf = running?.transient?.node;
    const holdsVf = holders.some((one) => one.pool === pool && vf !== undefined && one.device?.node === vf);
    const hasIt = isOwn && (holdsVf || (!isPlugged && pool === prior?.transient?.network));
    const adds = pool !== undefined && !hasIt;
    const networks = await hostNetworks(survey, {
        halves: defined({ persistent: desired.persistent, transient: desired.transient }),
        wanted: adds ? operation.wantVf(uri, pool, who) : [],
        holders,
        gives: change.isReplacement && givesBack(change.prior, uri, pool, guests) ? 1 : 0,
        declared: pool === undefined ? undefined : operation.declared(uri, pool),
    });
    return {
        model: defined({
            libvirt,
            qemu,
            halves: defined({ persistent: desired.persistent, transient: desired.transient }),
            machine: definition && machineOf(definition),
            vfio: await unasked.unless(survey.hasVfio()),
            ...networks,
            netdev: await unasked.unless(netDeviceOf(survey, desired.persistent)),
            vf: isOwn ? await unasked.unless(vfOf(survey, desired.transient)) : undefined,
            // what a running guest is to be given is looked at with its plan
            pf: isOwn && layers?.live ? undefined : await unasked.unless(pfToGive(survey, pool)),
            mac: await macOf(survey, change, placed?.uuid),
            aliases: definition && !change.isFromGuest ? takenAliases(definition, desired, prior) : undefined,
            rootPorts:
                placed && isPlugged
                    ? rootPortsFor(operation, placed, who, HALVES.filter((half) => !running[half]).length)
                    : undefined,
        }),
        blocked: definition ? [] : ["machine"],
        runs: layers?.live !== undefined,
        unchecked: unasked.lines,
    };
}

/** The root ports that the halves need which the running guest does not have yet, with those of the program's other pairs. */
function rootPortsFor(
    operation: Operation,
    { host, uuid, layers: { live } }: PlacedGuest,
    who: string,
    number: number,
): PairOnHost["rootPorts"] {
    const wanted = operation.wantRootPorts(host.libvirt.uri, uuid, who, number);
    const needing = [...wanted].filter(([, needed]) => needed > 0);
    return {
        free: live ? freeRootPorts(live) : 0,
        needed: number === 0 ? 0 : needing.reduce((sum, [, needed]) => sum + needed, 0),
        for: needing.length > 1 ? needing.map(([pair]) => pair) : undefined,
    };
}

/** Whether the guest of a pair that goes first has a VF of the pool, as far as it runs. */
const givesBack = (
    prior: PriorArgs | undefined,
    uri: string,
    pool: string | undefined,
    guests: readonly GuestState[],
): boolean =>
    prior?.uri === uri &&
    prior.transient?.network === pool &&
    guests.some(({ name, uuid, active }) => active && (name === prior.domain || uuid === prior.domain));

/** The VF that a half names by its address; undefined where it names none. */
async function vfOf(survey: Survey, { address }: Partial<Pick<Nic, "address">> = {}): Promise<PairOnHost["vf"]> {
    return address === undefined ? undefined : { address, is: await survey.toldPciDevice(address) };
}

/** The physical function of a half's pool; undefined if that is unknown. */
export async function pfToGive(survey: Survey, pool: string | undefined): Promise<PairOnHost["pf"]> {
    const pf = await pfOfPool(survey, pool);
    return pf && { property: "network", ...pf };
}

/** The host's device that a virtio half is connected to; undefined where it is connected to a network. */
export async function netDeviceOf(
    survey: Survey,
    { bridge, direct }: Partial<Pick<Nic, "bridge" | "direct">> = {},
): Promise<PairOnHost["netdev"]> {
    const name = bridge ?? direct;
    const property = bridge === undefined ? "direct" : "bridge";
    return name === undefined ? undefined : { property, name, there: await survey.hasNetDevice(name) };
}

async function macOf(
    survey: Survey,
    change: Change<TeamedNicArgs>,
    guestUuid: string | undefined,
): Promise<PairOnHost["mac"]> {
    const { mac } = change.desired;
    if (mac === undefined) return undefined;
    return { address: mac, others: othersWith((await survey.macs()).get(mac) ?? [], change, guestUuid) };
}

/** Who else has the MAC. The halves themselves are known by alias, or by the role that they say they have, on every host. */
function othersWith(
    holders: readonly MacHolder[],
    { desired, prior }: Change<TeamedNicArgs>,
    guestUuid: string | undefined,
): readonly string[] {
    const own = [desired.domain, prior?.domain, guestUuid];
    const ours = [...aliasesIn(desired), ...aliasesIn(prior)];
    return holders
        .filter(({ name, uuid, alias, teaming }) => {
            const isOwn = own.includes(name) || own.includes(uuid);
            return !(isOwn && (teaming !== undefined || ours.includes(alias)));
        })
        .map(({ name, alias }) => `${name} (${alias ?? "an interface without alias"})`);
}

const aliasesIn = (pair: PartialArgs | undefined): readonly (string | undefined)[] =>
    HALVES.map((half) => pair?.[half]?.alias);

/**
 * The aliases that other devices of the guest have. A pair that exists has its own devices; to adopt others means to take
 * them over where it is made, and not in their place.
 */
function takenAliases(
    definition: XmlNode,
    desired: PartialArgs,
    prior: PriorArgs | undefined,
): NonNullable<PairOnHost["aliases"]> {
    const taken = aliasesOf(definition);
    const halves = findHalves(definition, prior ? { prior } : { desired });
    const own = HALVES.filter((half) => prior ?? (desired.adopt || isOwnHalf(halves, half, desired)));
    return HALVES.flatMap((half) => {
        const alias = desired[half]?.alias;
        const isFree = own.some((one) => halves[one] && halves[one].nic.alias === alias);
        return alias !== undefined && taken.includes(alias) && !isFree ? [{ half, alias }] : [];
    });
}
