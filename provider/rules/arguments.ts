import type { Misfit, Mismatch } from "../xml";
import { failureOf, type Failure, type Finding, type RuleFacts } from "./rule";

const OWN = { severity: "error", libvirt: [], source: "the resource's own arguments" } as const;

/** Rules that the tables judge by themselves, without a model. */
export const shapeRules = [
    { ...OWN, id: "unknown-argument", says: "An unknown argument has no effect, so the provider refuses it." },
    { ...OWN, id: "missing-argument", says: "The resource needs this argument." },
    { ...OWN, id: "argument-shape", says: "The provider cannot write such a value into the XML of libvirt." },
    {
        id: "xml-shape",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "libvirt refuses such a value in its XML, or reads another value without an error.",
        source: "libvirt's schemas (networkcommon.rng, domaincommon.rng)",
    },
] as const satisfies readonly RuleFacts<Misfit["kind"] | "xml-shape">[];
const [unknown, missing, shape, xmlShape] = shapeRules;

type Words = Pick<Finding, "subject" | "problem" | "fix">;

const ABOUT: Readonly<Record<Misfit["kind"], readonly [rule: RuleFacts, words: (misfit: Misfit) => Words]>> = {
    "unknown-argument": [
        unknown,
        ({ expected, meant }) => ({
            problem: "is set on an unknown argument",
            fix: meant === undefined ? `Use ${expected}, or remove it.` : `Did you mean ${meant}? If not, remove it.`,
        }),
    ],
    "missing-argument": [missing, ({ expected }) => ({ problem: "is missing", fix: `Set it to ${expected}.` })],
    "argument-shape": [shape, ({ expected }) => ({ problem: `is not ${expected}`, fix: `Use ${expected}.` })],
};

/** Returns failures of what no argument takes. */
export const argumentFailures = (misfits: readonly Misfit[]): readonly Failure[] =>
    misfits.map((misfit) => {
        const { kind, path, found, expected } = misfit;
        const [rule, words] = ABOUT[kind];
        return failureOf(rule, Object.assign({ property: path, found, allowed: expected }, words(misfit)));
    });

/** Returns the failure of what no table takes of a document. */
export const mismatchFailure = ({ path, found, expected }: Mismatch): Failure =>
    failureOf(xmlShape, {
        property: path,
        found,
        problem: `is not ${expected}`,
        allowed: expected,
        fix: found === undefined ? `Add ${expected}.` : `Write ${expected}.`,
    });
