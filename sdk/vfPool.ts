import * as pulumi from "@pulumi/pulumi";
import { FILLED_IN } from "../provider/lifecycle/filledIn";
import { defined } from "../provider/xml";
import { HostdevNetwork, type HostdevNetworkArgs } from "./hostdevNetwork";
import { isOfType } from "./resource";
import { isObject, isPlain } from "./program/seen";
import { misfitsOfHosts, misfitsOfPool, refuse, withoutValues, type Given } from "./vfPoolMisfits";

/** Arguments that a host may have of its own, and that all may have in common. */
type Common = Omit<HostdevNetworkArgs, "uri" | "name">;

/** One host of a {@link VfPool}: where libvirt is, its `pf` or `addresses`, and whatever differs from the other hosts. */
export interface VfPoolHost extends Common {
    /**
     * URI of libvirt on the host, e.g. `qemu+ssh://root@kvm1/system`. No two hosts of a pool have the same. A change replaces
     * the network of this host.
     */
    readonly uri: pulumi.Input<string>;
}

/** Arguments of a {@link VfPool}: the hosts, and whatever they have in common. */
export interface VfPoolArgs<Key extends string = string> extends Common {
    /**
     * Name of the network in libvirt, on every host: a guest takes its VF from the pool of that name wherever it migrates to.
     * A change replaces the networks.
     *
     * @default the name of the resource in the stack
     */
    readonly name?: pulumi.Input<string>;
    /**
     * Hosts that have the pool, by a key each: letters, digits, `.`, `_` and `-`. The network of host `kvm1` is the resource
     * `NAME-kvm1`. A host's own argument wins over the common one. Its `pf` or `addresses` replaces either.
     *
     * An added host gets the network, and a removed host loses it. The other hosts do not change. Another key for the same
     * host is another resource, so keep the keys.
     *
     * A preview shows no network of the pool while `hosts` as a whole is an unknown output. Write the keys in the program,
     * and use outputs for their values.
     */
    readonly hosts: Readonly<Record<Key, pulumi.Input<VfPoolHost>>> | LaterHosts;
}

/** Hosts that are an output as a whole. */
type LaterHosts =
    Promise<Readonly<Record<string, VfPoolHost>>> | pulumi.OutputInstance<Readonly<Record<string, VfPoolHost>>>;
/** The compiler takes the properties of an output for keys of hosts, too. */
type ByKey<Key extends string, T> = Readonly<Record<Exclude<Key, keyof pulumi.OutputInstance<unknown>>, T>>;

/**
 * Pool of SR-IOV VFs under one name on several hosts, so that a guest with a {@link TeamedNic} may migrate between them.
 *
 * It is a component: each host's network is a {@link HostdevNetwork} with all that this does and refuses.
 */
export class VfPool<Key extends string = string> extends pulumi.ComponentResource {
    /**
     * Name of the network on every host, for `transient.network`. A resource that uses it waits until every host has the
     * network.
     */
    readonly network: pulumi.Output<string>;
    /** URIs of the hosts by key, for `uri` and `migratesTo`: `pool.uris.kvm1`. */
    readonly uris: pulumi.Output<ByKey<Key, string>>;
    /** Network of each host by key: `pool.pools.kvm1.vfs`. */
    readonly pools: pulumi.Output<ByKey<Key, HostdevNetwork>>;

    /** The type in Pulumi, by which typed policies know it. */
    static readonly __pulumiType = "libvirt:teaming:VfPool";

    /** Whether something is a VfPool, of whichever copy of this package. */
    static override isInstance(value: unknown): value is VfPool {
        return isOfType(value, VfPool.__pulumiType);
    }

    /**
     * @param name name in the stack, with which the names of the hosts' networks begin; libvirt's name too where `args.name` is left out
     * @throws RunError where there is no host, a key is unusable, a host has no URI, or an argument does not exist
     */
    constructor(name: string, args: VfPoolArgs<Key>, opts?: pulumi.ComponentResourceOptions) {
        const { hosts, ...common } = args;
        refuse(name, [...misfitsOfPool(args as unknown as Given), ...(haveKeys(hosts) ? misfitsOfHosts(hosts) : [])]);
        super(VfPool.__pulumiType, name, {}, opts);

        const all = haveKeys(hosts) ? hosts : whenKnown(name, hosts);
        const pools = eachHost(all, (key, host) => {
            const filledIn = common.name === undefined ? ["name"] : undefined;
            const own = argsOfHost({ ...common, name: common.name ?? name, [FILLED_IN]: filledIn }, host);
            return new HostdevNetwork(`${name}-${key}`, own, defined({ parent: this, dependsOn: opts?.dependsOn }));
        });
        this.pools = pools as typeof this.pools;
        this.uris = eachHost(all, (_, { uri }) => uri as pulumi.Input<string>) as typeof this.uris;
        this.network = pools
            .apply((networks) => pulumi.all(Object.values(networks).map((network) => network.name)))
            .apply(([first]) => first as string);
        this.registerOutputs({ network: this.network, uris: this.uris });
    }
}

/** Hosts by key. Each argument of one may be an output. */
type Hosts = Readonly<Record<string, Given>>;

/** Whether the keys are plain, and with each its host's arguments. What is no output at all counts too, and is refused. */
const haveKeys = (hosts: unknown): hosts is Hosts =>
    isPlain(hosts) || (isObject(hosts) && Object.values(hosts).every((host) => isPlain(host) || isObject(host)));

/** Returns hosts whose keys are known later. Their arguments are outputs then, so that a secret stays one. */
function whenKnown(resource: string, given: unknown): pulumi.Output<Hosts> {
    const all = pulumi.output(given as pulumi.Input<Hosts>) as pulumi.Output<Hosts>;
    const argumentsOf = ([key, host]: readonly [string, Given]): readonly [string, Given] => {
        const own = Object.keys(defined(host)).map((name) => [name, all.apply((now) => now[key]?.[name])]);
        return [key, Object.fromEntries(own) as Given];
    };
    return all.apply((known) => {
        refuse(resource, withoutValues(misfitsOfHosts(known)));
        return Object.fromEntries(Object.entries(known).map(argumentsOf));
    });
}

/** Makes something of each host: at once where the keys are known, else later. */
function eachHost<T>(
    hosts: Hosts | pulumi.Output<Hosts>,
    make: (key: string, host: Given) => T,
): pulumi.Output<Readonly<Record<string, pulumi.Unwrap<T>>>> {
    const makeAll = (known: Hosts) =>
        pulumi.output(Object.fromEntries(Object.entries(known).map(([key, host]) => [key, make(key, host)])));
    return pulumi.Output.isInstance(hosts) ? hosts.apply(makeAll) : makeAll(hosts);
}

/** Returns the arguments of one host's network. Its own PF, or its own VFs, leave no room for those of all. */
function argsOfHost({ pf, addresses, ...common }: Given, host: Given): HostdevNetworkArgs {
    const hasOwn = host["pf"] !== undefined || host["addresses"] !== undefined;
    const args: Given = { ...common, ...(hasOwn ? {} : { pf, addresses }), ...defined(host) };
    return args;
}
