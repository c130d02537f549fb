import type * as pulumi from "@pulumi/pulumi";
import { occupancyOf, type Occupancy } from "../../provider/host/occupancy";
import type { NetworkFacts, Survey } from "../../provider/host/survey";
import { uriOf } from "../uri";
import type { Inputs } from "../inputs";
import { lookUp } from "./lookUp";
import { afterResources } from "./afterResources";

/** The pool of VFs to look up. */
export interface GetHostdevNetworkArgs {
    /** Name in libvirt. */
    readonly name: string;
    /**
     * URI of libvirt, e.g. `qemu+ssh://root@kvm1/system`.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri?: string;
}

/** {@link GetHostdevNetworkArgs}, each of which may be an output. */
export type GetHostdevNetworkOutputArgs = Inputs<GetHostdevNetworkArgs>;

/** A pool of VFs, with the guests that use them. */
export interface GetHostdevNetworkResult extends Occupancy {
    /** URI of libvirt. */
    readonly uri: string;
}

/**
 * Looks up which guests use the VFs of a pool now. An up may find something else than its preview. For a pool that the same
 * program makes, use {@link getHostdevNetworkOutput}.
 *
 * @param opts options that other look-ups take; `provider` has no effect
 * @throws where the network is missing, or is no pool of VFs; and what libvirt says, in its words
 */
export const getHostdevNetwork: (
    args: GetHostdevNetworkArgs,
    opts?: pulumi.InvokeOptions,
) => Promise<GetHostdevNetworkResult> = async (args, opts) => {
    const uri = uriOf(args.uri);
    return lookUp({ name: "getHostdevNetwork", args: { ...args, uri }, opts }, async (survey) => {
        const occupancy = await occupancyOf(survey, await poolNamed(args.name, survey));
        return { uri, ...occupancy };
    });
};

/**
 * Looks up the same, once the resources exist that the arguments come from, and those of `dependsOn`. Unknown in a preview
 * that makes one of them.
 */
export const getHostdevNetworkOutput = (
    args: GetHostdevNetworkOutputArgs,
    opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetHostdevNetworkResult> => afterResources(args, opts, (known) => getHostdevNetwork(known));

async function poolNamed(name: string, survey: Survey): Promise<NetworkFacts> {
    const network = await survey.network(name);
    if (network?.mode === "hostdev") return network;
    const pools = (await survey.pools()).map((pool) => JSON.stringify(pool.name));
    const others = pools.length === 0 ? "This host has no pool" : `The pools of this host are ${pools.join(", ")}`;
    const found =
        network === undefined
            ? `network ${JSON.stringify(name)} is missing on ${survey.libvirt.uri}`
            : `network ${JSON.stringify(name)} on ${survey.libvirt.uri} is not a pool, because it has ${forwardOf(network)}`;
    throw new Error(
        `${found}. ${others}. Name a pool. If this program creates it, pass its output name to getHostdevNetworkOutput.`,
    );
}

const forwardOf = ({ mode }: NetworkFacts): string =>
    mode === undefined ? "no <forward>" : `<forward mode='${mode}'>`;
