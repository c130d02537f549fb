import type { Misfit } from "../xml";
import { inWords, type Failure } from "./rule";

const SAYS: Readonly<Record<Misfit["kind"], string>> = {
    "unknown-argument": "the resource has no such argument.",
    "missing-argument": "the resource cannot do without this argument.",
    "argument-shape": "the argument does not take such a value.",
};
const FIX: Readonly<Record<Misfit["kind"], (misfit: Misfit) => string>> = {
    "unknown-argument": () => "Remove it, or correct its spelling.",
    "missing-argument": ({ expected }) => `Give ${expected}.`,
    "argument-shape": ({ found, expected }) => `Write ${expected} instead of ${inWords(found)}.`,
};

/** What no argument takes, in the form of the rules' own findings. */
export const argumentFailures = (misfits: readonly Misfit[]): readonly Failure[] =>
    misfits.map((misfit) => ({
        rule: misfit.kind,
        severity: "error",
        says: SAYS[misfit.kind],
        source: "the resource's own arguments",
        property: misfit.path,
        found: misfit.found,
        allowed: misfit.expected,
        fix: FIX[misfit.kind](misfit),
    }));
