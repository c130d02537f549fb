import type { GuestState } from "../libvirt/libvirt";
import { aliasesOf, freeRootPorts, machineOf } from "../model/domain";
import { HALVES, type PairOnHost } from "../rules";
import type { XmlNode } from "../xml";
import type { Known } from "./halves";
import { vfHoldersOn } from "../host/vfHolders";
import { hostNetworks } from "./networks";
import { Unasked } from "../lifecycle/hostCheck";
import type { Change } from "../lifecycle/kind";
import type { Operation } from "../lifecycle/operation";
import type { MacHolder, Survey } from "../host/survey";
import type { TeamedNicArgs } from "./args";

/** What a program says of a pair, as far as it is known. */
export type Said = Partial<TeamedNicArgs>;

/** A change of a pair that a program declares, or a pair that the XML of a guest has. */
export interface ChangeOfPair extends Change<TeamedNicArgs> {
    /** Whether the XML of the pair's guest has the pair: the aliases of that guest's definition are then its own. */
    readonly isFromGuest?: boolean;
}

interface OnHost extends PairOnHost {
    readonly machine?: string | undefined;
}
/** A pair on a host, with what cannot be judged there. */
export interface Seen {
    readonly model: OnHost;
    readonly blocked: readonly (keyof OnHost)[];
    /** Whether the guest runs there. */
    readonly runs: boolean;
    /** A line for each thing that could not be asked. */
    readonly unchecked: readonly string[];
}

/** What of a host concerns a pair: of its guest's own host, or of one that the guest is to migrate to. */
export async function pairOnHost(survey: Survey, operation: Operation, change: ChangeOfPair): Promise<Seen> {
    const { desired } = change;
    const prior = change.isReplacement ? undefined : change.prior;
    const unasked = new Unasked();
    const { uri } = survey.libvirt;
    const { libvirt, hypervisor: qemu } = await survey.versions();
    const isOwn = uri === desired.uri;
    const guests = await survey.guests();
    const guest = isOwn && desired.domain !== undefined ? await survey.guestNamed(desired.domain) : undefined;
    const layers = guest && (await survey.guest(guest.uuid));
    const definition = layers?.config;
    const who = `${String(desired.name)} on ${String(desired.domain)}`;
    const pool = desired.transient?.network;
    const adds = pool !== undefined && (!isOwn || pool !== prior?.transient.network);
    const networks = await hostNetworks(survey, {
        halves: halvesOf(desired),
        wanted: adds ? operation.wantVf(uri, pool, who) : [],
        holders: pool === undefined ? [] : await vfHoldersOn(survey),
        gives: change.isReplacement && givesBack(change.prior, uri, pool, guests) ? 1 : 0,
        declared: pool === undefined ? undefined : operation.declared(uri, pool),
    });
    return {
        model: {
            libvirt,
            qemu,
            machine: definition && machineOf(definition),
            vfio: await unasked.unless(survey.hasVfio()),
            ...networks,
            ...(await unasked.unless(devices(survey, desired, isOwn))),
            ...(desired.mac !== undefined && {
                mac: { address: desired.mac, others: othersWith((await survey.macs()).get(desired.mac) ?? [], change) },
            }),
            ...(definition &&
                !desired.adopt &&
                !change.isFromGuest && { aliases: takenAliases(definition, desired, prior) }),
            ...(layers?.live &&
                !prior &&
                desired.apply === "live" && {
                    rootPorts: { free: freeRootPorts(layers.live), needed: HALVES.length },
                }),
        },
        blocked: definition ? [] : ["machine"],
        runs: layers?.live !== undefined,
        unchecked: unasked.lines,
    };
}

/** Whether the guest of a pair that goes first has a VF of the pool, as far as it runs. */
const givesBack = (
    prior: TeamedNicArgs | undefined,
    uri: string,
    pool: string | undefined,
    guests: readonly GuestState[],
): boolean =>
    prior?.uri === uri &&
    prior.transient.network === pool &&
    guests.some(({ name, uuid, active }) => active && (name === prior.domain || uuid === prior.domain));

const halvesOf = ({ persistent, transient }: Said): Known => ({
    ...(persistent && { persistent }),
    ...(transient && { transient }),
});

/** The host's devices that the halves are, or are connected to. Of a VF by address, the guest's own host alone is asked. */
async function devices(survey: Survey, desired: Said, isOwn: boolean): Promise<Pick<PairOnHost, "netdev" | "vf">> {
    const { bridge, direct } = desired.persistent ?? {};
    const [property, name] = bridge === undefined ? ["direct" as const, direct] : ["bridge" as const, bridge];
    const address = isOwn ? desired.transient?.address : undefined;
    return {
        ...(name !== undefined && {
            netdev: { property, name, there: await isThere(survey, name) },
        }),
        ...(address !== undefined && { vf: { address, is: await survey.pciDevice(address) } }),
    };
}

/** libvirt lists devices as udev tells it; of the bridges that it makes itself it knows better. */
const isThere = async (survey: Survey, name: string): Promise<boolean> =>
    (await survey.netDevice(name)) !== undefined || (await survey.bridges()).includes(name);

/** Who else has the MAC. The halves themselves are known by alias, or by the role that they say they have. */
function othersWith(holders: readonly MacHolder[], { desired, prior }: Change<TeamedNicArgs>): readonly string[] {
    const own = [desired.domain, prior?.domain];
    const ours = [...aliasesIn(desired), ...aliasesIn(prior)];
    return holders
        .filter(({ name, uuid, alias, teaming }) => {
            const isOwn = own.includes(name) || own.includes(uuid);
            return !(isOwn && (teaming !== undefined || ours.includes(alias)));
        })
        .map(({ name, alias }) => `${name} (${alias ?? "an interface without alias"})`);
}

const aliasesIn = (pair: Said | undefined): readonly (string | undefined)[] =>
    HALVES.map((half) => pair?.[half]?.alias);

function takenAliases(definition: XmlNode, desired: Said, prior: Said | undefined): NonNullable<PairOnHost["aliases"]> {
    const taken = aliasesOf(definition);
    const own = aliasesIn(prior);
    return HALVES.flatMap((half) => {
        const alias = desired[half]?.alias;
        return alias !== undefined && taken.includes(alias) && !own.includes(alias) ? [{ half, alias }] : [];
    });
}
