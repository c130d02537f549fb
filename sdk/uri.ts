import * as pulumi from "@pulumi/pulumi";
import { assertAllowed, isAllowedBy } from "../provider/lifecycle/hostUris";
import { resolveUri } from "../provider/libvirt/uri";
import { isPlain } from "./program/seen";

const URI = "libvirt:uri";
const configured = (): string | undefined => new pulumi.Config("libvirt").get("uri");

/** Functions of Pulumi's runtime that its types leave out. */
interface Runtime {
    isConfigSecret?(key: string): boolean;
}

/**
 * Whether the stack's configuration has it as a secret. The runtime knows it in an inline program of the Automation API,
 * too, and forgets it after `pulumi.runtime.setConfig`. Source: sdk/nodejs/runtime/config.ts
 */
function isConfiguredInSecret(): boolean {
    if ((pulumi.runtime as Runtime).isConfigSecret?.(URI)) return true;
    const keys: unknown = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] || "[]");
    return Array.isArray(keys) && keys.includes(URI);
}

/** Returns the URI of libvirt, for callers that may leave it to the stack's configuration. */
export const uriOf = (argument: string | undefined): string =>
    resolveUri({ argument, config: configured(), environment: process.env });

/** The same for a resource, whose argument may be an output. Secret where the stack's configuration has it as a secret. */
export function hostOf(argument: unknown): pulumi.Input<string> {
    if (!isPlain(argument)) {
        const given = pulumi.output(argument as pulumi.Input<string | undefined>);
        return given.apply((known) => pulumi.output(hostOf(known)));
    }
    const uri = uriOf(argument as string | undefined);
    return isSecretUri(uri) ? pulumi.secret(uri) : uri;
}

/** Whether a URI is the one that the stack's configuration has as a secret. */
export const isSecretUri = (uri: string): boolean => uri === configured() && isConfiguredInSecret();

/** Whether a value has that URI in it. */
export const hasSecretUri = (value: unknown): boolean =>
    typeof value === "string"
        ? isSecretUri(value)
        : typeof value === "object" && value !== null && Object.values(value).some(hasSecretUri);

/**
 * Lets a look-up ask a host. The provider does the same for resources, by a config that a program cannot change.
 *
 * @throws Refused for a URI that runs a program, unless the stack's config allows that
 */
export function allowed(uri: string): string {
    assertAllowed(uri, isAllowedBy(new pulumi.Config("libvirt").get("allowCommands")));
    return uri;
}
