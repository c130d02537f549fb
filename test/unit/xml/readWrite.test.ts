import assert from "node:assert/strict";
import fc from "fast-check";
import { read, write } from "../../../provider/xml";
import { tree } from "../../support/arbitrary";

describe("read and write", () => {
    it("are inverse: what was written reads back as it was", () => {
        fc.assert(
            fc.property(tree, (node) => {
                assert.deepEqual(read(write(node)), node);
            }),
            { numRuns: 1000 },
        );
    });

    const cases: readonly (readonly [says: string, xml: string])[] = [
        ["indents two spaces a level", '<a b="1">\n  <c>\n    <d/>\n  </c>\n</a>\n'],
        ["keeps text beside elements on one line", "<a>x<b><c/></b> y</a>\n"],
        ["keeps white space that is all the text there is", "<a>\n  <b> \n </b>\n</a>\n"],
        ["escapes what could be markup in text", "<a>&lt;b&gt; &amp; ]]&gt; R&amp;D; &amp;amp; &amp;#10; \" '</a>\n"],
        ["escapes what could be markup in attributes", `<a b="&lt;&gt; &amp; &quot; ' R&amp;D; &amp;#10;"/>\n`],
        ["writes line ends and tabs of attributes as references", '<a b="&#9;&#10;&#13;"/>\n'],
        ["writes a carriage return in text as a reference", "<a>1\n2&#13;3\t</a>\n"],
        ["keeps characters beyond the first plane", '<a b="😀">😀\u{10FFFF}</a>\n'],
        ["keeps namespaces of a user's metadata", '<m>\n  <x:a xmlns:x="urn:x" x:b="1">\n    <x:c/>\n  </x:a>\n</m>\n'],
        ["keeps default namespaces", '<m>\n  <a xmlns="urn:x">\n    <b/>\n  </a>\n</m>\n'],
        ["keeps names that every JavaScript object has", '<toString valueOf="1" hasOwnProperty="2"/>\n'],
    ];
    for (const [says, xml] of cases) {
        it(says, () => {
            assert.equal(write(read(xml)), xml);
        });
    }
});

describe("write refuses", () => {
    const node = (name: string, attrs: Record<string, string>, ...children: string[]) => ({ name, attrs, children });
    const cases: readonly (readonly [what: string, tree: ReturnType<typeof node>, message: string])[] = [
        ["a control character in text", node("a", {}, "\u0007"), 'U+0007 in "\\u0007" cannot be written in XML'],
        ["a control character in an attribute", node("a", { b: "\0" }), 'U+0000 in "\\u0000" cannot be written in XML'],
        ["half an emoji", node("a", {}, "x\uD83D"), 'U+D83D in "x\\ud83d" cannot be written in XML'],
        ["the other half", node("a", {}, "\uDE00"), 'U+DE00 in "\\ude00" cannot be written in XML'],
        ["what is no character", node("a", {}, "\uFFFF"), 'U+FFFF in "\uFFFF" cannot be written in XML'],
        ["a name with a space", node("a b", {}), '"a b" is not a name that XML allows'],
        ["an empty name", node("", {}), '"" is not a name that XML allows'],
        ["markup in an attribute's name", node("a", { 'b="1" c': "" }), '"b=\\"1\\" c" is not a name that XML allows'],
        ["two prefixes", node("a:b:c", {}), '"a:b:c" is not a name that XML allows'],
        ["a name that would not be read", node("constructor", {}), '"constructor" is not a name that XML allows'],
        [
            "an attribute that an object would lose",
            { name: "a", attrs: Object.fromEntries([["__proto__", "x"]]), children: [] },
            '"__proto__" is not a name that XML allows',
        ],
    ];
    for (const [what, refused, message] of cases) {
        it(what, () => {
            assert.throws(() => write(refused), { name: "RangeError", message });
        });
    }
});
