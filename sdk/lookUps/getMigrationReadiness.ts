import type * as pulumi from "@pulumi/pulumi";
import { migrationReadiness, type MigrationReadiness } from "../../provider/teamedNic/migrationReadiness";
import type { Inputs } from "../inputs";
import { uriOf } from "../uri";
import { afterResources } from "./afterResources";
import { lookUp } from "./lookUp";

/** The guest, and the hosts to ask. */
export interface GetMigrationReadinessArgs {
    /** Name or UUID of the guest. */
    readonly domain: string;
    /**
     * URI of libvirt where the guest is, e.g. `qemu+ssh://root@kvm1/system`. A TeamedNic has it as its output `host`.
     *
     * @default the stack's `libvirt:uri`, else the environment's LIBVIRT_DEFAULT_URI, else `qemu:///system`
     */
    readonly uri?: string;
    /** URIs of the hosts that the guest is to migrate to. */
    readonly to: readonly string[];
}

/** {@link GetMigrationReadinessArgs}, each of which may be an output. */
export type GetMigrationReadinessOutputArgs = Inputs<GetMigrationReadinessArgs>;

/**
 * Looks whether a guest with all its teamed NICs could migrate now, and what keeps it from that. Changes nothing. A host of
 * `to` that does not answer is no failure: its `answered` is false then.
 *
 * @param opts options that other look-ups take; `provider` has no effect
 * @throws where the guest is missing on its host; and what libvirt says of that host, in its words
 */
export const getMigrationReadiness: (
    args: GetMigrationReadinessArgs,
    opts?: pulumi.InvokeOptions,
) => Promise<MigrationReadiness> = ({ domain, uri, to }, opts) =>
    lookUp({ name: "getMigrationReadiness", args: { domain, uri: uriOf(uri), to }, opts }, (survey, surveys) =>
        migrationReadiness(survey, domain, [...new Set(to)].map(surveys)),
    );

/**
 * Looks up the same, once the resources exist that the arguments come from, and those of `dependsOn`. Unknown in a preview
 * that makes one of them.
 */
export const getMigrationReadinessOutput = (
    args: GetMigrationReadinessOutputArgs,
    opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<MigrationReadiness> => afterResources(args, opts, (known) => getMigrationReadiness(known));
