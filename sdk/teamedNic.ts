import * as pulumi from "@pulumi/pulumi";
import type { Nic } from "../provider/model/interface";
import { derivedMac } from "../provider/model/mac";
import {
    renderTeamedNic,
    teamedNicFields,
    withTeamedNicDefaults,
    type TeamedNicArgs as Values,
} from "../provider/teamedNic/args";
import type { Vf } from "../provider/teamedNic/liveAsDefined";
import type { FromOptions } from "../provider/lifecycle/fromOptions";
import type { Inputs, Outputs } from "./inputs";
import { isOfType, knownWith, LibvirtResource, typeOf } from "./resource";
import type { Checking } from "./mocks";
import { inside, isPlain } from "./program/seen";

/** Fields that say which half an interface is; they follow from the pair. */
type Implied = "type" | "mac" | "teaming" | "persistent";

/** The virtio half: `network`, `bridge` or `direct`, and whatever else differs from the defaults. */
export type PersistentHalf = Inputs<Partial<Omit<Nic, Implied | "address" | "managed">>>;
/** The VF half: `network` (a pool of VFs) or `address`, and whatever else differs from the defaults. */
export type TransientHalf = Inputs<
    Partial<
        Omit<
            Nic,
            Implied | "bridge" | "direct" | "mode" | "mtu" | "link" | "bandwidth" | "target" | "filterref" | "model"
        >
    >
>;

/** Arguments of a teamed NIC: the guest, and the source of each half. */
export interface TeamedNicArgs extends Inputs<
    Pick<Values, "domain"> & Partial<Omit<Values, "domain" | "persistent" | "transient" | keyof FromOptions>>
> {
    /**
     * Virtio half, which the guest always has. Its source, link, filterref, bandwidth, isolated and vlan change in place.
     * Any other change replaces the half, and the running guest loses the NIC for a moment.
     */
    readonly persistent: pulumi.Input<PersistentHalf>;
    /** VF half, which leaves the guest while it migrates. Any change reattaches the VF. The virtio half carries the traffic meanwhile. */
    readonly transient: pulumi.Input<TransientHalf>;
}

/** Every argument, in the form that it is kept in. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- Pulumi sets each of them
export interface TeamedNic extends Outputs<Omit<Values, keyof FromOptions>> {}

/**
 * A NIC of a guest that is two interfaces: a virtio one that is always there, and a VF that makes it as fast as hardware
 * and leaves while the guest migrates. The guest sees both as one (net_failover, Linux 4.18 and later).
 *
 * Both halves are attached, or neither: to the guest's definition, and to the guest itself while it runs. A preview says
 * what each change does to a guest that runs, and names what somebody changed of it by hand under `running`.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class TeamedNic extends LibvirtResource {
    /** The type in Pulumi, by which typed policies know it. */
    static readonly __pulumiType = typeOf("TeamedNic");

    /** Whether something is a TeamedNic, of whichever copy of this package. */
    static override isInstance(value: unknown): value is TeamedNic {
        return isOfType(value, TeamedNic.__pulumiType);
    }

    /** UUID of the guest. */
    declare readonly domainUuid: pulumi.Output<string>;
    /** URI of the guest's current host: `uri`, or one of `migratesTo`. A migration changes it, and that is no drift. */
    declare readonly host: pulumi.Output<string>;
    /** VF that the running guest uses, and the pool that it comes from. Undefined while the guest uses none. */
    declare readonly vf: pulumi.Output<Vf | undefined>;
    /** Aliases of both halves. */
    declare readonly aliases: pulumi.Output<{ readonly persistent: string; readonly transient: string }>;

    /**
     * @param name what the stack calls it; the aliases `ua-NAME` and `ua-NAME-vf` and the MAC follow from it
     */
    constructor(name: string, args: TeamedNicArgs, opts?: pulumi.CustomResourceOptions) {
        super("TeamedNic", name, CHECKING, { ...args }, OUTPUTS, opts, withMac);
        // a guest that is shut off has none
        this.vf = knownWith(this.domainUuid, this.vf);
    }

    /** XML of both halves, as the arguments make it. Secret where one of them is. Made when it is asked for: outputs cost time and memory. */
    get xml(): pulumi.Output<string> {
        return this.derive(teamedNicFields, renderTeamedNic);
    }
}

const CHECKING: Checking = {
    fields: teamedNicFields,
    withDefaults: withTeamedNicDefaults,
    outputsFrom: ({ uri, persistent, transient }) => ({
        host: uri,
        aliases: { persistent: inside(persistent, "alias"), transient: inside(transient, "alias") },
    }),
};
const OUTPUTS = ["domainUuid", "host", "aliases", "vf"] as const;

/** Derives the MAC where the program gives none. */
function withMac({ mac, domain, name }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    if (mac !== undefined) return {};
    const identity = ([guest, pair]: readonly unknown[]): string =>
        derivedMac(pulumi.getProject(), pulumi.getStack(), String(guest), String(pair));
    const named = [domain, name];
    // the provider keeps the state's, which another name of the stack does not change
    return { mac: isPlain(named) ? identity(named) : pulumi.output(named).apply(identity) };
}
