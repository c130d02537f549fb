import {
    argumentFailures,
    formatFinding,
    judge,
    mismatchFailure,
    ruleSets,
    type Failure,
    type RuleSetName,
} from "../provider/rules";
import type { CasesOf } from "../test/support/cases";
import { cases } from "../test/unit/rules/cases";

/** Example of a message, as a reader sees it. */
export interface ExampleOfMessage {
    readonly id: string;
    readonly text: string;
}

/** Returns the messages of all rules: one for each finding of each case that breaks a rule. */
export const ruleMessages = (): readonly ExampleOfMessage[] => [
    ...ruleFailures().map((failure) => ({ id: failure.rule, text: formatFinding(failure) })),
    ...shapeMessages(),
];

/** Returns the failures of all rules that judge a model. */
export const ruleFailures = (): readonly Failure[] =>
    (Object.keys(ruleSets) as RuleSetName[]).flatMap((name) => failuresOf(name));

function failuresOf<Name extends RuleSetName>(name: Name, casesOfSet: CasesOf<Name> = cases[name]): readonly Failure[] {
    return ruleSets[name].rules.flatMap((rule) =>
        casesOfSet[rule.id].breaks.flatMap(([model]) => judge([rule], model)),
    );
}

/** Messages of the rules that judge shapes. */
const shapeMessages = (): readonly ExampleOfMessage[] =>
    [
        ...argumentFailures([
            { kind: "unknown-argument", path: "pfs", found: "enp7s0f0", expected: "one of name, pf, vlan" },
            { kind: "missing-argument", path: "name", found: undefined, expected: "text" },
            { kind: "argument-shape", path: "persistent.mtu", found: "9000", expected: "a number" },
        ]),
        mismatchFailure({ path: "/network/vlan/tag/@id", found: "x", expected: "a number" }),
        mismatchFailure({ path: "/network/vlan/tag/@id", found: undefined, expected: "a number" }),
    ].map((failure) => ({ id: failure.rule, text: formatFinding(failure) }));
