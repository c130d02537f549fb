import type { Misfit, Mismatch } from "../xml";
import { failureOf, type Failure, type RuleFacts } from "./rule";
import { formatValue } from "./words";

const OWN = { severity: "error", libvirt: [], source: "the resource's own arguments" } as const;

/** Rules that the tables judge by themselves, without a model. */
export const shapeRules = [
    { ...OWN, id: "unknown-argument", says: "the resource has no such argument." },
    { ...OWN, id: "missing-argument", says: "the resource cannot do without this argument." },
    { ...OWN, id: "argument-shape", says: "the argument does not take such a value." },
    {
        id: "xml-shape",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "libvirt's XML has no such value there; libvirt refuses it, or takes it for another in silence.",
        source: "libvirt's schemas (networkcommon.rng, domaincommon.rng)",
    },
] as const satisfies readonly RuleFacts<Misfit["kind"] | "xml-shape">[];
const [unknown, missing, shape, xmlShape] = shapeRules;

const ABOUT: Readonly<Record<Misfit["kind"], readonly [rule: RuleFacts, fix: (misfit: Misfit) => string]>> = {
    "unknown-argument": [unknown, () => "Remove it, or correct its spelling."],
    "missing-argument": [missing, ({ expected }) => `Give ${expected}.`],
    "argument-shape": [shape, ({ found, expected }) => `Write ${expected} instead of ${formatValue(found)}.`],
};

/** Returns failures of what no argument takes. */
export const argumentFailures = (misfits: readonly Misfit[]): readonly Failure[] =>
    misfits.map((misfit) => {
        const [rule, fix] = ABOUT[misfit.kind];
        return failureOf(rule, {
            property: misfit.path,
            found: misfit.found,
            allowed: misfit.expected,
            fix: fix(misfit),
        });
    });

/** Returns the failure of what no table takes of a document. */
export const mismatchFailure = ({ path, found, expected }: Mismatch): Failure =>
    failureOf(xmlShape, {
        property: path,
        found,
        allowed: expected,
        fix: found === undefined ? `Give ${expected}.` : `Write ${expected}.`,
    });
