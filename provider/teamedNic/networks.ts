import type { Versions } from "../libvirt/libvirt";
import type { NamedNetwork, PairOnHost } from "../rules";
import type { PartialTeam } from "./halves";
import { formatHolder, vfHoldersOf, type VfHolder } from "../host/vfHolders";
import { ignoreFailure } from "../lifecycle/mistakes";
import type { Declared } from "../lifecycle/operation";
import { Survey, type NetworkFacts } from "../host/survey";
import type { Nic } from "../model/interface";
import { libvirtDoes } from "../model/versions";
import { defined } from "../xml";

/** Who is to be plugged into which networks. */
export interface Plugging {
    /** The halves that are to be attached. */
    readonly halves: PartialTeam;
    /** Who is to get a VF of the pool, this pair among them. */
    readonly wanted: readonly string[];
    /** Number of VFs of the pool that the pair detaches first. */
    readonly gives?: number;
    /** Who has the host's VFs, where that was looked for. */
    readonly holders?: readonly VfHolder[];
    /** The pool as the same program declares it. */
    readonly declared?: Declared | undefined;
}

/** The networks that the halves name, as a host has them, or will have them with this program. */
export async function hostNetworks(survey: Survey, plugging: Plugging): Promise<Pick<PairOnHost, "pool" | "network">> {
    const { transient, persistent } = plugging.halves;
    const [pool, network] = await Promise.all([poolOf(survey, transient, plugging), networkOf(survey, persistent)]);
    return defined({ pool, network });
}

async function poolOf(
    survey: Survey,
    transient: Nic | undefined,
    { wanted, gives = 0, holders = [], declared }: Plugging,
): Promise<PairOnHost["pool"]> {
    const name = transient?.network;
    if (name === undefined) return undefined;
    const pool = await survey.network(name);
    // what is not started yet is started before the pair is made, as the pair names it
    if (declared?.active === true && pool?.active !== true)
        return { ...asDeclared(declared, transient?.portgroup), free: await freeIn(survey, declared), wanted };
    return {
        ...named(name, pool, transient?.portgroup),
        free: freeNow(pool, holders) + gives,
        wanted,
        miscounted: pool?.active ? await miscounted(survey, pool, holders) : undefined,
    };
}

async function networkOf(survey: Survey, persistent: Nic | undefined): Promise<PairOnHost["network"]> {
    const name = persistent?.network;
    if (name === undefined) return undefined;
    const network = await survey.network(name);
    const asked = persistent?.vlan;
    const isAsked = network?.active === true && asked !== undefined;
    return defined({
        ...named(name, network, persistent?.portgroup),
        vlan: isAsked ? { asked, isTagged: tags(network, await survey.versions()) } : undefined,
    });
}

const named = (name: string, network: NetworkFacts | undefined, portgroup: string | undefined): NamedNetwork =>
    defined({
        name,
        state: stateOf(network),
        mode: network?.mode,
        // of a missing network, it is said that it is missing
        portgroup: network && classOf(portgroup, network),
    });

const stateOf = (network: NetworkFacts | undefined): NamedNetwork["state"] => {
    if (!network) return "missing";
    return network.active ? "started" : "stopped";
};

const asDeclared = ({ name, ...pool }: Declared, portgroup: string | undefined): NamedNetwork => ({
    name,
    state: "started",
    mode: "hostdev",
    ...defined({ portgroup: classOf(portgroup, pool) }),
});

/** Whether ports of a network tag frames. libvirt uses the VLAN filters of Linux's bridges, first of those that are not its own. */
const tags = ({ bridge, virtualport, mode }: NetworkFacts, { libvirt }: Versions): boolean =>
    virtualport === "openvswitch" ||
    mode === "passthrough" ||
    mode === "hostdev" || // that it is a pool is said
    (bridge !== undefined && libvirtDoes(mode === "bridge" ? "tagsOnBridges" : "tagsOnOwnBridges", libvirt));

/** The class of ports that a half names, and those of the network. */
const classOf = (
    name: string | undefined,
    { portgroups = [] }: { readonly portgroups?: readonly { readonly name: string }[] | undefined },
): NamedNetwork["portgroup"] =>
    name === undefined ? undefined : { name, there: portgroups.map((group) => group.name) };

/** How many VFs a pool has that neither it nor a guest has given out. */
function freeNow(pool: NetworkFacts | undefined, holders: readonly VfHolder[]): number {
    const { addresses = [], connections = 0 } = pool ?? {};
    const inUse = holders.filter(({ address }) => addresses.includes(address)).length;
    return addresses.length - Math.max(connections, inUse);
}

/**
 * Whose VFs libvirt does not count. The count and the guests are read one after the other, and a guest that gets its VF between
 * the two is no mistake: what looks like one is read again, and those count who have their VF before and after.
 */
async function miscounted(
    { libvirt }: Survey,
    pool: NetworkFacts,
    holders: readonly VfHolder[],
): Promise<NonNullable<PairOnHost["pool"]>["miscounted"]> {
    const before = holders.filter((holder) => holder.pool === pool.name);
    if (before.length <= (pool.connections ?? 0)) return undefined;
    const { connections: counted = 0 } = (await new Survey(libvirt).network(pool.name)) ?? {};
    const after = await vfHoldersOf(new Survey(libvirt), pool.name);
    const own = before.filter((one) => after.some((other) => isSameHold(one, other))).map(formatHolder);
    return own.length > counted ? { counted, holders: own } : undefined;
}

const isSameHold = (one: VfHolder, other: VfHolder): boolean =>
    one.domainUuid === other.domainUuid && one.address === other.address;

/** How many VFs a pool will have; undefined if that is unknown, as with a libvirt that lists no devices. */
const freeIn = async (survey: Survey, pool: Declared): Promise<number | undefined> =>
    (await ignoreFailure(survey.vfsOf(pool)))?.length;
