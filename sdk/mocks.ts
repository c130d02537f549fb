import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../provider/lifecycle/kind";
import { defined, fit, type Fields } from "../provider/xml";
import { isObject, isPlain } from "./program/seen";

/** Work of the provider on arguments that needs no host. */
export interface Checking {
    readonly fields: Fields;
    readonly withDefaults: (given: Properties, isUnknown: (value: unknown) => boolean) => Properties;
    /** Returns outputs that follow from the arguments. */
    readonly outputsFrom?: (args: Properties) => Properties;
}

/**
 * Whether a unit test has called `pulumi.runtime.setMocks`. Pulumi then calls no provider: the class stands in for it, and
 * look-ups ask the mocks. Source: sdk/nodejs/runtime/mocks.ts, MockMonitor
 */
export function isMocked(): boolean {
    const monitor: unknown = pulumi.runtime.hasMonitor() ? pulumi.runtime.getMonitor() : undefined;
    return typeof monitor === "object" && monitor !== null && "mocks" in monitor;
}

const LATER = Symbol("an output");

/**
 * Returns inputs as the provider's check would return them: with defaults, in canonical form. Mocks commonly answer a
 * resource's inputs as its state. What is plain stays plain; what follows from outputs is an output.
 */
export function asChecked(inputs: Properties, { fields, withDefaults, outputsFrom }: Checking): Properties {
    const own = Object.fromEntries(Object.entries(inputs).filter(([key]) => Object.hasOwn(fields, key)));
    const fill = (given: Properties, isUnknown: (value: unknown) => boolean): Properties => {
        const { value } = fit(fields, withDefaults(defined(given), isUnknown), isUnknown);
        return { ...value, ...outputsFrom?.(value) };
    };
    const now = fill(withoutOutputs(own) as Properties, (value) => value === LATER);
    const later = isPlain(own)
        ? undefined
        : (pulumi.output(own) as unknown as pulumi.Output<Properties>).apply((known) => fill(known, () => false));
    const filled = Object.entries(now).map(([key, value]) => {
        return [key, later && hasLater(value) ? later.apply((all) => all[key]) : value] as const;
    });
    return { ...inputs, ...Object.fromEntries(filled) };
}

function withoutOutputs(value: unknown): unknown {
    if (isPlain(value)) return value;
    if (Array.isArray(value)) return value.map(withoutOutputs);
    if (!isObject(value)) return LATER;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutOutputs(inner)]));
}

const hasLater = (value: unknown): boolean =>
    value === LATER || (typeof value === "object" && value !== null && Object.values(value).some(hasLater));
