import type { ModelOf, RuleIdOf, RuleSetName } from "../../provider/rules";

/** Model that breaks a rule, with exactly what the rule finds. */
export type Breach<Model> = readonly [model: Model, ...findings: (readonly [property: string, found: unknown])[]];

/**
 * Models on both sides of each rule. The compiler refuses a rule without. The first breach is the rule's example in
 * docs/rules.md, beside the model that keeps it and differs least.
 */
export type Cases<Id extends string, Model> = Readonly<
    Record<
        Id,
        { readonly keeps: readonly [Model, ...Model[]]; readonly breaks: readonly [Breach<Model>, ...Breach<Model>[]] }
    >
>;
/** Cases of all rules of a set. */
export type CasesOf<Name extends RuleSetName> = Cases<RuleIdOf<Name>, ModelOf<Name>>;

/** Models of cases, on both sides of their rules. */
export const modelsOf = <Model>(cases: Cases<string, Model>): readonly Model[] =>
    Object.values(cases).flatMap(({ keeps, breaks }) => [...keeps, ...breaks.map(([model]) => model)]);
