import { definitionOf, devicesIn, type Device } from "../documents";
import { childOf } from "../xml";
import type { NetworkFacts, Port, Survey } from "./survey";

/** A running guest's use of a VF of its host. */
export interface VfHolder {
    readonly address: string;
    /** Name of the guest. */
    readonly guest: string;
    readonly domainUuid: string;
    /** Alias of the guest's device; undefined where libvirt's ports alone say that the guest has the VF. */
    readonly alias?: string | undefined;
    /** Pool that the VF came from; undefined where the guest names the VF by its address. */
    readonly pool?: string | undefined;
    /** Class of ports in that pool. */
    readonly portgroup?: string | undefined;
    /** Device that the guest runs with. */
    readonly device?: Device | undefined;
    /** Same device in the definition. */
    readonly defined?: Device | undefined;
}

const answers = new WeakMap<Survey, Promise<readonly VfHolder[]>>();

/** Returns the holders of a host's VFs. Each survey is asked once. */
export function vfHoldersOn(survey: Survey): Promise<readonly VfHolder[]> {
    const answer = answers.get(survey) ?? askFor(survey);
    answers.set(survey, answer);
    return answer;
}

/**
 * The running guests are asked first. A pool that was stopped under its guests, or whose libvirt has forgotten them, tells of no
 * port; and no pool tells of a VF that a guest names by its address.
 */
async function askFor(survey: Survey): Promise<readonly VfHolder[]> {
    const pools = await survey.pools();
    const ports = await portsOf(survey, pools);
    const guests = await survey.runningGuests();
    const inGuests = guests.flatMap(({ name, uuid, config, live }) =>
        (live ? devicesIn(live) : []).flatMap((device): readonly VfHolder[] => {
            const { hostAddress: address, alias } = device;
            if (address === undefined) return [];
            const port = ports.find((one) => one.owner === uuid && one.address === address);
            const defined = definitionOf(device, devicesIn(config));
            const named = defined && networkOf(defined);
            const pool = port?.pool ?? (canBeOf(address, named, pools) ? named : undefined);
            const holder = { address, guest: name, domainUuid: uuid, alias, pool, portgroup: port?.portgroup };
            return [{ ...holder, device, defined }];
        }),
    );
    const isKnown = (address: string): boolean => inGuests.some((holder) => holder.address === address);
    const names = new Map((await survey.guestsNow()).map(({ uuid, name }) => [uuid, name]));
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

/** A pool that a definition names waits for the next boot, where the guest still runs with a VF of another. */
const canBeOf = (address: string, pool: string | undefined, pools: readonly NetworkFacts[]): boolean =>
    pools.find(({ name }) => name === pool)?.addresses?.includes(address) !== false;

/** Returns the holders of a pool's VFs, whatever libvirt itself remembers of them. */
export const vfHoldersOf = async (survey: Survey, pool: string): Promise<readonly VfHolder[]> =>
    (await vfHoldersOn(survey)).filter((holder) => holder.pool === pool);

/** Returns e.g. `web1 (ua-net0-vf)`. */
export const formatHolder = ({ guest, alias }: Pick<VfHolder, "guest" | "alias">): string =>
    alias === undefined ? guest : `${guest} (${alias})`;

/** Returns the network that a device's definition names. */
export const networkOf = ({ node }: Device): string | undefined => childOf(node, "source")?.attrs["network"];

interface PortOfPool extends Port {
    readonly pool: string;
}
async function portsOf(survey: Survey, pools: readonly NetworkFacts[]): Promise<readonly PortOfPool[]> {
    const ports = pools.map(async (pool) => (await survey.ports(pool)).map((port) => ({ ...port, pool: pool.name })));
    return (await Promise.all(ports)).flat();
}
