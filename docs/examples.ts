import { isDeepStrictEqual } from "node:util";
import { structuredPatch } from "diff";
import {
    inGuestRules,
    machineRules,
    migratingRules,
    networkRules,
    optionRules,
    pairOnHostRules,
    pciNumberRules,
    poolDocumentRules,
    poolOnHostRules,
    cardStateRules,
    programRules,
    teamRules,
    type Rule,
} from "../provider/rules";
import type { CasesOf } from "../test/support/cases";
import { pciNumberCases, poolDocumentCases } from "../test/unit/rules/documentCases";
import { guestCases, machineCases, migratingCases } from "../test/unit/rules/guestCases";
import { pairOnHostCases, poolOnHostCases } from "../test/unit/rules/hostCases";
import { networkCases } from "../test/unit/rules/networkCases";
import { optionCases } from "../test/unit/rules/optionCases";
import { cardStateCases } from "../test/unit/rules/cardStateCases";
import { programCases } from "../test/unit/rules/programCases";
import { teamCases } from "../test/unit/rules/teamCases";
import { askedBy, onlyAsked } from "./asked";
import { facts, program } from "./plain";
import {
    guestXml,
    machineXml,
    networkXml,
    numbersXml,
    OF_DEVICES,
    OF_HALVES,
    OF_NETWORKS,
    poolXml,
    teamXml,
} from "./xml";

/** What breaks a rule, beside what keeps it. */
export interface Example {
    /** Lines with `-` before what is wrong, `+` before what is right, and a space before what both have. */
    readonly lines: readonly string[];
    /** What to do about it, as the rule says it of this breach. */
    readonly fixes: readonly string[];
}

/** What is left of a model, in words; with what tells what it is, whether a rule asks for that or not. */
type Rendering<M> = readonly [inWords: (model: Partial<M>) => string, always?: readonly string[]];

/** Of each rule that is judged by a model, by its id: its first breach, beside what keeps it and differs least. */
export const ruleExamples = (): ReadonlyMap<string, Example> =>
    new Map([
        ...examplesOf(networkRules, networkCases, networkXml, OF_NETWORKS),
        ...examplesOf(poolDocumentRules, poolDocumentCases, poolXml),
        ...examplesOf(teamRules, teamCases, teamXml, OF_HALVES),
        ...examplesOf(machineRules, machineCases, machineXml),
        ...examplesOf(migratingRules, migratingCases, facts),
        ...examplesOf(inGuestRules, guestCases, guestXml, OF_DEVICES),
        ...examplesOf(pciNumberRules, pciNumberCases, numbersXml),
        ...examplesOf(poolOnHostRules, poolOnHostCases, facts),
        ...examplesOf(cardStateRules, cardStateCases, facts),
        ...examplesOf(pairOnHostRules, pairOnHostCases, facts),
        ...examplesOf(programRules, programCases, program),
        ...examplesOf(optionRules, optionCases, facts),
    ]);

function examplesOf<M extends object, Id extends string>(
    rules: readonly Rule<M, Id>[],
    cases: CasesOf<Id, M>,
    ...rendering: Rendering<M>
): readonly [id: string, example: Example][] {
    return rules.map((rule) => {
        const { keeps, breaks } = cases[rule.id];
        const [[wrong]] = breaks;
        const [nearest] = keeps
            .flatMap((right) => exampleOf(rule, wrong, right, rendering))
            .toSorted((a, b) => a.distance - b.distance);
        if (!nearest) throw new Error(`the first breach of ${rule.id} cannot be told from what keeps it`);
        return [rule.id, nearest];
    });
}

function exampleOf<M extends object>(
    rule: Rule<M>,
    wrong: M,
    right: M,
    [inWords, always = []]: Rendering<M>,
): readonly (Example & { readonly distance: number })[] {
    const look = (model: M): unknown => rule.check(model);
    const asked = new Set([...askedBy(look, wrong), ...askedBy(look, right)]);
    const [before, after] = [onlyAsked(wrong, asked, always), onlyAsked(right, asked, always)];
    const beside = (Object.keys(before) as (keyof M)[]).filter(
        (key) => isDeepStrictEqual(before[key], after[key]) && isBeside(rule, wrong, key),
    );
    const text = (model: Partial<M>): string => inWords(without(model, beside));
    const { hunks } = structuredPatch("", "", text(before), text(after), "", "", { context: Infinity });
    const lines = hunks.flatMap((hunk) => hunk.lines);
    const [gone, come] = ["-", "+"].map((sign) => lines.filter((line) => line.startsWith(sign)).length);
    const fixes = new Set(rule.check(wrong).map(({ fix }) => fix));
    return lines.length === 0 ? [] : [{ lines, fixes: [...fixes], distance: distance(gone ?? 0, come ?? 0) }];
}

/** How many lines are to be changed; of two ways that are as short, the one that does not just leave lines out. */
const distance = (gone: number, come: number): number => Math.max(gone, come) + Math.max(gone - come, 0) / 1000;

/** Whether a rule finds the same without a part of a model, such as the other half of a pair. */
function isBeside<M extends object>(rule: Rule<M>, model: M, part: keyof M): boolean {
    if (typeof model[part] !== "object" || Array.isArray(model[part])) return false;
    const rest = rule.check({ ...model, [part]: {} });
    return rule.check(model).every((finding) => rest.some((other) => isDeepStrictEqual(finding, other)));
}

const without = <M extends object>(model: Partial<M>, keys: readonly (keyof M)[]): Partial<M> =>
    Object.fromEntries(Object.entries(model).filter(([key]) => !keys.includes(key as keyof M))) as Partial<M>;
