import type * as pulumi from "@pulumi/pulumi";

/** A type whose values, at any depth, may be outputs of other resources. */
export type Inputs<T> = { readonly [K in keyof T]: pulumi.Input<InputsOf<T[K]>> };
type InputsOf<T> = T extends readonly (infer Item)[]
    ? readonly pulumi.Input<InputsOf<Item>>[]
    : T extends object
      ? Inputs<T>
      : T;

/** A type whose properties are outputs; what was left out is undefined inside its output. */
export type Outputs<T> = {
    readonly [K in keyof T]-?: pulumi.Output<T extends Record<K, T[K]> ? T[K] : T[K] | undefined>;
};
