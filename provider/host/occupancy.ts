import { ignoreNotFound, ignoreUntold } from "../libvirt/errors";
import { hostdevNetwork } from "../model/hostdevNetwork";
import { decode, defined } from "../xml";
import type { NetworkFacts, Survey } from "./survey";
import { vfHoldersOn } from "./vfHolders";

/** A VF of a pool. */
export interface PoolVf {
    /** PCI address on the host, e.g. `0000:07:10.1`. */
    readonly address: string;
    /** Whether the host has the VF. A pool lists the VFs that existed at its start. */
    readonly exists: boolean;
    /** Name of the running guest that has it; absent of one that no guest has. */
    readonly guest?: string;
    /** UUID of that guest. */
    readonly domainUuid?: string;
    /** Alias of the device in that guest. */
    readonly alias?: string;
    /** Whether the guest names it by its address, and has it from no pool. */
    readonly isOutsidePool?: true;
}

/** A pool of VFs, with the guests that use them. */
export interface Occupancy {
    /** Name in libvirt. */
    readonly name: string;
    /** UUID in libvirt. */
    readonly uuid: string;
    /** Whether the network is started. Guests can take VFs only then. */
    readonly active: boolean;
    /** Whether the network starts with the host. */
    readonly autostart: boolean;
    /** Physical function that the definition names; absent of a pool that lists its VFs. */
    readonly pf?: string;
    /**
     * Link of the PF; absent where the host does not tell. `down` of a PF that is not set up, whose VFs libvirt gives to no
     * guest, and of one without a cable.
     */
    readonly link?: "up" | "down";
    /** MTU of the PF in bytes; absent where the host does not tell. */
    readonly mtu?: number;
    /** VFs that the pool listed at its start. A stopped pool has those that it would start with. */
    readonly vfs: readonly PoolVf[];
    /** Number of them that the host has and no guest uses. */
    readonly free: number;
    /** Number of all. */
    readonly total: number;
    /**
     * Number of VFs that libvirt itself counts as in use, and gives to no other guest. If guests use more of the pool, libvirt has
     * forgotten some. It gives these out again, to guests that do not start with them (docs/rules.md#pool-counts-vfs-in-use).
     */
    readonly connections: number;
}

/** Returns a pool with the guests that use its VFs. */
export async function occupancyOf(survey: Survey, pool: NetworkFacts): Promise<Occupancy> {
    const pf = await pfOf(survey, pool);
    const holders = await vfHoldersOn(survey);
    const addresses = await addressesOf(survey, pool, pf);
    const vfs = await Promise.all(
        addresses.map(async (address): Promise<PoolVf> => {
            const holder = holders.find((one) => one.address === address);
            const isOutsidePool: true | undefined = holder && holder.pool === undefined ? true : undefined;
            return defined({
                address,
                exists: (await survey.pciDevice(address)) === "a VF",
                guest: holder?.guest,
                domainUuid: holder?.domainUuid,
                alias: holder?.alias,
                isOutsidePool,
            });
        }),
    );
    return defined({
        name: pool.name,
        uuid: pool.uuid,
        active: pool.active,
        autostart: pool.autostart,
        pf,
        link: pf === undefined ? undefined : (await ignoreUntold(survey.netDevice(pf)))?.link,
        mtu: pf === undefined ? undefined : await survey.mtu(pf),
        vfs,
        free: vfs.filter(({ exists, guest }) => exists && guest === undefined).length,
        total: vfs.length,
        connections: pool.connections ?? 0,
    });
}

/**
 * Returns the PF that the definition names: what runs has lost it after a restart of the daemon. Of a pool that has vanished
 * since it was read, the one that it had then.
 */
export async function pfOf(survey: Survey, { uuid, persistent, pf }: NetworkFacts): Promise<string | undefined> {
    const definition = persistent ? await ignoreNotFound(() => survey.definition(uuid)) : undefined;
    return definition ? decode(hostdevNetwork, definition).model.pf : pf;
}

async function addressesOf(
    survey: Survey,
    { addresses, active }: NetworkFacts,
    pf: string | undefined,
): Promise<readonly string[]> {
    return (active ? addresses : await ignoreUntold(survey.vfsOf({ pf, addresses }))) ?? [];
}
