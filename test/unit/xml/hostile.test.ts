import assert from "node:assert/strict";
import { read, textOf, XmlMalformed, type XmlNode } from "../../../provider/xml";

const nested = (depth: number): string => "<a>".repeat(depth) + "</a>".repeat(depth);
const sized = (bytes: number): string => `<a>${"x".repeat(bytes - "<a></a>".length)}</a>`;
const reserved = (name: string): string =>
    `[SECURITY] Invalid name: "${name}" is a reserved JavaScript keyword that could cause prototype pollution`;

describe("read refuses", () => {
    const BILLION =
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><network>&c;</network>';
    const cases: readonly (readonly [what: string, xml: string, message: string])[] = [
        ["nothing", "", "line 1: Start tag expected."],
        ["white space", " \n ", "line 1: Start tag expected."],
        ["an error message in place of XML", "error: no", "line 1, column 1: char 'e' is not expected."],
        ["an element that is not closed", "<a>", "line 1, column 1: Unclosed tag 'a'."],
        ["an end without a start", "</a>", "line 1, column 1: Closing tag 'a' has not been opened."],
        [
            "elements that overlap",
            "<a>\n<b></a></b>",
            "line 2, column 4: Expected closing tag 'b' (opened in line 2, col 1) instead of closing tag 'a'.",
        ],
        [
            "half a document",
            "<network><name>pool</na",
            "line 1, column 24: Closing tag 'na' doesn't have proper closing.",
        ],
        ["two roots", "<a/><b/>", "2 root elements; XML has one"],
        ["text before the root", "x<a/>", "line 1, column 1: char 'x' is not expected."],
        ["text after the root", "<a/>x", "text outside the root element"],
        ["text after the root that ends like a tag", "<a/>x>", "text outside the root element"],
        ["text between the root and a comment", "<a/>x<!-- c -->", "text outside the root element"],
        ["CDATA before the root", "<![CDATA[x]]><a/>", "text outside the root element"],
        ["CDATA after the root", "<a/><![CDATA[x]]>", "text outside the root element"],
        ["a DOCTYPE", "<!DOCTYPE a><a/>", "a DOCTYPE, which libvirt never sends"],
        ["a DOCTYPE in other letters", "<!doctype a><a/>", "a DOCTYPE, which libvirt never sends"],
        [
            "a DOCTYPE that names a file",
            '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>',
            "a DOCTYPE, which libvirt never sends",
        ],
        ["a billion laughs", BILLION, "a DOCTYPE, which libvirt never sends"],
        ["an entity declared on its own", '<a><!ENTITY b "c"></a>', "a DOCTYPE, which libvirt never sends"],
        ["an undefined entity", "<a>&nbsp;</a>", '"&nbsp;" in text is no reference that XML knows'],
        [
            "what JavaScript takes for an entity",
            "<a>&toString;</a>",
            '"&toString;" in text is no reference that XML knows',
        ],
        [
            "the same in an attribute",
            '<a b="&constructor;"/>',
            '"&constructor;" in attribute b of <a> is no reference that XML knows',
        ],
        ["a raw & in text", "<a>R & D</a>", "line 1, column 6: char '&' is not expected."],
        ["a raw & in an attribute", '<a b="R & D"/>', '"&" in attribute b of <a> is no reference that XML knows'],
        ["a raw < in an attribute", '<a b="<"/>', 'attribute b of <a> holds a raw "<"'],
        ["a reference to NUL", "<a>&#0;</a>", '"&#0;" in text is no reference that XML knows'],
        [
            "a reference to a control character",
            '<a b="&#x7;"/>',
            '"&#x7;" in attribute b of <a> is no reference that XML knows',
        ],
        ["a reference to half an emoji", "<a>&#xD83D;</a>", '"&#xD83D;" in text is no reference that XML knows'],
        ["a reference beyond Unicode", "<a>&#x110000;</a>", '"&#x110000;" in text is no reference that XML knows'],
        ["NUL", "<a>\0</a>", "U+0000, a character that XML does not allow"],
        ["a control character", '<a b="\u001b[31m"/>', "U+001B, a character that XML does not allow"],
        ["half an emoji", "<a>\uD83D</a>", "U+D83D, a character that XML does not allow"],
        ["what is no character", "<a>\uFFFE</a>", "U+FFFE, a character that XML does not allow"],
        ["an attribute twice", '<a b="1" b="2"/>', "line 1, column 10: Attribute 'b' is repeated."],
        ["an attribute without quotes", "<a b=1/>", "line 1, column 4: Attribute 'b' is without value."],
        ["an attribute without a value", "<a b/>", "line 1, column 4: boolean attribute 'b' is not allowed."],
        ["an open quote", "<a b='1/>", "line 1, column 3: Attributes for 'a' have open quote."],
        [
            "attributes without a space between",
            "<a b='1'c='2'/>",
            "line 1, column 9: Attribute 'c' has no space in starting.",
        ],
        ["a name that starts with a digit", "<1a/>", "line 1, column 4: Tag '1a' is an invalid name."],
        ["a name with two prefixes", "<a:b:c/>", '"a:b:c" is no name for an element'],
        ["an attribute's name with two prefixes", '<a b:c:d="1"/>', '"b:c:d" is no name for an attribute'],
        ["the parser's own words as names", "<#text>x</#text>", "line 1, column 7: Tag '#text' is an invalid name."],
        ["an element that JavaScript keeps for itself", "<__proto__/>", reserved("__proto__")],
        ["an attribute that JavaScript keeps for itself", '<a __proto__="1"/>', reserved("__proto__")],
        ["another one", '<a constructor="1"/>', reserved("constructor")],
        [
            "an end of its own wrapping",
            "</around><around>",
            "line 1, column 1: Closing tag 'around' has not been opened.",
        ],
        ["more levels than anybody needs", nested(65), "Maximum nested tags exceeded"],
        ["very many levels", nested(10_000), "Maximum nested tags exceeded"],
        ["more than libvirt sends", sized(4_194_305), "4194305 bytes; libvirt sends at most 4194304"],
        [
            "more in bytes than in characters",
            `<a>${"€".repeat(1_400_000)}</a>`,
            "4200007 bytes; libvirt sends at most 4194304",
        ],
    ];
    for (const [what, xml, message] of cases) {
        it(what, () => {
            assert.throws(
                () => read(xml),
                (error: unknown) => {
                    assert.ok(error instanceof XmlMalformed);
                    assert.equal(error.message, `not XML as libvirt writes it: ${message}`);
                    return true;
                },
            );
        });
    }

    it("says where, in numbers too", () => {
        assert.throws(() => read("<a>\n<b></a>"), { name: "XmlMalformed", at: { line: 2, column: 4 } });
    });
});

