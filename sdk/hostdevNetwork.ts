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

/** What to say of a pool of VFs: `pf` or `addresses`, and whatever else differs from the defaults. */
export type HostdevNetworkArgs = Inputs<Partial<Omit<Values, keyof FromOptions>>>;

/** Every argument, in the form that it is kept in. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- Pulumi sets each of them
export interface HostdevNetwork extends Outputs<Omit<Values, keyof FromOptions>> {}

/**
 * A libvirt network that is a pool of SR-IOV VFs, from which guests take a VF each.
 *
 * It is defined and started; where the start fails (`No usable Vf's present`), nothing stays behind. What of a change needs
 * the network stopped, stops and starts it, and where the new one does not start, the old one is put back. libvirt lets a
 * pool be stopped under running guests without a word, and then gives their VFs out again: such a change is refused, and the
 * guests named, unless `whenInUse` is `restart`.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class HostdevNetwork extends LibvirtResource {
    /** The type in Pulumi, by which typed policies know it. */
    static readonly __pulumiType = typeOf("HostdevNetwork");

    /** Whether something is a HostdevNetwork, of whichever copy of this package. */
    static override isInstance(value: unknown): value is HostdevNetwork {
        return isOfType(value, HostdevNetwork.__pulumiType);
    }

    /** libvirt's UUID of it. */
    declare readonly uuid: pulumi.Output<string>;

    /**
     * PCI addresses of the VFs that it has listed since it was started, e.g. `0000:07:10.1`; of a stopped one those that it
     * had when it was last seen running, and undefined where it never was. A preview holds the card against them.
     */
    declare readonly vfs: pulumi.Output<readonly string[] | undefined>;

    /**
     * @param name what the stack calls it, and libvirt too where `args.name` is left out
     */
    constructor(name: string, args: HostdevNetworkArgs, opts?: pulumi.CustomResourceOptions) {
        super("HostdevNetwork", name, CHECKING, { ...args }, ["uuid", "vfs"], opts);
    }

    /** The XML that the arguments come to. Secret where one of them is. Made when it is asked for: outputs cost time and memory. */
    get xml(): pulumi.Output<string> {
        return this.derive(hostdevNetworkFields, renderHostdevNetwork);
    }
}

const CHECKING = { fields: hostdevNetworkFields, withDefaults: withHostdevNetworkDefaults } as const;
