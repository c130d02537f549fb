import * as pulumi from "@pulumi/pulumi";
import { assertAllowed, isAllowedBy } from "../provider/lifecycle/hostUris";
import { resolveUri } from "../provider/libvirt/uri";
import { isPlain } from "./program/seen";

const URI = "libvirt:uri";
const configured = (): string | undefined => new pulumi.Config("libvirt").get("uri");

/** Whether the stack's configuration has it as a secret. Source: sdk/nodejs/runtime/config.ts, configSecretKeysEnvKey */
function isConfiguredInSecret(): boolean {
    const keys: unknown = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] || "[]");
    return Array.isArray(keys) && keys.includes(URI);
}

/** Where libvirt is, for who may leave it to the stack's configuration. */
export const uriOf = (argument: string | undefined): string =>
    resolveUri({ argument, config: configured(), environment: process.env });

/** The same for a resource, whose argument may be an output. */
export function hostOf(argument: unknown): pulumi.Input<string> {
    if (!isPlain(argument)) return pulumi.output(argument as pulumi.Input<string>).apply(uriOf);
    const uri = uriOf(argument as string | undefined);
    return argument === undefined && uri === configured() && isConfiguredInSecret() ? pulumi.secret(uri) : uri;
}

/**
 * Lets a look-up ask a host. The provider does the same for resources, by a config that a program cannot change.
 *
 * @throws Refused for a URI that runs a program, unless the stack's config allows that
 */
export function allowed(uri: string): string {
    assertAllowed(uri, isAllowedBy(new pulumi.Config("libvirt").get("allowCommands")));
    return uri;
}
