import * as pulumi from "@pulumi/pulumi";

/** Values of a program that are known now. */
export interface Seen {
    /** By key. What was left out is undefined, and so is what is not known. */
    readonly values: Readonly<Record<string, unknown>>;
    /** Keys of what a preview does not know yet. */
    readonly unknown: ReadonlySet<string>;
    /** Texts that may not be shown. */
    readonly secrets: readonly string[];
}

/**
 * Looks at values: at once at what is plain, and at each output when its value is there, or is known to be unknown. An
 * `apply` alone would not tell the latter, as Pulumi never calls it.
 *
 * @returns what is seen, which grows, and the wait for the rest where there is one
 */
export function see(inputs: Readonly<Record<string, unknown>>): { readonly seen: Seen; readonly rest?: Promise<void> } {
    const values: Record<string, unknown> = {};
    const unknown = new Set<string>();
    const secrets: string[] = [];
    const look = async (key: string, input: unknown): Promise<void> => {
        unknown.add(key);
        const output = (pulumi.output(input as pulumi.Input<string>) as pulumi.Output<unknown>).apply((value) => {
            unknown.delete(key);
            values[key] = value;
        });
        // settles in either case; where the value failed, so does the resource, which says why
        const isSecret = await pulumi.isSecret(output).catch(() => true);
        if (isSecret) secrets.push(...textsIn(values[key]));
    };
    const waits: Promise<void>[] = [];
    for (const [key, input] of Object.entries(inputs)) {
        // an output for each of the plain values would cost a program of many resources more than all else here
        if (isPlain(input)) values[key] = input;
        else waits.push(look(key, input));
    }
    const seen = { values, unknown, secrets };
    return waits.length === 0 ? { seen } : { seen, rest: Promise.all(waits).then(() => undefined) };
}

/** A property of something that may be an output, or have some inside. What else is in there may be unknown or secret. */
export function inside(input: unknown, key: string): unknown {
    if (input === undefined || input === null) return undefined;
    if (isObject(input)) return input[key];
    return (pulumi.output(input) as unknown as Readonly<Record<string, unknown>>)[key];
}

/** Whether there is no output and no promise in a value. */
export const isPlain = (input: unknown): boolean => eventualsIn(input).length === 0;

/** The outputs and promises in a value. */
export function eventualsIn(input: unknown): readonly unknown[] {
    if (typeof input !== "object" || input === null) return [];
    return Array.isArray(input) || isObject(input) ? Object.values(input).flatMap(eventualsIn) : [input];
}

/** Whether a value is an object with properties, and no output, promise or list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Promise) &&
    !pulumi.Output.isInstance(value);

const textsIn = (value: unknown): readonly string[] =>
    typeof value === "string"
        ? [value]
        : typeof value === "object" && value !== null
          ? Object.values(value).flatMap(textsIn)
          : [];
