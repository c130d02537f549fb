import type { Survey } from "../host/survey";
import { findingMessage, type Message } from "../lifecycle/message";
import { ignoreRefused } from "../libvirt/errors";
import { applyLevels, judge, RECENT, ruleSets } from "../rules";
import { defined } from "../xml";
import { pfToGive } from "./onHost";
import type { PriorArgs } from "./outputs";
import { subjectOf } from "./words";

/**
 * Notes of a preview about the card below an unchanged pair. They concern the card of a pool alone: who has which PF is a
 * question to every network device of the host where the pair names a VF by its address.
 */
export async function pfNotes(
    survey: Survey,
    args: Pick<PriorArgs, "name" | "domain" | "transient" | "rules">,
): Promise<readonly Message[]> {
    const { transient, rules = {} } = args;
    const pf = await ignoreRefused(pfToGive(survey, transient?.network));
    const failures = judge(ruleSets.pairOnHost.rules, defined({ ...RECENT, pf }));
    const warnings = failures.map((failure) => ({ ...failure, severity: "warning" as const }));
    return applyLevels(warnings, rules).map((failure) => findingMessage(failure, subjectOf(args)));
}
