import { argumentFailures, formatFinding, judge, mismatchFailure, ruleSets, type RuleSetName } from "../provider/rules";
import type { CasesOf } from "../test/support/cases";
import { cases } from "../test/unit/rules/cases";

/** Example of a message, as a reader sees it. */
export interface ExampleOfMessage {
    readonly id: string;
    readonly text: string;
}

/** Returns the messages of all rules: one for each finding of each case that breaks a rule. */
export const ruleMessages = (): readonly ExampleOfMessage[] => [
    ...(Object.keys(ruleSets) as RuleSetName[]).flatMap((name) => messagesOf(name)),
    ...shapeMessages(),
];

function messagesOf<Name extends RuleSetName>(
    name: Name,
    casesOfSet: CasesOf<Name> = cases[name],
): readonly ExampleOfMessage[] {
    return ruleSets[name].rules.flatMap((rule) =>
        casesOfSet[rule.id].breaks.flatMap(([model]) =>
            judge([rule], model).map((failure) => ({ id: rule.id, text: formatFinding(failure) })),
        ),
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
