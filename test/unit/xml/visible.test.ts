import assert from "node:assert/strict";
import { formatted, legible, quoted, visibleLine, visibleText } from "../../../provider/xml";

const long = "x".repeat(201);

describe("what leaves this library", () => {
    const shown: readonly (readonly [what: string, is: string, as: string])[] = [
        ["lines of a text", visibleText("a\n  b"), "a\n  b"],
        ["an escape in a text", visibleText("a\u001b[31m"), "a\\u{1b}[31m"],
        ["a direction in a text", visibleText("a\u202eb\u2066c"), "a\\u{202e}b\\u{2066}c"],
        ["a file with an end of line", visibleLine("a\n::error::b"), "a\\u{a}::error::b"],
        ["a long word of a message", legible(`a ${long} b`), `a ${"x".repeat(200)}… (201 characters) b`],
        ["a word of 200 characters", legible("x".repeat(200)), "x".repeat(200)],
        ["a value", quoted('a "b"\t\u202e'), '"a \\"b\\"\\t\\u{202e}"'],
        ["a long value", quoted(`${long}\u202e`), `"${"x".repeat(200)}"… (202 characters)`],
        ["a pair of surrogates at the end", quoted(`${"x".repeat(199)}😀`), `"${"x".repeat(199)}"… (201 characters)`],
        [
            "an object",
            formatted({ a: [1, true, null], b: undefined, c: { d: "e" } }),
            '{"a":[1,true,null],"c":{"d":"e"}}',
        ],
        [
            "a long list",
            formatted(Array.from({ length: 1000 }, () => 1234567890)),
            `[${Array.from({ length: 21 }, () => 1234567890).join(",")},… (1000 in all)]`,
        ],
        ["an object with a long value", formatted({ a: long }), `{"a":"${"x".repeat(200)}"… (201 characters)}`],
    ];
    for (const [what, is, as] of shown)
        it(`${what} is ${as.slice(0, 60)}`, () => {
            assert.equal(is, as);
        });
});
