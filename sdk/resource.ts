import * as pulumi from "@pulumi/pulumi";
import { fromOptions } from "../provider/lifecycle/fromOptions";
import { defined, type Fields, type ModelOf } from "../provider/xml";
import { hostOf } from "./uri";
import { currentProgram } from "./program/program";
import { eventualsIn } from "./program/seen";

/**
 * How Pulumi's dynamic provider finds the hooks. It is kept in every state file, so it never changes; and it is a
 * constant, because a serialised closure is slow and breaks on what it captures. The package is looked for from the
 * program's folder: a bare `require` would look from inside the SDK's.
 */
const hooksOf = (resource: string): string =>
    `exports.handler = () => require("node:module").createRequire(process.cwd() + "/")("pulumi-libvirt-teaming/provider").${resource};`;

/** What provider/index.ts calls the hooks of each resource. */
const HOOKS = { HostdevNetwork: "hostdevNetwork", TeamedNic: "teamedNic" } as const;

/** A resource's type in Pulumi. */
export const typeOf = (resource: keyof typeof HOOKS): string => `pulumi-nodejs:dynamic/libvirt:${resource}`;

/** Whether something is a resource of a type. Policies ask so, with an object that says its type alone. */
export const isOfType = (value: unknown, type: string): boolean =>
    typeof value === "object" && value !== null && "__pulumiType" in value && value.__pulumiType === type;

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
        const type = typeOf(resource);
        // a property of the resource costs a program, and nobody reads these
        const read = Object.keys(fields).filter((key) => !Object.hasOwn(fromOptions, key));
        const declared = Object.fromEntries([...read, ...outputs].map((key) => [key, undefined]));
        const given = {
            ...declared,
            ...args,
            name: args["name"] ?? name,
            uri: hostOf(args["uri"]),
            rules: args["rules"] ?? new pulumi.Config("libvirt").getObject("rules"),
        };
        const inputs = {
            ...given,
            ...defined({ ignoreChanges: opts?.ignoreChanges, secrets: secretsOf(given) }),
        };
        const judged = currentProgram()?.declare({ kind: resource, name, type, parent: opts?.parent, inputs });
        super(type, name, { ...inputs, __provider: hooksOf(HOOKS[resource]) }, unlessWrong(judged, opts));
    }

    /** Something that follows from the arguments. Secret where one of them is. */
    protected derive<F extends Fields, T>(fields: F, from: (values: ModelOf<F>) => T): pulumi.Output<T> {
        const own = this as unknown as Readonly<Record<string, unknown>>;
        return pulumi
            .output(Object.fromEntries(Object.keys(fields).map((key) => [key, own[key]])))
            .apply((values) => from(values as ModelOf<F>));
    }
}

/** An argument that fails says so itself. An output of the argument as a whole would cost a program of many pairs more. */
const isSecret = (part: unknown): Promise<boolean> => pulumi.isSecret(pulumi.output(part)).catch(() => false);

/** The names of the arguments that are secret, once that is known; undefined where there are none. */
function secretsOf(inputs: Readonly<Record<string, unknown>>): pulumi.Input<readonly string[] | undefined> {
    const eventual = Object.entries(inputs)
        .map(([key, input]) => ({ key, parts: eventualsIn(input) }))
        .filter(({ parts }) => parts.length > 0);
    if (eventual.length === 0) return undefined;
    const keys = eventual.map(async ({ key, parts }) =>
        (await Promise.all(parts.map(isSecret))).includes(true) ? [key] : [],
    );
    return Promise.all(keys).then((all) => (all.flat().length === 0 ? undefined : all.flat()));
}

/**
 * Lets a resource wait for the judgement of its program, so that nothing is made where that finds errors. A preview does
 * not wait: it is to show what the provider finds, too.
 */
function unlessWrong(
    judged: Promise<void> | undefined,
    opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions | undefined {
    if (!judged) return opts;
    if (!pulumi.runtime.isDryRun()) {
        const dependsOn = judged.then(() => opts?.dependsOn ?? []) as Promise<pulumi.Input<pulumi.Resource>[]>;
        return { ...opts, dependsOn };
    }
    judged.catch(() => undefined); // the program ends of it in any case
    return opts;
}
