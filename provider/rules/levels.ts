import { element, leaf, oneOf, opt, type FieldsOf } from "../xml";
import type { Failure } from "./rule";

/** Severity that a rule can be lowered to. */
export type Level = "warning" | "off";
/** Rules whose severity is lowered, by id. */
export type Levels<Id extends string = string> = { readonly [K in Id]?: Level };

/** Makes the argument by which a program lowers rules. It takes the given ids only, and raises no rule. */
export const levelsOf = <Id extends string>(ids: readonly Id[]) =>
    element(
        "rules",
        Object.fromEntries(ids.map((id) => [id, opt(leaf("", oneOf<Level>("warning", "off")))])) as unknown as FieldsOf<
            Levels<Id>
        >,
    );

/** Returns the failures that are left, with their severities lowered. */
export function applyLevels<F extends Failure>(failures: readonly F[], levels: Levels): readonly F[] {
    if (Object.keys(levels).length === 0) return failures;
    return failures
        .filter(({ rule }) => levels[rule] !== "off")
        .map((failure) => {
            const level = levels[failure.rule];
            return level === undefined || level === "off" ? failure : { ...failure, severity: level };
        });
}
