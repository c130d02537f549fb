import type * as pulumi from "@pulumi/pulumi";

/** Registration of a resource with Pulumi. */
export interface Registration {
    readonly resource: pulumi.Resource;
    readonly props: Readonly<Record<string, unknown>>;
    readonly opts: pulumi.CustomResourceOptions;
}
type Last = (registration: Registration) => Pick<Registration, "props" | "opts">;

/** Pulumi's list of a resource's transformations, which its types do not have. */
interface Transformed {
    readonly __transformations?: pulumi.ResourceTransformation[];
}

/**
 * Calls `last` after all transformations of a resource, its own and those of its parents and the stack. It sees what the
 * program registers.
 *
 * Pulumi offers no such place. It goes through a list that it keeps at the resource, so the first transformation appends
 * the last one. Source: sdk/nodejs/resource.ts, the constructor of Resource.
 */
export function afterTransformations(
    opts: pulumi.CustomResourceOptions = {},
    last: Last,
): pulumi.CustomResourceOptions {
    let own: pulumi.Resource | undefined;
    const complete: pulumi.ResourceTransformation = (given) => {
        if (given.resource !== own) return undefined; // a child of the resource has inherited it
        return last({ resource: own, props: given.props, opts: given.opts });
    };
    const first: pulumi.ResourceTransformation = (given) => {
        if (own) return undefined;
        own = given.resource;
        const list = (own as Transformed).__transformations;
        if (!list) return complete(given);
        list.push(complete);
        return undefined;
    };
    return { ...opts, transformations: [first, ...(opts.transformations ?? [])] };
}
