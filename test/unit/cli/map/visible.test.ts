import assert from "node:assert/strict";
import { visibleName } from "../../../../provider/xml";

describe("a name as it is shown", () => {
    const shown: readonly (readonly [name: string, as: string])[] = [
        ["web1.prod_a-b", "web1.prod_a-b"],
        ["the web 漢字 é 😀", "the web 漢字 é 😀"],
        ["a\u009b31m\u202eb\tc\n", "a\\u{9b}31m\\u{202e}b\\u{9}c\\u{a}"],
        [" a  b ", "\\u{20}a\\u{20} b\\u{20}"],
        ["a\u00a0b\u2028", "a\\u{a0}b\\u{2028}"],
        ["\u0300a\u0300", "\\u{300}a\u0300"],
    ];
    for (const [name, as] of shown)
        it(`is ${as}`, () => {
            assert.equal(visibleName(name), as);
        });
});
