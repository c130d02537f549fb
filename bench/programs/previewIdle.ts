import * as pulumi from "@pulumi/pulumi";
import { allOfPool, poolCount } from "./pool";

/** Registered as a pool is, with hooks that do nothing. */
class Idle extends pulumi.CustomResource {
    constructor(name: string, number: number) {
        const hooks =
            'exports.handler = () => require("node:module").createRequire(process.cwd() + "/")("./idleHooks");';
        super("pulumi-nodejs:dynamic/bench:Idle", name, { ...allOfPool(name, number), __provider: hooks });
    }
}

for (let number = 0; number < poolCount; number++) new Idle(`pool${number}`, number);
