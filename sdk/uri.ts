import * as pulumi from "@pulumi/pulumi";
import { resolveUri } from "../provider/libvirt/uri";
import { isPlain } from "./program/seen";

/** Where libvirt is, for who may leave it to the stack's configuration. */
export const uriOf = (argument: string | undefined): string =>
    resolveUri({ argument, config: new pulumi.Config("libvirt").get("uri"), environment: process.env });

/** The same for a resource, whose argument may be an output. */
export const hostOf = (argument: unknown): pulumi.Input<string> =>
    isPlain(argument)
        ? uriOf(argument as string | undefined)
        : pulumi.output(argument as pulumi.Input<string>).apply(uriOf);
