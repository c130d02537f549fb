import { visibleText } from "../xml";
import type { VersionFactName } from "../model/versions";
import { formatValue } from "./words";

export type Severity = "error" | "warning";

/** Properties of a model, and one level below: `vlan`, `persistent.alias`. */
export type PropertyOf<M> = {
    [K in keyof M & string]:
        | K
        | (NonNullable<M[K]> extends readonly unknown[] | string | number | boolean
              ? never
              : `${K}.${keyof NonNullable<M[K]> & string}`);
}[keyof M & string];

/** Reaction of libvirt to a mistake without a check before. */
export type Answer = "refuses" | "drops" | "does not start" | "accepts";

/** Facts of a rule that need no model. */
export interface RuleFacts<Id extends string = string> {
    readonly id: Id;
    /** Severity: an error can never work, or libvirt drops it without an error; a warning works and surprises. */
    readonly severity: Severity;
    /** Reactions of libvirt, one for each way to break the rule. Empty where libvirt is not asked. */
    readonly libvirt: readonly Answer[];
    /** The rule asks the host, and waits where the host cannot be asked. */
    readonly needs?: "host";
    /** The rule has to hold when the pair is attached. It is a warning for a guest that is shut off, and for other hosts. */
    readonly atStart?: true;
    /** The rule is about what a program does not declare, and waits until the program has declared all. */
    readonly atEnd?: true;
    /** The rule is about what exists: it is judged with each comparison with the host, and no up mends it. */
    readonly ofDrift?: true;
    /** The rule is about a libvirt that does not do this yet. */
    readonly before?: VersionFactName;
    /** Reactions of a libvirt that does this. */
    readonly newer?: { readonly does: VersionFactName; readonly libvirt: readonly Answer[] };
    /** Facts that decide by the host's version what the rule finds. */
    readonly byVersion?: readonly VersionFactName[];
    /** Why it matters: one or two sentences in the present tense that hold for whatever breaks the rule. */
    readonly says: string;
    /** Page, source file or observation that the rule comes from. */
    readonly source: string;
}

/** One fact about what works. A rule is data: it can be listed, documented, switched off and tested by name. */
export interface Rule<M, Id extends string = string> extends RuleFacts<Id> {
    /** Properties that the check looks at, and no others. The rule waits while one is unknown or has the wrong shape. */
    readonly reads: readonly PropertyOf<M>[];
    /** Returns what is wrong: nothing when the model keeps the rule. Pure. */
    check(model: M): readonly Finding[];
}

export interface Finding {
    /** Path of the property, e.g. `portgroups[1].vlan`; after the name of its resource where a rule is about several. */
    readonly property: string;
    /** Resource that has the property, where a rule is about several. */
    readonly resource?: string;
    /** Value of the property; undefined where it is missing. */
    readonly found: unknown;
    /** Subject of the first sentence in place of the value, e.g. `the guest`. */
    readonly subject?: string;
    /** Predicate of the first sentence, e.g. `is above 4095`. Of a missing value without a subject the message says just that. */
    readonly problem: string;
    /** Values that the property may have, in words. */
    readonly allowed: string;
    /** Remedy, as an order. */
    readonly fix: string;
    /** Remedy that only a program has. A document says nothing of it. */
    readonly inProgram?: string;
}

/** Returns the finding where something is wrong, and none where it is not. */
export const findingIf = (wrong: boolean, finding: Finding): readonly Finding[] => (wrong ? [finding] : []);

/** Finding, with the rule that found it. */
export interface Failure extends Finding, Pick<RuleFacts, "severity" | "says" | "source"> {
    readonly rule: string;
}

/** Joins a rule and its finding. */
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

/** Returns all findings of all rules that do not wait. `blocked` are the paths of values that are unknown or have the wrong shape. */
export function judge<M>(rules: readonly Rule<M>[], model: M, blocked: readonly string[] = []): readonly Failure[] {
    const waits = ({ reads }: Rule<M>): boolean =>
        blocked.length > 0 && reads.some((property) => blocked.some((path) => overlap(path, property)));
    const failures: Failure[] = [];
    for (const rule of rules)
        if (!waits(rule)) for (const finding of rule.check(model)) failures.push(failureOf(rule, finding));
    return failures;
}

/** Whether one path of a property is the other, or lies within it. */
export const overlap = (a: string, b: string): boolean => a === b || isInside(a, b) || isInside(b, a);
const isInside = (path: string, of: string): boolean =>
    path.length > of.length && ".[".includes(path.charAt(of.length)) && path.startsWith(of);

/** Returns a failure in words: where and what is wrong, why it matters, how to fix it, and the rule's id. */
export function formatFinding(failure: Failure): string {
    const { property, says, rule } = failure;
    const remedy = visibleText(remedyOf(failure));
    return `${visibleText(`${property}: ${problemOf(failure)}.`)} ${says} ${remedy} [${rule}]`;
}

/** Returns the failure for the reader of a document, who has no program. */
export function inDocument<F extends Failure>(failure: F): F {
    const { inProgram, ...rest } = failure;
    return inProgram === undefined ? failure : (rest as F);
}

/** Returns all remedies of a finding. */
export const remedyOf = ({ fix, inProgram }: Pick<Finding, "fix" | "inProgram">): string =>
    inProgram === undefined ? fix : `${fix} ${inProgram}`;

function problemOf({ subject, found, problem }: Failure): string {
    if (subject === undefined && found === undefined) return "the value is missing";
    return `${subject ?? formatValue(found)} ${problem}`;
}
