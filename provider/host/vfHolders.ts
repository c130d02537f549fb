import { devicesIn, type Device } from "../documents";
import { childOf } from "../xml";
import type { NetworkFacts, Port, Survey } from "./survey";

/** What a running guest has of a VF of its host. */
export interface VfHolder {
    readonly address: string;
    /** The guest's name. */
    readonly guest: string;
    readonly domainUuid: string;
    /** What the guest's device is called; undefined where libvirt's ports alone say that the guest has the VF. */
    readonly alias?: string | undefined;
    /** The pool that it came from; undefined where the guest names the VF by its address. */
    readonly pool?: string | undefined;
    /** Its class of ports in that pool. */
    readonly portgroup?: string | undefined;
    /** The device as the guest runs with it. */
    readonly device?: Device | undefined;
    /** The same in its definition. */
    readonly defined?: Device | undefined;
}

const answers = new WeakMap<Survey, Promise<readonly VfHolder[]>>();

/** Who has the VFs of a host; asked once of each survey. */
export function vfHoldersOn(survey: Survey): Promise<readonly VfHolder[]> {
    const answer = answers.get(survey) ?? askFor(survey);
    answers.set(survey, answer);
    return answer;
}

/**
 * What runs is asked first: a pool that was stopped under its guests, or whose libvirt has
 * forgotten them, tells of no port; and of a VF that a guest names by its address no pool tells.
 */
async function askFor(survey: Survey): Promise<readonly VfHolder[]> {
    const pools = await survey.pools();
    const ports = await portsOf(survey, pools);
    const guests = await survey.everyGuest();
    const inGuests = guests.flatMap(({ name, uuid, config, live }) =>
        (live ? devicesIn(live) : []).flatMap((device): readonly VfHolder[] => {
            const { hostAddress: address, alias } = device;
            if (address === undefined) return [];
            const port = ports.find((one) => one.owner === uuid && one.address === address);
            const defined = sameDevice(device, devicesIn(config));
            const named = defined && networkOf(defined);
            const pool = port?.pool ?? (canBeOf(address, named, pools) ? named : undefined);
            const holder = { address, guest: name, domainUuid: uuid, alias, pool, portgroup: port?.portgroup };
            return [{ ...holder, device, defined }];
        }),
    );
    const isKnown = (address: string): boolean => inGuests.some((holder) => holder.address === address);
    const names = new Map((await survey.guests()).map(({ uuid, name }) => [uuid, name]));
    const hasEnded = (owner: string): boolean =>
        names.has(owner) && guests.find(({ uuid }) => uuid === owner)?.live === undefined;
    // a guest that is being started, or that another driver of libvirt's runs; not one that has ended since
    const inPorts = ports.flatMap(({ pool, owner, address }) =>
        owner === undefined || address === undefined || isKnown(address) || hasEnded(owner)
            ? []
            : [{ address, guest: names.get(owner) ?? owner, domainUuid: owner, pool }],
    );
    return [...inGuests, ...inPorts].sort((a, b) => (a.address < b.address ? -1 : 1)); // libvirt lists guests in any order
}

/** What a definition names waits for the next boot, where the guest still runs with a VF that is another's. */
const canBeOf = (address: string, pool: string | undefined, pools: readonly NetworkFacts[]): boolean =>
    pools.find(({ name }) => name === pool)?.addresses?.includes(address) !== false;

/** Who has VFs of a pool, whatever libvirt itself remembers of that. */
export const vfHoldersOf = async (survey: Survey, pool: string): Promise<readonly VfHolder[]> =>
    (await vfHoldersOn(survey)).filter((holder) => holder.pool === pool);

/** e.g. `web1 (ua-net0-vf)` */
export const formatHolder = ({ guest, alias }: VfHolder): string =>
    alias === undefined ? guest : `${guest} (${alias})`;

/** The device of another layer that this one is: by its alias, and where libvirt made that up, by its MAC and role. */
const sameDevice = ({ alias, mac, teaming }: Device, others: readonly Device[]): Device | undefined =>
    others.find((one) => alias !== undefined && one.alias === alias) ??
    others.find((one) => mac !== undefined && one.mac === mac && one.teaming === teaming && one.alias === undefined);

/** The network that a device is connected to by its definition. */
export const networkOf = ({ node }: Device): string | undefined => childOf(node, "source")?.attrs["network"];

interface PortOfPool extends Port {
    readonly pool: string;
}
async function portsOf(survey: Survey, pools: readonly NetworkFacts[]): Promise<readonly PortOfPool[]> {
    const ports = pools.map(async (pool) => (await survey.ports(pool)).map((port) => ({ ...port, pool: pool.name })));
    return (await Promise.all(ports)).flat();
}
