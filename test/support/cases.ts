/** Something that breaks a rule, and exactly what the rule finds. */
export type Breach<Model> = readonly [model: Model, ...findings: (readonly [property: string, found: unknown])[]];

/**
 * Models on both sides of each rule. The compiler refuses a rule without. The first breach is the rule's example in
 * docs/rules.md, beside the model that keeps it and differs least.
 */
export type CasesOf<Id extends string, Model> = Readonly<
    Record<
        Id,
        { readonly keeps: readonly [Model, ...Model[]]; readonly breaks: readonly [Breach<Model>, ...Breach<Model>[]] }
    >
>;
