import * as pulumi from "@pulumi/pulumi";

/** Registered as this package's resources are, with hooks that do nothing. */
export class Idle extends pulumi.CustomResource {
    constructor(name: string, inputs: Readonly<Record<string, unknown>>) {
        const hooks =
            'exports.handler = () => require("node:module").createRequire(process.cwd() + "/")("./idleHooks");';
        super("pulumi-nodejs:dynamic/bench:Idle", name, { ...inputs, __provider: hooks });
    }
}
