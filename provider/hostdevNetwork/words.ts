import { formatHolder, type VfHolder } from "../host/vfHolders";
import { formatDifference, type Difference } from "../lifecycle/differences";
import type { Message } from "../lifecycle/message";
import { COUNT_VFS_AGAIN, plural } from "../rules";

/** A guest's device that uses a VF of the pool, as a message names it. */
export type Holder = Pick<VfHolder, "guest" | "alias" | "address">;

/** The interruption that a change needs: the pool restarts, it stops, or it runs on and guests lose a VF that leaves it. */
export type Needs = "restart" | "stop" | "detach";

interface Changes {
    readonly changes: readonly Difference[];
}
interface Holders {
    readonly holders: readonly Holder[];
}

/** A network that is there before up makes it. */
interface Existing {
    readonly uuid: string;
    /** Who made it, e.g. `resource a of this stack`; absent where that is not written in it. */
    readonly maker?: string;
}

/** A VF that a change detaches from a guest. */
interface DetachedVf extends Changes {
    readonly needs: Needs;
    readonly holder: Holder;
    /** Whether the VF is a half of a teamed NIC, so that the guest stays connected. */
    readonly isTeamed: boolean;
}

/** The facts of each message about a pool, by its id. */
export interface PoolFacts {
    // effects
    readonly "take-over-pool": Existing;
    /** The same resource made it: an up was interrupted, or Pulumi creates it again before it deletes it. */
    readonly "resume-pool": { readonly uuid: string };
    readonly "change-without-restart": Changes;
    readonly "portgroups-wait": Changes & Holders;
    readonly "start-pool": Changes;
    readonly "vfs-forgotten": Holders;
    readonly "restart-pool": Changes;
    readonly "stop-pool": Changes;
    readonly "reattach-vf": DetachedVf;
    readonly "detach-vf": DetachedVf;
    readonly "replace-pool": Changes &
        Holders & {
            /** Other guests whose definitions name it. */
            readonly named: readonly string[];
        };
    // refusals
    readonly "pool-in-use": Changes & Holders & { readonly needs: Needs };
    readonly "vfs-leave-pool": Holders;
    readonly "too-few-vfs": Changes & Holders & { readonly vfs: number };
    readonly "guest-starting": Changes & Holders & { readonly needs: Needs };
    readonly "deletion-of-pool-in-use": Holders;
    readonly "pool-exists": Existing;
    readonly "no-pool-exists": { readonly uuid: string; readonly mode: string };
    readonly "pool-missing": { readonly uuid: string };
    readonly "changed-by-others": Changes;
    readonly "overtaken-by-others": Changes;
}
export type PoolMessageId = keyof PoolFacts;

