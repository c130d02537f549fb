import * as pulumi from "@pulumi/pulumi";
import { allOfPool } from "./pool";
import { register } from "./registered";

/** Hooks as the SDK has them written: it serialises their code into every resource. */
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
    check: (_olds, inputs) => Promise.resolve({ inputs }),
    diff: () => Promise.resolve({}),
    create: (inputs) => Promise.resolve({ id: "uuid", outs: inputs }),
};
type Inputs = Readonly<Record<string, unknown>>;

class Plain extends pulumi.dynamic.Resource {
    constructor(name: string, number: number) {
        super(provider, name, allOfPool(name, number));
    }
}

void register(() => Promise.resolve((number) => new Plain(`pool${number}`, number)));
