import * as pulumi from "@pulumi/pulumi";
import { resolveUri } from "../provider/libvirt/uri";
import type { Fields, ModelOf } from "../provider/xml";

/**
 * How Pulumi's dynamic provider finds the hooks. It is kept in every state file, so it never changes; and it is a
 * constant, because a serialised closure is slow and breaks on what it captures. The package is looked for from the
 * program's folder: a bare `require` would look from inside the SDK's.
 */
const hooksOf = (resource: string): string =>
    `exports.handler = () => require("node:module").createRequire(process.cwd() + "/")("pulumi-libvirt-teaming/provider").${resource};`;

/** What provider/index.ts calls the hooks of each resource. */
const HOOKS = { HostdevNetwork: "hostdevNetwork", TeamedNic: "teamedNic" } as const;

/** What both resources do: their arguments are their outputs, in the form that the provider gives them. */
export abstract class LibvirtResource extends pulumi.CustomResource {
    protected constructor(
        resource: keyof typeof HOOKS,
        name: string,
        fields: Fields,
        args: Readonly<Record<string, unknown>>,
        outputs: readonly string[],
        opts: pulumi.CustomResourceOptions | undefined,
    ) {
        const declared = Object.fromEntries([...Object.keys(fields), ...outputs].map((key) => [key, undefined]));
        const inputs = {
            ...declared,
            ...args,
            name: args["name"] ?? name,
            uri: hostOf(args["uri"]),
            __provider: hooksOf(HOOKS[resource]),
        };
        super(`pulumi-nodejs:dynamic/libvirt:${resource}`, name, inputs, opts);
    }

    /** Something that follows from the arguments. Secret where one of them is. */
    protected derive<F extends Fields, T>(fields: F, from: (values: ModelOf<F>) => T): pulumi.Output<T> {
        const own = this as unknown as Readonly<Record<string, unknown>>;
        return pulumi
            .output(Object.fromEntries(Object.keys(fields).map((key) => [key, own[key]])))
            .apply((values) => from(values as ModelOf<F>));
    }
}

/** Where libvirt is, for a resource that does not say so itself. */
const hostOf = (argument: unknown): pulumi.Output<string> =>
    pulumi
        .output(argument as pulumi.Input<string> | undefined)
        .apply((given) =>
            resolveUri({ argument: given, config: new pulumi.Config("libvirt").get("uri"), environment: process.env }),
        );
