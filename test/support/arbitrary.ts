import fc from "fast-check";
import { isElement, type Fields, type Table, type XmlChild, type XmlNode } from "../../provider/xml";
import { forbiddenIn } from "../../provider/xml/characters";
import { codePoint } from "./codePoints";

export type Values = Readonly<Record<string, unknown>>;
type Field = Fields[string];

/** What a writer forgets to escape, or escapes twice, and what a reader trims, joins or takes for a reference. */
const NASTY = [
    "\t",
    "\n",
    "\r",
    " ",
    "&",
    "<",
    ">",
    '"',
    "'",
    ";",
    "&amp;",
    "&#10;",
    "&#xA;",
    "R&D;",
    "&toString;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "\r\n",
    "😀",
    "\u0085",
    "\u2028",
    "ä",
];

/** Text that XML can carry. */
export const text = fc
    .array(
        fc.oneof(
            fc.constantFrom(...NASTY),
            fc.string({ unit: codePoint, maxLength: 5 }).filter((s) => forbiddenIn(s) === undefined),
        ),
        { maxLength: 5 },
    )
    .map((parts) => parts.join(""));

const NAMES = ["a", "b-1", "c.2", "_d", "x:e", "toString", "hasOwnProperty"];
const elementName = fc.constantFrom(...NAMES);
const attributeName = fc.constantFrom(...NAMES, "xml:lang");

/** Children as a reader gives them: no empty text, no two texts in a row, no text that only indents. */
function asRead(children: readonly XmlChild[]): readonly XmlChild[] {
    const joined: XmlChild[] = [];
    for (const child of children) {
        const last = joined.at(-1);
        if (typeof child === "string" && typeof last === "string") joined[joined.length - 1] = last + child;
        else if (child !== "") joined.push(child);
    }
    const indents = joined.some(isElement) && joined.every((child) => isElement(child) || child.trim() === "");
    return indents ? joined.filter(isElement) : joined;
}

/** Any tree of elements and text in which nothing is lost by reading it. */
export const tree: fc.Arbitrary<XmlNode> = fc.letrec<{ node: XmlNode }>((tie) => ({
    node: fc.record(
        {
            name: elementName,
            attrs: fc
                .uniqueArray(fc.tuple(attributeName, text), { selector: ([key]) => key, maxLength: 3 })
                .map((entries) => Object.fromEntries(entries)),
            children: fc
                .array(fc.oneof({ depthSize: "small", withCrossShrink: true }, text, tie("node")), { maxLength: 4 })
                .map(asRead),
        },
        { noNullPrototype: true },
    ),
})).node;

/** The words in a codec's `"up" or "down"`. */
const wordsIn = (shape: string): readonly string[] => [...shape.matchAll(/"([^"]+)"/g)].map(([, word = ""]) => word);

/** Any value that a leaf takes, found by asking its codec, in canonical form. */
function leaf({ codec }: Field & { kind: "leaf" }): fc.Arbitrary<unknown> {
    const words = wordsIn(codec.shape).filter((word) => codec.is(word));
    const kinds: fc.Arbitrary<unknown>[] = [
        ...(words.length > 0 ? [fc.constantFrom(...words)] : []),
        ...(codec.is(true) ? [fc.boolean()] : []),
        // two hexadecimal digits are what every part of an address can be written with
        ...(codec.is(1) ? [codec.shape.includes("0x") ? fc.nat(0xff) : fc.maxSafeNat()] : []),
        ...(codec.is("any text") ? [text] : []),
    ];
    return fc.oneof(...kinds).map((value) => codec.parse(codec.format(value)) as unknown);
}

function valueOf(field: Field): fc.Arbitrary<unknown> {
    switch (field.kind) {
        case "leaf":
            return leaf(field);
        case "raw":
            return tree.map((node) => ({ ...node, name: field.path }));
        case "node":
            return itemOf(field);
        case "list": {
            const { key } = field.facts;
            const limits = { minLength: 1, maxLength: 3 };
            return key === undefined
                ? fc.array(itemOf(field), limits)
                : fc.oneof(
                      fc.uniqueArray(itemOf(field), { ...limits, selector: (item) => (item as Values)[key] }),
                      // several with the key of the first
                      fc
                          .array(itemOf(field), limits)
                          .map((items) =>
                              items.map((item) => Object.assign({}, item, { [key]: (items[0] as Values)[key] })),
                          ),
                  );
        }
    }
}

const itemOf = ({ table, short }: Field & { kind: "node" | "list" }): fc.Arbitrary<unknown> =>
    modelOf(table.fields).map((full) => (short ? (short.shorten(full) as unknown) : full));

/** A model with any of the fields that `choose` takes, in canonical form: as XML reads back. */
export function modelOf(fields: Fields, choose: (field: Field) => boolean = () => true): fc.Arbitrary<Values> {
    const chosen = Object.entries(fields).filter(([, field]) => !field.optional || choose(field));
    return fc
        .record(Object.fromEntries(chosen.map(([key, field]) => [key, valueOf(field)])), {
            requiredKeys: chosen.filter(([, field]) => !field.optional).map(([key]) => key),
        })
        .map((model) => ({ ...model }));
}

/** Any model of an element. */
export const modelOfTable = (table: Table<Fields>): fc.Arbitrary<Values> => modelOf(table.fields);
