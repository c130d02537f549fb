import { ignoreUntold } from "../libvirt/errors";
import { pfOf } from "./occupancy";
import type { Survey } from "./survey";

/** A physical function, with its link as libvirt tells it. */
export interface PfLink {
    readonly name: string;
    /** `down` of a PF that is not set up, and of one without a cable: libvirt does not tell these apart. */
    readonly link: "up" | "down";
}

/** Returns the PF of a pool; undefined where the pool lists VFs, is none, or the host does not tell. */
export async function pfOfPool(survey: Survey, pool: string | undefined): Promise<PfLink | undefined> {
    const network = pool === undefined ? undefined : await survey.network(pool);
    if (network?.mode !== "hostdev") return undefined;
    // what runs has lost the name after a restart of the daemon, and the definition has it
    return pfLink(survey, network.pf ?? (await pfOf(survey, network)));
}

/** Returns the PF of a VF; undefined where the host does not tell. */
export async function pfOfVf(survey: Survey, address: string): Promise<PfLink | undefined> {
    const [name, ...others] = await survey.pfNames(address);
    // in switchdev mode some of these are representors
    return others.length === 0 ? pfLink(survey, name) : undefined;
}

/**
 * Returns the PF of VFs that a pool lists: one that is up where there is one, as any of them may be given. Looks through all
 * network devices. Undefined where the host does not tell of each.
 */
export async function pfOfVfs(survey: Survey, addresses: readonly string[] = []): Promise<PfLink | undefined> {
    const pfs = await Promise.all(addresses.map((address) => ignoreUntold(pfOfVf(survey, address))));
    return pfs.includes(undefined) ? undefined : (pfs.find((pf) => pf?.link === "up") ?? pfs[0]);
}

/** Returns a PF by its name; undefined where the host has none, or does not tell. */
export async function pfLink(survey: Survey, name: string | undefined): Promise<PfLink | undefined> {
    const device = name === undefined ? undefined : await ignoreUntold(survey.netDevice(name));
    return name === undefined || !device ? undefined : { name, link: device.link };
}
