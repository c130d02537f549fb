import type * as pulumi from "@pulumi/pulumi";
import { teamsOn, type TeamOnHost } from "../../provider/host/teams";
import { uriOf } from "../uri";
import type { Inputs } from "../inputs";
import { lookUp } from "./lookUp";
import { afterResources } from "./afterResources";

/** The host to look at. */
export interface GetTeamsArgs {
    /**
     * URI of libvirt, e.g. `qemu+ssh://root@kvm1/system`.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri?: string;
}

/** {@link GetTeamsArgs}, which may be an output. */
export type GetTeamsOutputArgs = Inputs<GetTeamsArgs>;

/**
 * Looks up every teamed pair of a host's guests now: those that this program makes, once they exist, and all others.
 *
 * @param opts options that other look-ups take; `provider` has no effect
 * @throws what libvirt says, in its words
 */
export const getTeams: (args?: GetTeamsArgs, opts?: pulumi.InvokeOptions) => Promise<readonly TeamOnHost[]> = async (
    { uri } = {},
    opts,
) => {
    const call = { name: "getTeams", args: { uri: uriOf(uri) }, opts };
    // what mocks answer is an object
    const { teams } = await lookUp(call, async (survey) => ({ teams: await teamsOn(survey) }));
    return teams;
};

/**
 * Looks up the same, once the resources exist that the arguments come from, and those of `dependsOn`. Unknown in a preview
 * that makes one of them.
 */
export const getTeamsOutput = (
    args: GetTeamsOutputArgs = {},
    opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<readonly TeamOnHost[]> => afterResources(args, opts, (known) => getTeams(known));
