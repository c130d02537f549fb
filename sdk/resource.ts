import * as pulumi from "@pulumi/pulumi";
import { defined, type Fields, type ModelOf } from "../provider/xml";
import { afterTransformations, type Registration } from "./afterTransformations";
import { FILLED_IN, RETAINED } from "../provider/lifecycle/filledIn";
import { fromOptions } from "../provider/lifecycle/fromOptions";
import { makerOf } from "../provider/lifecycle/maker";
import { hostOf } from "./uri";
import { asChecked, isMocked, type Checking } from "./mocks";
import { assertHooksIn, isRunByCli, speakOfOptions } from "./speakFirst";
import { currentProgram } from "./program/program";
import { eventualsIn } from "./program/seen";

/**
 * How Pulumi's dynamic provider finds the hooks. It is kept in every state file, so it never changes; and it is a
 * constant, because a serialised closure is slow and breaks on what it captures. The package is looked for from the
 * program's folder: a bare `require` would look from inside the SDK's.
 */
const hooksOf = (resource: string): string =>
    `exports.handler = () => require("node:module").createRequire(process.cwd() + "/")("pulumi-libvirt-teaming/provider").${resource};`;

/** Names of each resource's hooks in provider/index.ts. */
const HOOKS = { HostdevNetwork: "hostdevNetwork", TeamedNic: "teamedNic" } as const;

/** Replacement of Pulumi's option `customTimeouts`. */
const TIMEOUTS = {
    HostdevNetwork: "Every call to libvirt has a deadline of its own.",
    TeamedNic: "Set the argument detachTimeout for how long to wait for the guest.",
} as const;

/** A resource's type in Pulumi. */
export const typeOf = (resource: keyof typeof HOOKS): string => `pulumi-nodejs:dynamic/libvirt:${resource}`;

/** Whether something is a resource of a type. Policies ask so, with an object that says its type alone. */
export const isOfType = (value: unknown, type: string): boolean =>
    typeof value === "object" && value !== null && "__pulumiType" in value && value.__pulumiType === type;

/** Keys of a resource under mocks. In their preview a missing argument is unknown. */
const keysUnderMocks = new WeakMap<pulumi.Resource, readonly string[]>();

/** Arguments that a resource fills in, in the program. */
type Derive = (args: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Base of both resources: their arguments are their outputs, in the form that the provider gives them. */
export abstract class LibvirtResource extends pulumi.CustomResource {
    protected constructor(
        resource: keyof typeof HOOKS,
        name: string,
        checking: Checking,
        args: Readonly<Record<string, unknown>>,
        outputs: readonly string[],
        opts: pulumi.CustomResourceOptions | undefined,
        derive: Derive = () => ({}),
    ) {
        const type = typeOf(resource);
        // a property of the resource costs a program, and no program reads those from options
        const keys = [...Object.keys(checking.fields).filter((key) => !(key in fromOptions)), ...outputs];
        const declared = Object.fromEntries(keys.map((key) => [key, undefined]));
        if (isRunByCli()) assertHooksIn(process.cwd());
        const last = ({ resource: self, props, opts }: Registration): ReturnType<typeof unlessWrong> => {
            speakOfOptions(name, opts, TIMEOUTS[resource]);
            const named = { ...declared, ...props, name: props["name"] ?? name };
            const derived = derive(named);
            const configured = props["rules"] === undefined ? configuredRules() : undefined;
            const given = { ...named, ...derived, uri: hostOf(props["uri"]), rules: props["rules"] ?? configured };
            const byClass = [...(props["name"] === undefined ? ["name"] : []), ...Object.keys(derived)];
            const byOthers = (props[FILLED_IN] ?? []) as readonly string[];
            const filledIn = [
                ...(byClass.length === 0 ? byOthers : byClass),
                ...(configured === undefined ? [] : ["rules"]),
            ];
            const fromOpts = {
                ignoreChanges: opts.ignoreChanges,
                [RETAINED]: opts.retainOnDelete,
                __madeBy: makerOf(stack(), name),
            };
            const inputs = {
                ...given,
                ...defined({
                    ...fromOpts,
                    [FILLED_IN]: filledIn.length === 0 ? undefined : filledIn,
                    secrets: secretsOf(given),
                }),
            };
            const { dependsOn } = opts;
            const judged = currentProgram()?.declare({ kind: resource, self, name, type, dependsOn, inputs });
            const registered = isMocked() ? asChecked(inputs, checking) : inputs;
            if (isMocked()) keysUnderMocks.set(self, Object.keys(defined(registered)));
            return unlessWrong(judged, { ...registered, __provider: hooksOf(HOOKS[resource]) }, opts);
        };
        super(type, name, args, afterTransformations(opts, last));
    }

    /** Something that follows from the arguments. Secret where one of them is. */
    protected derive<F extends Fields, T>(fields: F, from: (values: ModelOf<F>) => T): pulumi.Output<T> {
        const own = this as unknown as Readonly<Record<string, unknown>>;
        const given = keysUnderMocks.get(this);
        const keys = Object.keys(fields).filter((key) => !(key in fromOptions) && (given?.includes(key) ?? true));
        return pulumi
            .output(Object.fromEntries(keys.map((key) => [key, own[key]])))
            .apply((values) => from(values as ModelOf<F>));
    }
}

/** Rules that the stack's config lowers for each resource. */
const configuredRules = (): unknown => new pulumi.Config("libvirt").getObject("rules");

/**
 * Returns an output that a resource may not have, as an output that is known as soon as another one is. Pulumi takes what is
 * missing in the state for unknown in each preview. Where the other one is known, the state is all that there is.
 */
export const knownWith = <T>(other: pulumi.Output<unknown>, output: pulumi.Output<T>): pulumi.Output<T> =>
    other.apply(async () => {
        const value = await (output as unknown as { promise(): Promise<T> }).promise();
        return (await pulumi.isSecret(output)) ? pulumi.secret(value) : value;
    }) as unknown as pulumi.Output<T>;

/** The stack with its project, e.g. `infra/prod`. Mocks know no organization. */
const stack = (): string => `${pulumi.getProject()}/${pulumi.getStack()}`;

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
    props: Registration["props"],
    opts: pulumi.CustomResourceOptions,
): Pick<Registration, "props" | "opts"> {
    if (!judged) return { props, opts };
    if (!pulumi.runtime.isDryRun()) {
        const dependsOn = judged.then(() => opts.dependsOn ?? []) as Promise<pulumi.Input<pulumi.Resource>[]>;
        return { props, opts: { ...opts, dependsOn } };
    }
    judged.catch(() => undefined); // the program ends of it in any case
    return { props, opts };
}
