import type * as pulumi from "@pulumi/pulumi";
import { occupancyOf, type Occupancy } from "../../provider/host/occupancy";
import type { NetworkFacts, Survey } from "../../provider/host/survey";
import { uriOf } from "../uri";
import type { Inputs } from "../inputs";
import { lookUp } from "./lookUp";
import { onceThere } from "./onceThere";

/** Which pool of VFs to look up. */
export interface GetHostdevNetworkArgs {
    /** Its name in libvirt. */
    readonly name: string;
    /**
     * Where libvirt is, e.g. `qemu+ssh://root@kvm1/system`.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri?: string;
}

/** The same, each of which may be an output. */
export type GetHostdevNetworkOutputArgs = Inputs<GetHostdevNetworkArgs>;

/** A pool of VFs, with who has them. */
export interface GetHostdevNetworkResult extends Occupancy {
    /** Where libvirt is. */
    readonly uri: string;
}

/**
 * Who has the VFs of a pool, now: what a preview is told, an up may find otherwise. For a pool that the same program makes,
 * use {@link getHostdevNetworkOutput}.
 *
 * @param opts as other look-ups take them; there is no provider to choose
 * @throws where there is no such network, or it is no pool of VFs; and what libvirt says, in its words
 */
export const getHostdevNetwork: (
    args: GetHostdevNetworkArgs,
    opts?: pulumi.InvokeOptions,
) => Promise<GetHostdevNetworkResult> = async ({ name, uri: given }) => {
    const uri = uriOf(given);
    return lookUp(uri, async (survey) => ({ uri, ...(await occupancyOf(survey, await poolNamed(name, survey))) }));
};

/**
 * The same, once the resources are there that the arguments come from, and those of `dependsOn`. Unknown in a preview
 * that makes one of them.
 */
export const getHostdevNetworkOutput = (
    args: GetHostdevNetworkOutputArgs,
    opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetHostdevNetworkResult> => onceThere(args, opts, (known) => getHostdevNetwork(known));

async function poolNamed(name: string, survey: Survey): Promise<NetworkFacts> {
    const network = await survey.network(name);
    if (network?.mode === "hostdev") return network;
    const pools = (await survey.pools()).map((pool) => JSON.stringify(pool.name));
    const there = pools.length === 0 ? "no pool of VFs is there" : `pools of VFs there: ${pools.join(", ")}`;
    const found =
        network === undefined
            ? `network ${JSON.stringify(name)} is not on ${survey.libvirt.uri}`
            : `network ${JSON.stringify(name)} on ${survey.libvirt.uri} is no pool of VFs: found ${forwardOf(network)}, and a pool has <forward mode='hostdev'>`;
    throw new Error(
        `${found}; ${there}. Name a pool; of one that this program makes, give its name output to getHostdevNetworkOutput, which waits for it.`,
    );
}

const forwardOf = ({ mode }: NetworkFacts): string =>
    mode === undefined ? "no <forward>" : `<forward mode='${mode}'>`;
