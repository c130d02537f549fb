import { shapeRules } from "./arguments";
import { levelsOf } from "./levels";
import type { RuleFacts } from "./rule";
import { ruleSets, type RuleIdOf, type RuleSetName } from "./ruleSets";

/** Chapters of docs/rules.md. */
export type Subject = (typeof ruleSets)[RuleSetName]["subject"];

const sets = Object.values(ruleSets);
/** The shapes of arguments are a set without a model: the tables themselves judge them. */
const shapes = { subject: "arguments", rules: shapeRules } as const;

const groups = new Map<Subject, readonly RuleFacts[]>();
for (const { subject, rules } of [...sets, shapes]) groups.set(subject, [...(groups.get(subject) ?? []), ...rules]);

/** All rules by subject, in the order of the documentation. */
export const catalogue = Object.fromEntries(groups) as Readonly<Record<Subject, readonly RuleFacts[]>>;

/** Sets whose rules can be lowered. Those of URIs keep a program from running what its stack does not allow. */
const { uri: _, ...lowered } = ruleSets;

/** Argument by which a program lowers rules. It has no `shapeRules`, without which nothing works. */
export const levels = levelsOf(
    Object.values(lowered).flatMap(({ rules }) => rules.map(({ id }): RuleIdOf<Exclude<RuleSetName, "uri">> => id)),
);
