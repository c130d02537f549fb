import { hostdevNetwork } from "../model/hostdevNetwork";
import { decode } from "../xml";
import { vfHoldersOn, type VfHolder } from "./vfHolders";
import type { NetworkFacts, Survey } from "./survey";

/** A VF of a pool. */
export interface PoolVf {
    /** PCI address on the host, e.g. `0000:07:10.1`. */
    readonly address: string;
    /** Whether the host has the VF. A pool lists what there was when it started. */
    readonly isThere: boolean;
    /** The running guest that has it, by name; absent of one that no guest has. */
    readonly guest?: string;
    /** That guest's UUID. */
    readonly domainUuid?: string;
    /** What the device is called in that guest. */
    readonly alias?: string;
    /** Whether the guest names it by its address, and has it from no pool. */
    readonly isOutsidePool?: true;
}

/** A pool of VFs, with who has them. */
export interface Occupancy {
    /** Name in libvirt. */
    readonly name: string;
    /** libvirt's UUID of it. */
    readonly uuid: string;
    /** Whether the network is started. Guests can take VFs only then. */
    readonly active: boolean;
    /** Whether it starts with the host. */
    readonly autostart: boolean;
    /** The physical function of its definition; absent of a pool that lists its VFs. */
    readonly pf?: string;
    /** The PF's MTU in bytes; absent where the host does not tell. */
    readonly mtu?: number;
    /** Those that it listed when it started; of a stopped one, those that it would start with. */
    readonly vfs: readonly PoolVf[];
    /** How many of them the host has and no guest. */
    readonly free: number;
    /** How many there are. */
    readonly total: number;
    /**
     * How many libvirt itself counts as taken, and gives to no other guest. Fewer than guests have from the pool: libvirt has
     * forgotten some, and gives them out again, to guests that do not start with them (docs/rules.md#pool-counts-its-guests).
     */
    readonly connections: number;
}

/** Who has the VFs of a pool. */
export async function occupancyOf(survey: Survey, pool: NetworkFacts): Promise<Occupancy> {
    const [pf, holders] = [await pfOf(survey, pool), await vfHoldersOn(survey)];
    const mtu = pf === undefined ? undefined : await survey.mtu(pf);
    const vfs = await Promise.all(
        (await addressesOf(survey, pool, pf)).map(async (address): Promise<PoolVf> => ({
            address,
            isThere: (await survey.pciDevice(address)) === "a VF",
            ...heldBy(holders.find((holder) => holder.address === address)),
        })),
    );
    const { name, uuid, active, autostart, connections = 0 } = pool;
    return {
        ...{ name, uuid, active, autostart },
        ...(pf !== undefined && { pf }),
        ...(mtu !== undefined && { mtu }),
        vfs,
        free: vfs.filter(({ isThere, guest }) => isThere && guest === undefined).length,
        total: vfs.length,
        connections,
    };
}

function heldBy(holder: VfHolder | undefined): Partial<PoolVf> {
    if (!holder) return {};
    const { guest, domainUuid, alias, pool } = holder;
    return {
        ...{ guest, domainUuid },
        ...(alias !== undefined && { alias }),
        ...(pool === undefined && { isOutsidePool: true }),
    };
}

/** The PF that the definition names: what runs has lost it after a restart of the daemon. */
async function pfOf(survey: Survey, { uuid, persistent, pf }: NetworkFacts): Promise<string | undefined> {
    return persistent ? decode(hostdevNetwork, await survey.definition(uuid)).model.pf : pf;
}

async function addressesOf(
    survey: Survey,
    { addresses, active }: NetworkFacts,
    pf: string | undefined,
): Promise<readonly string[]> {
    return (active ? addresses : await survey.vfsOf({ pf, addresses })) ?? [];
}