describe("read takes", () => {
    const a = (attrs: Record<string, string>, ...children: (XmlNode | string)[]): XmlNode => ({
        name: "a",
        attrs,
        children,
    });
    const cases: readonly (readonly [what: string, xml: string, tree: XmlNode])[] = [
        ["a declaration, comments and instructions", "<?xml version='1.0'?>\n<!-- c --><a/><?pi x?>\n", a({})],
        ["a byte order mark", "\uFEFF<a/>", a({})],
        ["either quote", `<a b='"' c="'"/>`, a({ b: '"', c: "'" })],
        ["space around an equals sign", "<a\n  b = '1'\n/>", a({ b: "1" })],
        ["XML's own five entities", "<a>&lt;&gt;&amp;&quot;&apos;</a>", a({}, `<>&"'`)],
        ["what an entity's text looks like once more", "<a>&amp;lt;&amp;#10;</a>", a({}, "&lt;&#10;")],
        ["references by number", "<a>&#65;&#x41;&#x1F600;</a>", a({}, "AA😀")],
        ["numbers as they stand", '<a b="007" c="1e3">0x10</a>', a({ b: "007", c: "1e3" }, "0x10")],
        ["CDATA, word for word", "<a>x<![CDATA[ & <b> &lt;]]>y</a>", a({}, "x & <b> &lt;y")],
        ["text around a comment as one", "<a>x<!-- c -->y</a>", a({}, "xy")],
        ["raw line ends in text as one", "<a>1\r\n2\r3</a>", a({}, "1\n2\n3")],
        ["raw line ends in attributes as spaces", '<a b="1\t2\r\n3"/>', a({ b: "1 2 3" })],
        ["referenced line ends as they are", '<a b="&#9;&#10;&#13;"/>', a({ b: "\t\n\r" })],
        ["indentation as none", "<a>\n  <a/>\n</a>", a({}, a({}))],
        ["white space on its own as text", "<a> </a>", a({}, " ")],
        ["white space beside text as text", "<a> x <a/> </a>", a({}, " x ", a({}), " ")],
        ["a raw > in text and attributes", '<a b=">">1 > 0</a>', a({ b: ">" }, "1 > 0")],
        [
            "names that every object has",
            '<a toString="1" hasOwnProperty="2"/>',
            a({ toString: "1", hasOwnProperty: "2" }),
        ],
        ["the two slips that lose nothing", "<a>]]><!-- a -- b --></a>", a({}, "]]>")],
    ];
    for (const [what, xml, tree] of cases) {
        it(what, () => {
            assert.deepEqual(read(xml), tree);
        });
    }

    it("as many levels as it says", () => {
        assert.equal(read(nested(64)).name, "a");
    });
    it("as many bytes as libvirt sends", () => {
        assert.equal(textOf(read(sized(4_194_304))).length, 4_194_297);
    });
});
