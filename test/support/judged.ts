import { inGuestRules, ruleSets, teamRules, type RuleFacts } from "../../provider/rules";

/** Rules of documents, which need no host and no program. */
export const judgedRules: readonly RuleFacts[] = [
    ...teamRules,
    ...ruleSets.network.rules,
    ...inGuestRules,
    ...ruleSets.machine.rules,
    ...ruleSets.poolDocument.rules,
    ...ruleSets.text.rules,
];

const byId = new Map(judgedRules.map((rule) => [rule.id, rule]));
export function ruleOf(id: string): RuleFacts {
    const rule = byId.get(id);
    if (!rule) throw new Error(`no rule ${id} judges documents`);
    return rule;
}
