import * as pulumi from "@pulumi/pulumi";
import { withoutStack } from "../../provider/lifecycle/mistakes";
import { hideSecrets } from "../../provider/lifecycle/secrets";
import { Survey, type Surveys } from "../../provider/host/survey";

import { isMocked } from "../mocks";
import { allowed, hasSecretUri } from "../uri";

/** A look-up as the mocks of a unit test see it. */
interface Call {
    /** The look-up's name, e.g. `getTeams`: its token is `libvirt:index:getTeams`. */
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>> & { readonly uri: string };
    readonly opts: pulumi.InvokeOptions | undefined;
}

/**
 * Asks a host from within the program: dynamic providers have no functions of their own. Mocks are asked in its place, and
 * then no host is.
 */
export async function lookUp<T extends object>(
    { name, args, opts }: Call,
    ask: (survey: Survey, others: Surveys) => Promise<T>,
): Promise<T> {
    if (isMocked()) return (await pulumi.runtime.invoke(`libvirt:index:${name}`, args, opts)) as T;
    // a program that looks up nothing loads no native library
    const { connect } = await import("../../provider/libvirt/index.js");
    // networks change meanwhile, by the provider's process
    const surveys = (host: string): Survey => new Survey(connect(allowed(host), { listing: 0 }));
    try {
        return await ask(surveys(args.uri), surveys);
    } catch (error) {
        const secrets = Object.keys(args).filter((key) => hasSecretUri(args[key]));
        throw hideSecrets(withoutStack(error), args, secrets);
    }
}
