import * as pulumi from "@pulumi/pulumi";
import { hideSecrets } from "../../provider/lifecycle/secrets";
import type { Inputs } from "../inputs";
import { hasSecretUri } from "../uri";

/** Properties of an output that Pulumi's own look-ups read, and its types leave out. */
interface Dependent {
    /** The resources that it comes from. */
    allResources(): Promise<ReadonlySet<pulumi.Resource>>;
}
/** And of a component. */
interface Parent {
    /** Settles when all children are declared. */
    readonly __data: Promise<unknown>;
    readonly __childResources?: ReadonlySet<pulumi.Resource>;
}

/**
 * The answer of a look-up, once all is there that it depends on: `dependsOn`, and the resources that its arguments come
 * from. Unknown, and nothing is asked, while a preview knows no id of one of these. Secret where an argument is.
 */
export function afterResources<A, T>(
    args: Inputs<A>,
    { dependsOn }: pulumi.InvokeOutputOptions,
    ask: (args: A) => Promise<T>,
): pulumi.Output<T> {
    const given = pulumi.output({ args, dependsOn }) as unknown as pulumi.Output<unknown> & Dependent;
    const answer = given.apply(async (known) => {
        const { args, dependsOn = [] } = known as { args: A; dependsOn?: pulumi.Resource | pulumi.Resource[] };
        const ids = await idsOf([dependsOn, ...(await given.allResources())].flat());
        return pulumi.all([...ids]).apply(async () => {
            const found = await ask(args).catch(async (error: unknown) => {
                const isSecret = await pulumi.isSecret(given);
                const own = args as Readonly<Record<string, unknown>>;
                throw hideSecrets(error, own, isSecret ? Object.keys(own) : []);
            });
            return hasSecretUri(found) ? pulumi.secret(found) : found;
        });
    }) as pulumi.Output<unknown> as pulumi.Output<T>;
    // an inline program of the Automation API would else be over before that
    const done = pulumi.runtime.rpcKeepAlive();
    void pulumi.isSecret(answer).then(done, done);
    return answer;
}

/** A component is there when its children are. */
async function idsOf(resources: readonly pulumi.Resource[]): Promise<readonly pulumi.Output<pulumi.ID>[]> {
    const ids = resources.map(async (resource) => {
        if (pulumi.CustomResource.isInstance(resource)) return [resource.id];
        const component = resource as pulumi.Resource & Parent;
        await component.__data;
        return idsOf([...(component.__childResources ?? [])]);
    });
    return (await Promise.all(ids)).flat();
}