const WORDS: { readonly [Id in PoolMessageId]: (facts: PoolFacts[Id]) => string } = {
    "take-over-pool": ({ uuid, maker }) =>
        `the network already exists (uuid ${uuid}). up takes it over${maker === undefined ? "" : ` from ${maker}`}.`,
    "resume-pool": ({ uuid }) => `this resource has already created the network (uuid ${uuid}). up takes it over.`,
    "change-without-restart": ({ changes }) => `${list(changes)} needs no restart.`,
    "portgroups-wait": ({ changes, holders }) =>
        `${list(changes)} needs no restart, and the portgroups wait for the next one. ${use(holders)}, and libvirt forgets VFs in use when portgroups change. Set whenInUse to "restart" to apply them now.`,
    "start-pool": ({ changes }) => `${list(changes)} starts the network.`,
    "vfs-forgotten": ({ holders }) => `${use(holders)}, and libvirt has forgotten that. ${COUNT_VFS_AGAIN}`,
    "restart-pool": ({ changes }) => `${list(changes)} restarts the network. No guest uses a VF of it.`,
    "stop-pool": ({ changes }) => `${list(changes)} stops the network. No guest uses a VF of it.`,
    "reattach-vf": ({ changes, needs, holder, isTeamed }) =>
        `${list(changes)} ${needs === "restart" ? "restarts" : "starts"} the network and reattaches the VF of ${formatHolder(holder)}. ` +
        (isTeamed ? STAYS_CONNECTED : "The guest loses that NIC for a moment."),
    "detach-vf": ({ changes, needs, holder, isTeamed }) =>
        `${list(changes)} ${needs === "stop" ? "stops the network and " : ""}detaches the VF of ${formatHolder(holder)}. ` +
        (isTeamed ? STAYS_CONNECTED : "The guest loses that NIC."),
    "replace-pool": ({ changes, holders, named }) =>
        `${list(changes)} replaces the network. ` +
        (holders.length === 0
            ? "No guest uses a VF of it."
            : `${use(holders)}. up reattaches a TeamedNic that takes the pool's name from this resource. up refuses the change for any other use.`) +
        (named.length === 0
            ? ""
            : ` The ${named.length === 1 ? "definition" : "definitions"} of ${listWords(named)} ${named.length === 1 ? "names" : "name"} it too. Without a network of that name, such a guest does not start.`),
    "pool-in-use": ({ changes, needs, holders }) => `${demand(changes, needs)}, and ${use(holders)}. ${SET_RESTART}`,
    "vfs-leave-pool": ({ holders }) =>
        `${named(holders, withAddress)} ${holders.length === 1 ? "uses a VF that leaves" : "use VFs that leave"} the pool. libvirt accepts that, and the VF fails when its daemon restarts. Keep ${holders.length === 1 ? "the VF in the pool, or detach it from its guest first" : "these VFs in the pool, or detach them from their guests first"}.`,
    "too-few-vfs": ({ changes, vfs, holders }) =>
        `${list(changes)} leaves ${plural(vfs, "VF")} for ${plural(holders.length, "device")}, ${named(holders)}. Keep at least ${holders.length} VFs, or free VFs first.`,
    "guest-starting": ({ changes, needs, holders }) =>
        `${demand(changes, needs)}, and ${use(holders)}. A guest that starts now cannot detach its VF yet. Wait until it has started, then run again.`,
    "deletion-of-pool-in-use": ({ holders }) =>
        `the deletion stops the network, and ${use(holders)}. Set whenInUse to "restart" and run up first, or free the VFs first.`,
    "pool-exists": ({ uuid, maker }) =>
        maker === undefined
            ? `a network of this name already exists (uuid ${uuid}). Set adopt to true to take it over, or choose another name.`
            : `${maker} has already created this network (uuid ${uuid}). Remove that resource, or choose another name. Set adopt to true to take the network over from it.`,
    "no-pool-exists": ({ uuid, mode }) =>
        `a network of this name already exists (uuid ${uuid}), and its forward mode is ${mode}, not hostdev. Choose another name, or remove that network first.`,
    "pool-missing": ({ uuid }) => `it is missing (uuid ${uuid}). Run pulumi refresh, then up to create it again.`,
    "changed-by-others": ({ changes }) =>
        `somebody else changed it (${list(changes, "its metadata")}) since it was read. Run up again.`,
    "overtaken-by-others": ({ changes }) =>
        `somebody else changed it (${list(changes, "its metadata")}) at the same time. This change is lost in part or in whole. Run a preview, then up again.`,
};

const SET_RESTART = 'Set whenInUse to "restart", or free the VFs first.';
const STAYS_CONNECTED = "The guest stays connected over the virtio half, as long as that half's link is up.";

export const poolMessage = <Id extends PoolMessageId>(id: Id, pool: string, facts: PoolFacts[Id]): Message => ({
    id,
    subject: pool,
    facts: { ...facts },
    text: WORDS[id](facts),
});

const DEMANDS: Readonly<Record<Needs, string>> = {
    restart: "needs a restart",
    stop: "stops the network",
    detach: "removes VFs from the pool",
};
const demand = (changes: readonly Difference[], needs: Needs): string => `${list(changes)} ${DEMANDS[needs]}`;

const list = (changes: readonly Difference[], none = ""): string =>
    changes.length === 0 ? none : changes.map(formatDifference).join(", ");

type Format = (holder: Holder) => string;

/** e.g. `web1 (ua-net0-vf) uses a VF of it`, `web1 (ua-net0-vf) and db1 (ua-net0-vf) use VFs of it` */
const use = (holders: readonly Holder[]): string =>
    `${named(holders)} ${holders.length === 1 ? "uses a VF" : "use VFs"} of it`;

const withAddress: Format = ({ guest, alias, address }) =>
    `${guest} (${alias === undefined ? "" : `${alias}, `}${address})`;

/** e.g. `web1 (ua-net0-vf), web2 (ua-net0-vf) and db1 (ua-net0-vf)` */
function named(holders: readonly Holder[], format: Format = formatHolder): string {
    return listWords(holders.map(format));
}

const listWords = (names: readonly string[]): string =>
    names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
