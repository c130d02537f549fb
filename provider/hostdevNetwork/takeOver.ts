import type { Survey } from "../host/survey";
import { makerWords } from "../lifecycle/maker";
import type { Message } from "../lifecycle/message";
import { ignoreNotFound } from "../libvirt/errors";
import type { NetworkState } from "../libvirt/libvirt";
import type { ExistingNetwork } from "../rules";
import { defined } from "../xml";
import type { HostdevNetworkArgs } from "./args";
import { makerIn } from "./mark";
import { poolMessage } from "./words";

type Asking = Partial<Pick<HostdevNetworkArgs, "adopt" | "__madeBy">>;

/** Network that exists before up creates the pool. */
export interface Existing {
    readonly name: string;
    readonly uuid: string;
    /** Forward mode, e.g. `nat`; `isolated` for a network without one. */
    readonly mode: string;
    /** Resource that has created it, e.g. `infra/prod::vfpool`; undefined where the network does not say so. */
    readonly maker?: string;
}

/** Returns what a host says of an existing network. */
async function existingNetwork(survey: Survey, actual: NetworkState): Promise<Existing> {
    const { name, uuid } = actual;
    const mode = (await survey.network(name))?.mode ?? "isolated";
    return defined({ name, uuid, mode, maker: mode === "hostdev" ? await makerOnHost(survey, actual) : undefined });
}

/** Returns who made a network; undefined if the maker is unknown. */
export const makerOnHost = async (survey: Survey, { uuid, persistent }: NetworkState): Promise<string | undefined> =>
    persistent ? makerIn(await survey.definition(uuid)) : undefined;

/** Whether a resource has created a network before: an up was interrupted, or Pulumi creates the network again. */
const isOwn = ({ maker }: Existing, { __madeBy }: Asking): boolean => maker !== undefined && maker === __madeBy;

/** Whether up takes over an existing network. */
const takesOver = (existing: Existing, asking: Asking): boolean =>
    existing.mode === "hostdev" && (asking.adopt === true || isOwn(existing, asking));

/** Returns an existing network for a message to the resource that is to be created. */
export const inWords = ({ uuid, mode, maker }: Existing, { __madeBy }: Asking): ExistingNetwork =>
    defined({ uuid, mode, maker: maker && makerWords(maker, __madeBy) });

/** Says why up does not take over an existing network; undefined where it does. */
export async function refusedTakeOver(
    survey: Survey,
    actual: NetworkState,
    asking: Asking,
): Promise<Message | undefined> {
    const existing = await existingNetwork(survey, actual);
    if (takesOver(existing, asking)) return undefined;
    const { uuid, mode, maker } = inWords(existing, asking);
    return mode === "hostdev"
        ? poolMessage("pool-exists", existing.name, defined({ uuid, maker }))
        : poolMessage("no-pool-exists", existing.name, { uuid, mode });
}

/** Says what up takes over, and from whom; undefined where it refuses, which a rule says. */
export async function takenOver(survey: Survey, actual: NetworkState, asking: Asking): Promise<Message | undefined> {
    const existing = await existingNetwork(survey, actual);
    if (!takesOver(existing, asking)) return undefined;
    const { uuid, maker } = inWords(existing, asking);
    return isOwn(existing, asking)
        ? poolMessage("resume-pool", existing.name, { uuid })
        : poolMessage("take-over-pool", existing.name, defined({ uuid, maker }));
}

/** Returns the network in the way of a new pool; undefined where none has its name, or up takes that over. */
export async function networkInTheWay(
    survey: Survey,
    { name, ...asking }: Asking & { readonly name?: string },
): Promise<Existing | undefined> {
    const actual = (await survey.networks()).find((network) => network.name === name);
    // nothing becomes of a network that vanishes meanwhile
    const existing = actual && (await ignoreNotFound(() => existingNetwork(survey, actual)));
    return existing && !takesOver(existing, asking) ? existing : undefined;
}
