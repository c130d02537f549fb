import { hostdevNetwork as table, type HostdevNetwork } from "../model/hostdevNetwork";
import { levels, type Levels } from "../rules";
import { argument, encode, node, oneOf, opt, text, trueFalse, without, write, type FieldsOf } from "../xml";
import type { Properties } from "../lifecycle/kind";

/** What a program may say of a pool, beside what stands in its XML. */
interface OwnArgs {
    /**
     * Where libvirt is, e.g. `qemu+ssh://root@kvm1/system`. A change replaces the network.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri: string;
    /** Whether the network starts with the host. A change touches no guest. @default true */
    readonly autostart: boolean;
    /** Whether the network is started. Guests can take VFs only then. @default true */
    readonly active: boolean;
    /**
     * What becomes of a change, or a deletion, that needs the network stopped while running guests hold VFs of it. `refuse`
     * stops it before anything is touched, and names them. `restart` carries it out: each guest gives its VF back (30 s at
     * most, and the virtio half of a team carries the traffic), the network is stopped and started, and each gets a VF again.
     * Changing it touches nothing on the host.
     *
     * @default "refuse"
     */
    readonly whenInUse: "refuse" | "restart";
    /**
     * Rules whose severity is lowered, by id: `{ "pf-is-up": "off" }`, or `"warning"`. docs/rules.md has them all. Changing
     * it touches nothing on the host.
     *
     * @default the stack's `libvirt:rules`
     */
    readonly rules?: Levels;
    /** Whether to take over a network of that name that is there already, instead of failing. @default false */
    readonly adopt: boolean;
}
export type HostdevNetworkArgs = OwnArgs & Omit<HostdevNetwork, "uuid" | "metadata">;

export const hostdevNetworkFields: FieldsOf<HostdevNetworkArgs> = {
    uri: argument(text),
    ...without(table.fields, "uuid", "metadata"),
    autostart: argument(trueFalse),
    active: argument(trueFalse),
    whenInUse: argument(oneOf("refuse", "restart")),
    rules: opt(node("", levels)),
    adopt: argument(trueFalse),
};

/** Arguments whose change makes a new network. */
export const REPLACE_ON = ["uri", "name"] as const;

const DEFAULTS = {
    mode: "hostdev",
    managed: true,
    autostart: true,
    active: true,
    whenInUse: "refuse",
    adopt: false,
} satisfies Partial<HostdevNetworkArgs>;

/** The XML that a pool is defined with where there was none. */
export const renderHostdevNetwork = (args: HostdevNetworkArgs): string => write(encode(table, args));

/** Fills in what a program may leave out. */
export const withHostdevNetworkDefaults = (given: Properties): Properties => ({ ...DEFAULTS, ...given });
