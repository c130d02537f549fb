import { hostdevNetwork as table, type HostdevNetwork } from "../model/hostdevNetwork";
import { levels, type Levels } from "../rules";
import { argument, defined, encode, node, oneOf, opt, text, trueFalse, without, write, type FieldsOf } from "../xml";
import { fromOptions, type FromOptions } from "../lifecycle/fromOptions";
import type { Properties } from "../lifecycle/kind";
import { withMaker } from "./mark";

/** Arguments of a pool that are not in its XML. */
interface OwnArgs extends FromOptions {
    /**
     * URI of libvirt on the pool's host, e.g. `qemu+ssh://root@kvm1/system`. A change replaces the network.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri: string;
    /** Whether the network starts with the host. A change touches no guest. @default true */
    readonly autostart: boolean;
    /** Whether the network is started. Guests get VFs only from a started network. @default true */
    readonly active: boolean;
    /**
     * Treatment of a change or deletion that stops the network while running guests use VFs of it. `refuse` refuses it before
     * anything is touched, and names the guests. `restart` detaches each guest's VF (30 s at most; the virtio half of a pair
     * carries the traffic), restarts the network, and reattaches a VF to each guest. A change of `whenInUse` itself touches
     * nothing on the host.
     *
     * @default "refuse"
     */
    readonly whenInUse: "refuse" | "restart";
    /**
     * Rules to lower to `"warning"` or `"off"`, by id: `{ "pf-is-up": "off" }`. docs/rules.md has all ids. A change touches
     * nothing on the host.
     *
     * @default the stack's `libvirt:rules`
     */
    readonly rules?: Levels;
    /** Whether to take over an existing network of that name. Otherwise up fails. @default false */
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
    ...fromOptions,
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

/** The XML of a new pool. */
export const renderHostdevNetwork = (args: HostdevNetworkArgs, uuid?: string): string =>
    write(withMaker(encode(table, defined({ uuid, ...args })), args.__madeBy));

/** Fills in what a program may leave out. */
export const withHostdevNetworkDefaults = (given: Properties): Properties => ({ ...DEFAULTS, ...given });
