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

/** Rules that a program may lower: not those of URIs, which keep it from running what its stack does not allow. */
type Lowered = RuleIdOf<Exclude<RuleSetName, "uri">>;
const lowered = Object.entries(ruleSets).flatMap(([name, { rules }]) =>
    name === "uri" ? [] : rules.map(({ id }) => id as Lowered),
);

/** Argument by which a program lowers rules. It has no `shapeRules`, without which nothing works. */
export const levels = levelsOf(lowered);
