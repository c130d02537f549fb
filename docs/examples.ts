import { isDeepStrictEqual } from "node:util";
import { structuredPatch } from "diff";
import { remedyOf, ruleSets, type ModelOf, type Rule, type RuleIdOf, type RuleSetName } from "../provider/rules";
import { cases } from "../test/unit/rules/cases";
import { askedBy, onlyAsked } from "./asked";
import { facts, program } from "./plain";
import { schemaXml, textXml } from "./textXml";
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

/** Model that breaks a rule, beside one that keeps it. */
export interface Example {
    /** Lines with `-` before what is wrong, `+` before what is right, and a space before what both have. */
    readonly lines: readonly string[];
    /** Remedies, as the rule says them of this breach. */
    readonly fixes: readonly string[];
}

/** Form in which models of a set are shown. */
interface Rendering<M> {
    /** Writes what is left of a model. */
    readonly write: (model: Partial<M>) => string;
    /** Paths that tell what a thing is, and are shown even where the rule does not look at them. */
    readonly always?: readonly string[];
}

/** The compiler refuses a set of rules without a rendering. */
const renderings: { readonly [Name in RuleSetName]: Rendering<ModelOf<Name>> } = {
    network: { write: networkXml, always: OF_NETWORKS },
    poolDocument: { write: poolXml },
    pair: { write: teamXml, always: OF_HALVES },
    persistent: { write: teamXml, always: OF_HALVES },
    transient: { write: teamXml, always: OF_HALVES },

    machine: { write: machineXml },
    guest: { write: guestXml, always: OF_DEVICES },
    text: { write: textXml },
    schema: { write: schemaXml },
    pciNumbers: { write: numbersXml },
    poolOnHost: { write: facts },
    poolRestart: { write: facts },
    cardState: { write: facts },
    pairOnHost: { write: facts },
    migratingPair: { write: facts },
    migrationTarget: { write: facts },
    migratingDefinition: { write: facts },
    migratingGuest: { write: guestXml, always: OF_DEVICES },
    program: { write: program },
    options: { write: facts },
    uri: { write: facts },
};

/** First breach of each rule that judges a model, by the rule's id, beside what keeps the rule and differs least. */
export const ruleExamples = (): ReadonlyMap<string, Example> =>
    new Map((Object.keys(ruleSets) as RuleSetName[]).flatMap(examplesOf));

function examplesOf<Name extends RuleSetName>(name: Name): readonly [id: RuleIdOf<Name>, example: Example][] {
    const casesOfSet = cases[name];
    return ruleSets[name].rules.map((rule) => {
        const { keeps, breaks } = casesOfSet[rule.id];
        const [[wrong]] = breaks;
        const [nearest] = keeps
            .flatMap((right) => exampleOf(rule, wrong, right, renderings[name]))
            .toSorted((a, b) => a.distance - b.distance);
        if (!nearest) throw new Error(`the first breach of ${rule.id} cannot be told from what keeps it`);
        return [rule.id, nearest];
    });
}

function exampleOf<M extends object>(
    rule: Rule<M>,
    wrong: M,
    right: M,
    { write, always = [] }: Rendering<M>,
): readonly (Example & { readonly distance: number })[] {
    const look = (model: M): unknown => rule.check(model);
    const asked = new Set([...askedBy(look, wrong), ...askedBy(look, right)]);
    const before = onlyAsked(wrong, asked, always);
    const after = onlyAsked(right, asked, always);
    const beside = (Object.keys(before) as (keyof M)[]).filter(
        (key) => isDeepStrictEqual(before[key], after[key]) && isBeside(rule, wrong, key),
    );
    const text = (model: Partial<M>): string => write(without(model, beside));
    const { hunks } = structuredPatch("", "", text(before), text(after), "", "", { context: Infinity });
    const lines = hunks.flatMap((hunk) => hunk.lines);
    const gone = lines.filter((line) => line.startsWith("-")).length;
    const come = lines.filter((line) => line.startsWith("+")).length;
    const fixes = new Set(rule.check(wrong).map(remedyOf));
    return lines.length === 0 ? [] : [{ lines, fixes: [...fixes], distance: distance(gone, come) }];
}

/** Counts the lines to change. A way that only leaves lines out counts slightly more. */
const distance = (gone: number, come: number): number => Math.max(gone, come) + Math.max(gone - come, 0) / 1000;

/** Tells whether a rule finds the same without a part of a model, such as the other half of a pair. */
function isBeside<M extends object>(rule: Rule<M>, model: M, part: keyof M): boolean {
    if (typeof model[part] !== "object" || Array.isArray(model[part])) return false;
    const rest = rule.check({ ...model, [part]: {} });
    return rule.check(model).every((finding) => rest.some((other) => isDeepStrictEqual(finding, other)));
}

const without = <M extends object>(model: Partial<M>, keys: readonly (keyof M)[]): Partial<M> =>
    Object.fromEntries(Object.entries(model).filter(([key]) => !keys.includes(key as keyof M))) as Partial<M>;
