import assert from "node:assert/strict";
import { applyLevels, type Failure, type Level, type Levels, type Severity } from "../../../provider/rules";
import { defined } from "../../../provider/xml";

const failure = (rule: string, severity: Severity): Failure => ({
    rule,
    severity,
    property: "mac",
    found: 1,
    problem: "is not 2",
    allowed: "2",
    says: "it says.",
    fix: "Mend it.",
    source: "a source",
});

describe("a level", () => {
    const cases: readonly (readonly [severity: Severity, level: Level | undefined, left: Severity | undefined])[] = [
        ["error", undefined, "error"],
        ["error", "warning", "warning"],
        ["error", "off", undefined],
        ["warning", undefined, "warning"],
        ["warning", "warning", "warning"],
        ["warning", "off", undefined],
    ];
    for (const [severity, level, left] of cases)
        it(`${level ?? "none"} makes of ${severity}: ${left ?? "nothing"}`, () => {
            const levels: Levels = defined({ another: "off" as const, "a-rule": level });
            assert.deepEqual(applyLevels([failure("a-rule", severity)], levels), left ? [failure("a-rule", left)] : []);
        });

    it("concerns its own rule alone, and keeps the order", () => {
        const failures = [failure("a", "error"), failure("b", "error"), failure("a", "error"), failure("c", "warning")];
        assert.deepEqual(applyLevels(failures, { a: "warning", c: "off" }), [
            failure("a", "warning"),
            failure("b", "error"),
            failure("a", "warning"),
        ]);
    });
});
