import { inGuestRules, ruleSets, teamRules, type RuleFacts } from "../../provider/rules";
import { does } from "./byVersion";

/** Rules of documents, which need no host and no program. */
const ofDocuments: readonly RuleFacts[] = [
    ...teamRules,
    ...ruleSets.network.rules,
    ...inGuestRules,
    ...ruleSets.machine.rules,
    ...ruleSets.poolDocument.rules,
    ...ruleSets.text.rules,
];

/** Those that are about a libvirt as old as the daemon that the tests run against. */
export const judgedRules = ofDocuments.filter(({ before }) => before === undefined || !does(before));

const byId = new Map(ofDocuments.map((rule) => [rule.id, rule]));
export function ruleOf(id: string): RuleFacts {
    const rule = byId.get(id);
    if (!rule) throw new Error(`no rule ${id} judges documents`);
    return rule;
}
