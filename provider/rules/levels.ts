import { element, leaf, oneOf, opt, type FieldsOf } from "../xml";
import type { Failure } from "./rule";

/** What the severity of a rule can be lowered to. */
export type Level = "warning" | "off";
/** Rules whose severity is lowered, by id. */
export type Levels<Id extends string = string> = { readonly [K in Id]?: Level };

/** The argument by which a program lowers rules; no others exist, and none is raised. */
export const levelsOf = <Id extends string>(ids: readonly Id[]) =>
    element(
        "rules",
        Object.fromEntries(ids.map((id) => [id, opt(leaf("", oneOf<Level>("warning", "off")))])) as unknown as FieldsOf<
            Levels<Id>
        >,
    );

/** The failures that are left, each with its severity lowered as is wished. */
export const applyLevels = <F extends Failure>(failures: readonly F[], levels: Levels): readonly F[] =>
    failures.flatMap((failure) => {
        const level = levels[failure.rule];
        if (level === "off") return [];
        return level === undefined ? [failure] : [{ ...failure, severity: level }];
    });
