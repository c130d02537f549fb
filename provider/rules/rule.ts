import { formatValue } from "./words";

export type Severity = "error" | "warning";

/** The properties of a model, and one level below: `vlan`, `persistent.alias`. */
export type PropertyOf<M> = {
    [K in keyof M & string]:
        | K
        | (NonNullable<M[K]> extends readonly unknown[] | string | number | boolean
              ? never
              : `${K}.${keyof NonNullable<M[K]> & string}`);
}[keyof M & string];

/** What libvirt does with what breaks a rule, where nobody has checked it before. */
export type Answer = "refuses" | "drops" | "does not start" | "accepts";

/** What can be said of a rule without a model. */
export interface RuleFacts<Id extends string = string> {
    readonly id: Id;
    /** An error can never work or is silently lost; a warning works and surprises. */
    readonly severity: Severity;
    /** Which of these libvirt does: it depends on what is wrong, and how. Empty where libvirt is not asked. */
    readonly libvirt: readonly Answer[];
    /** It is judged by what is on a host, so it waits where the host cannot be asked. */
    readonly needs?: "host";
    /** It has to hold when the pair is plugged in: while the guest is shut off, or elsewhere, it is a warning. */
    readonly atStart?: true;
    /** It is about what a program does not declare, so it waits until the program has declared all. */
    readonly atEnd?: true;
    /** It is about what is there already: judged whenever that is compared with its host, and no up mends it. */
    readonly ofDrift?: true;
    /** One sentence in the present tense that holds for whatever breaks the rule. */
    readonly says: string;
    /** Where this is written or was seen. */
    readonly source: string;
}

/** One fact about what works. A rule is data: it can be listed, documented, switched off and tested by name. */
export interface Rule<M, Id extends string = string> extends RuleFacts<Id> {
    /** What the check looks at, and nothing else. The rule waits while any of it is unknown or has the wrong shape. */
    readonly reads: readonly PropertyOf<M>[];
    /** Empty when the model keeps the rule. Pure. */
    check(model: M): readonly Finding[];
}

export interface Finding {
    /** Path of the property, e.g. `portgroups[1].vlan`; after the name of its resource where a rule is about several. */
    readonly property: string;
    /** The resource that has the property, where a rule is about several. */
    readonly resource?: string;
    /** Its value; undefined for nothing. */
    readonly found: unknown;
    /** What may stand there, in words. */
    readonly allowed: string;
    /** What to do, as an order. */
    readonly fix: string;
}

/** The finding where something is wrong, and none where it is not. */
export const findingIf = (wrong: boolean, finding: Finding): readonly Finding[] => (wrong ? [finding] : []);

/** A finding, and the rule that found it. */
export interface Failure extends Finding, Pick<RuleFacts, "severity" | "says" | "source"> {
    readonly rule: string;
}

/** What a rule found. */
export const failureOf = ({ id, severity, says, source }: RuleFacts, finding: Finding): Failure => ({
    rule: id,
    severity,
    says,
    source,
    ...finding,
});

/** Fixes the model's type once and keeps each id a literal, so that the compiler can ask for cases of every rule. */
export const rulesFor =
    <M>() =>
    <const Id extends string>(...rules: readonly Rule<M, Id>[]): readonly Rule<M, Id>[] =>
        rules;

/** All findings of all rules that do not wait. `blocked` are the paths of values that are unknown or have the wrong shape. */
export function judge<M>(rules: readonly Rule<M>[], model: M, blocked: readonly string[] = []): readonly Failure[] {
    return rules
        .filter((rule) => !rule.reads.some((property) => blocked.some((path) => overlap(path, property))))
        .flatMap((rule) => rule.check(model).map((finding) => failureOf(rule, finding)));
}

const overlap = (a: string, b: string): boolean => a === b || isInside(a, b) || isInside(b, a);
const isInside = (path: string, of: string): boolean => path.startsWith(`${of}.`) || path.startsWith(`${of}[`);

/** A failure in words: where, found, what is wrong with it; then allowed, the fix, and where that is written. */
export const formatFinding = ({ property, found, says, allowed, fix, rule, source }: Failure): string =>
    `${property}: found ${formatValue(found)}; ${says}\n  Allowed: ${allowed}. ${fix}  [${anchor(rule)}; ${source}]`;

/** Where a rule is explained, in this package. */
export const anchor = (rule: string): string => `docs/rules.md#${rule}`;
