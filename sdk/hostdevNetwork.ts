import type * as pulumi from "@pulumi/pulumi";
import {
    hostdevNetworkFields,
    renderHostdevNetwork,
    withHostdevNetworkDefaults,
    type HostdevNetworkArgs as Values,
} from "../provider/hostdevNetwork/args";
import type { FromOptions } from "../provider/lifecycle/fromOptions";
import type { Inputs, Outputs } from "./inputs";
import { isOfType, LibvirtResource, typeOf } from "./resource";

/** Arguments of a pool of VFs: `pf` or `addresses`, and whatever else differs from the defaults. */
export type HostdevNetworkArgs = Inputs<Partial<Omit<Values, keyof FromOptions>>>;

/** Every argument, in the form that it is kept in. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- Pulumi sets each of them
export interface HostdevNetwork extends Outputs<Omit<Values, keyof FromOptions>> {}

/**
 * A libvirt network that is a pool of SR-IOV VFs, from which guests take a VF each.
 *
 * Up defines and starts it. Where the start fails (`No usable Vf's present`), nothing stays behind. Most changes restart the
 * network, and up rolls back where the new definition does not start. libvirt stops a pool under running guests without a
 * word, and gives their VFs to others. So such a change is refused and the guests are named, unless `whenInUse` is `restart`.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class HostdevNetwork extends LibvirtResource {
    /** The type in Pulumi, by which typed policies know it. */
    static readonly __pulumiType = typeOf("HostdevNetwork");

    /** Whether something is a HostdevNetwork, of whichever copy of this package. */
    static override isInstance(value: unknown): value is HostdevNetwork {
        return isOfType(value, HostdevNetwork.__pulumiType);
    }

    /** UUID in libvirt. */
    declare readonly uuid: pulumi.Output<string>;

    /**
     * PCI addresses of the pool's VFs, e.g. `0000:07:10.1`, as libvirt listed them when the network started. They stay while
     * the network is stopped, and are undefined before its first start. A preview compares the card with them.
     */
    declare readonly vfs: pulumi.Output<readonly string[] | undefined>;

    /**
     * @param name what the stack calls it, and libvirt too where `args.name` is left out
     */
    constructor(name: string, args: HostdevNetworkArgs, opts?: pulumi.CustomResourceOptions) {
        super("HostdevNetwork", name, CHECKING, { ...args }, ["uuid", "vfs"], opts);
    }

    /** XML of the network, as the arguments make it. Secret where one of them is. Made when it is asked for: outputs cost time and memory. */
    get xml(): pulumi.Output<string> {
        return this.derive(hostdevNetworkFields, renderHostdevNetwork);
    }
}

const CHECKING = { fields: hostdevNetworkFields, withDefaults: withHostdevNetworkDefaults } as const;
