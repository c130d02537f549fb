import * as pulumi from "@pulumi/pulumi";
import { isObject } from "./seen";

/** Properties of an output that its types leave out. */
interface Dependent {
    /** The resources that it comes from. */
    allResources(): Promise<ReadonlySet<pulumi.Resource>>;
}
/** And of a resource. */
interface Child {
    readonly __parentResource?: pulumi.Resource;
}

/**
 * Returns the resources that another waits for: those that a value comes from, and `dependsOn`. Plain ones are known at
 * once, and all others with `rest`.
 */
export function waitsOf(
    value: unknown,
    dependsOn: pulumi.CustomResourceOptions["dependsOn"],
): { readonly waits: readonly pulumi.Resource[] | undefined; readonly rest?: Promise<readonly pulumi.Resource[]> } {
    const plain = [dependsOn ?? []].flat() as readonly unknown[];
    const isKnown = !pulumi.Output.isInstance(value) && plain.every((one) => pulumi.Resource.isInstance(one));
    if (isKnown) return { waits: plain };
    const rest = Promise.all([resourcesOf(value), resourcesIn(dependsOn)]).then((all) => all.flat());
    return { waits: undefined, rest };
}

/** A value that fails says so itself. */
const resourcesOf = async (value: unknown): Promise<readonly pulumi.Resource[]> => {
    if (!pulumi.Output.isInstance(value)) return [];
    const found = await (value as unknown as Dependent).allResources().catch(() => []);
    return [...found];
};

/** Returns undefined where a preview does not know the value: Pulumi then calls no `apply`. */
async function valueOf(output: pulumi.Output<unknown>): Promise<unknown> {
    let known: unknown;
    const seen = output.apply((value) => {
        known = value;
    });
    await pulumi.isSecret(seen).catch(() => undefined);
    return known;
}

async function resourcesIn(dependsOn: unknown): Promise<readonly pulumi.Resource[]> {
    const known = await Promise.resolve(dependsOn).catch(() => undefined);
    if (pulumi.Resource.isInstance(known)) return [known];
    if (pulumi.Output.isInstance(known))
        return [...(await resourcesOf(known)), ...(await resourcesIn(await valueOf(known)))];
    return Array.isArray(known) ? (await Promise.all(known.map(resourcesIn))).flat() : [];
}

/** A resource and all components that it is in: who waits for one of these waits for the resource. */
export function withParents(resource: pulumi.Resource): readonly pulumi.Resource[] {
    const parent = isObject(resource) ? (resource as Child).__parentResource : undefined;
    return parent ? [resource, ...withParents(parent)] : [resource];
}
