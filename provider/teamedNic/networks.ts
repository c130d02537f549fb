import type { Versions } from "../libvirt/libvirt";
import type { NamedNetwork, PairOnHost } from "../rules";
import type { Known } from "./halves";
import { formatHolder, type VfHolder } from "../host/vfHolders";
import type { Declared } from "../lifecycle/operation";
import type { NetworkFacts, Survey } from "../host/survey";

/** Who is to be plugged into which networks. */
export interface Plugging {
    /** The halves that are to be plugged in. */
    readonly halves: Known;
    /** Who is to get a VF of the pool, this pair among them. */
    readonly wanted: readonly string[];
    /** How many VFs of the pool the pair gives back first. */
    readonly gives?: number;
    /** Who has the host's VFs, where that was looked for. */
    readonly holders?: readonly VfHolder[];
    /** The pool as the same program declares it. */
    readonly declared?: Declared | undefined;
}

/** The networks that the halves name, as a host has them, or will have them with this program. */
export async function hostNetworks(
    survey: Survey,
    { halves: { persistent, transient }, wanted, gives = 0, holders = [], declared }: Plugging,
): Promise<Pick<PairOnHost, "pool" | "network">> {
    const [poolName, networkName] = [transient?.network, persistent?.network];
    const [pool, network] = await Promise.all([
        poolName === undefined ? undefined : survey.network(poolName),
        networkName === undefined ? undefined : survey.network(networkName),
    ]);
    // what is not started yet is started before the pair is made, as the pair names it
    const made = pool?.active !== true && declared?.active === true ? declared : undefined;
    return {
        ...(poolName !== undefined && {
            pool: {
                ...(made ? asDeclared(made, transient?.portgroup) : named(poolName, pool, transient?.portgroup)),
                free: made ? await freeIn(survey, made) : freeNow(pool, holders) + gives,
                wanted,
                ...(pool?.active && miscounted(pool, holders)),
            },
        }),
        ...(networkName !== undefined && {
            network: {
                ...named(networkName, network, persistent?.portgroup),
                ...(network?.active &&
                    persistent?.vlan !== undefined && {
                        vlan: { asked: persistent.vlan, isTagged: tags(network, await survey.versions()) },
                    }),
            },
        }),
    };
}

const named = (name: string, network: NetworkFacts | undefined, portgroup: string | undefined): NamedNetwork => ({
    name,
    state: network === undefined ? "missing" : network.active ? "started" : "stopped",
    mode: network?.mode,
    // of a network that is not there, that it is not there is said
    ...(network && portgroup !== undefined && classOf(portgroup, network)),
});

const asDeclared = ({ name, ...pool }: Declared, portgroup: string | undefined): NamedNetwork => ({
    name,
    state: "started",
    mode: "hostdev",
    ...(portgroup !== undefined && classOf(portgroup, pool)),
});

/** Since then libvirt has the VLAN filters of Linux's bridges. */
const BRIDGES_TAG_SINCE = 11_003_000;

const tags = ({ bridge, virtualport, mode }: NetworkFacts, { libvirt }: Versions): boolean =>
    virtualport === "openvswitch" ||
    mode === "passthrough" ||
    mode === "hostdev" || // that it is a pool is said
    (bridge !== undefined && libvirt >= BRIDGES_TAG_SINCE);

const classOf = (
    name: string,
    { portgroups = [] }: { readonly portgroups?: readonly { readonly name: string }[] | undefined },
): Pick<NamedNetwork, "portgroup"> => ({ portgroup: { name, there: portgroups.map((group) => group.name) } });

/** How many VFs a pool has that neither it nor a guest has given out. */
function freeNow(pool: NetworkFacts | undefined, holders: readonly VfHolder[]): number {
    const { addresses = [], connections = 0 } = pool ?? {};
    const held = holders.filter(({ address }) => addresses.includes(address)).length;
    return addresses.length - Math.max(connections, held);
}

function miscounted(
    { name, connections: counted = 0 }: NetworkFacts,
    holders: readonly VfHolder[],
): Pick<NonNullable<PairOnHost["pool"]>, "miscounted"> {
    const own = holders.filter(({ pool }) => pool === name).map(formatHolder);
    return own.length > counted ? { miscounted: { counted, holders: own } } : {};
}

/** How many VFs a pool will have; undefined where nobody can tell. */
const freeIn = (survey: Survey, pool: Declared): Promise<number | undefined> =>
    survey.vfsOf(pool).then(
        (vfs) => vfs?.length,
        () => undefined, // this libvirt lists no devices
    );
