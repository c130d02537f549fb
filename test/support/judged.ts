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

const ofDaemon = (rule: RuleFacts): RuleFacts =>
    rule.newer && does(rule.newer.does) ? { ...rule, libvirt: rule.newer.libvirt } : rule;

/** Those that are about the daemon that the tests run against, with what it does. */
export const judgedRules = ofDocuments
    .filter(({ before }) => before === undefined || !does(before))
    .map((rule) => ofDaemon(rule));

const byId = new Map(ofDocuments.map((rule) => [rule.id, ofDaemon(rule)]));
export function ruleOf(id: string): RuleFacts {
    const rule = byId.get(id);
    if (!rule) throw new Error(`no rule ${id} judges documents`);
    return rule;
}
