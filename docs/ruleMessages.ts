import { argumentFailures, formatFinding, judge, mismatchFailure, ruleSets, type RuleSetName } from "../provider/rules";
import { cases } from "../test/unit/rules/cases";

/** Example of a message, as a reader sees it. */
export interface ExampleOfMessage {
    readonly id: string;
    readonly text: string;
}

/** Returns the messages of all rules: one for each finding of each case that breaks a rule. */
export const ruleMessages = (): readonly ExampleOfMessage[] => [
    ...(Object.keys(ruleSets) as RuleSetName[]).flatMap(messagesOf),
    ...shapeMessages(),
];

function messagesOf<Name extends RuleSetName>(name: Name): readonly ExampleOfMessage[] {
    const { rules } = ruleSets[name];
    return rules.flatMap((rule) =>
        cases[name][rule.id].breaks.flatMap(([model]) =>
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
