import { XMLParser, XMLValidator, type ValidationError, type XMLMetaData } from "fast-xml-parser";
import { forbiddenIn, isName } from "./characters";
import { isElement, XmlMalformed, type XmlChild, type XmlNode } from "./node";
import { Placed } from "./places";

/** The longest string that a libvirt call returns, in bytes. Source: REMOTE_STRING_MAX, src/remote/remote_protocol.x */
export const MAX_BYTES = 4_194_304;
/** libvirt's own XML is at most about 12 deep; `<metadata>` is the user's. */
export const MAX_DEPTH = 64;

const ATTRS = ":@";
const TEXT = "#text";
const CDATA = "#cdata";

/** The parser would drop attributes, turn `007` into 7 and trim text by its defaults. It leaves references to `decode`. */
const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributesGroupName: ATTRS,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    cdataPropName: CDATA,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: MAX_DEPTH,
    onDangerousProperty: (name) => name, // else `toString` becomes `__toString`
    captureMetaData: true,
});
const METADATA = XMLParser.getMetaDataSymbol() as symbol;

/** An item of the parser in this configuration: one key is the name of the element, another may be its attributes. */
type Parsed = Readonly<Record<string, unknown>>;
/** Offset of each element in the text, as the parser saw it. */
type Offsets = Map<XmlNode, number>;

/**
 * Returns text from libvirt, or from a file, as nodes. Two slips pass, because they lose nothing: a raw `]]>` in text and
 * a `--` in a comment.
 *
 * @param of what the text is about, for the error
 * @throws {XmlMalformed} for text that is not well formed, has a second root or is longer than {@link MAX_BYTES}; and for
 * any DOCTYPE, so that no entities exist but XML's own five
 */
export const read = (xml: string, of?: string): XmlNode => readPlaced(xml, of).root;

/** Returns what {@link read} returns, with the places of all elements and attributes. */
export function readPlaced(xml: string, of?: string): Placed {
    try {
        return readAll(xml);
    } catch (error) {
        throw error instanceof XmlMalformed ? new XmlMalformed(error.reason, error.at, of) : error;
    }
}

function readAll(xml: string): Placed {
    const bytes = Buffer.byteLength(xml);
    if (bytes > MAX_BYTES) throw new XmlMalformed(`${bytes} bytes; libvirt sends at most ${MAX_BYTES}`);
    const bad = forbiddenIn(xml);
    if (bad !== undefined) throw new XmlMalformed(`${bad}, a character that XML does not allow`);
    const source = xml.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
    if (/<!(DOCTYPE|ENTITY)/i.test(source)) throw new XmlMalformed("a DOCTYPE, which libvirt never sends");
    const valid = XMLValidator.validate(source);
    if (valid !== true) throw malformed(valid.err);

    const offsets: Offsets = new Map();
    const top = convertAll(parse(source), offsets);
    const roots = top.filter(isElement);
    if (roots.length !== 1 || !roots[0]) throw new XmlMalformed(`${roots.length} root elements; XML has one`);
    if (top.some((child) => typeof child === "string" && child.trim() !== ""))
        throw new XmlMalformed("text outside the root element");
    return new Placed(roots[0], source, offsets);
}

/**
 * Makes an error of the validator's complaint. Elements that are open at the end of the text stand in its message alone,
 * and have no code of their own. The parser's metadata cannot name them: the parser fails where the text ends inside a tag.
 */
function malformed({ msg, line, col }: ValidationError["err"]): XmlMalformed {
    if (!msg.startsWith("Invalid '[")) return new XmlMalformed(msg, { line, column: col });
    const open = (msg.match(/(?<=")[^"]+(?=")/g) ?? []).filter(isName);
    const named = open.slice(0, MOST_NAMED).map((name) => `<${name}>`);
    const more = open.length - named.length;
    return new XmlMalformed(`it ends inside ${named.join(" ")}${more > 0 ? ` and ${more} more` : ""}`);
}

/** Open elements that an error names. */
const MOST_NAMED = 10;

const AROUND = "<around>";

/** Returns what stands at the top of a document. An element around all keeps the text after the root, which the parser drops. */
function parse(source: string): readonly Parsed[] {
    try {
        const [around] = parser.parse(`${AROUND}${source}</around>`) as readonly Parsed[];
        return (around?.["around"] ?? []) as readonly Parsed[];
    } catch (error) {
        throw new XmlMalformed(error instanceof Error ? error.message : String(error));
    }
}

function convertAll(items: readonly Parsed[], offsets: Offsets): XmlChild[] {
    const children: XmlChild[] = [];
    const addText = (text: string): void => {
        const last = children.at(-1);
        if (typeof last === "string") children[children.length - 1] = last + text;
        else if (text !== "") children.push(text);
    };
    for (const item of items) {
        if (typeof item[TEXT] === "string") addText(decode(item[TEXT], "text"));
        else if (Array.isArray(item[CDATA])) for (const part of item[CDATA] as Parsed[]) addText(String(part[TEXT]));
        else children.push(convert(item, offsets));
    }
    return children;
}

function convert(item: Parsed, offsets: Offsets): XmlNode {
    const name = Object.keys(item).find((key) => key !== ATTRS) ?? "";
    const attrs: Record<string, string> = {};
    for (const [key, value] of Object.entries((item[ATTRS] ?? {}) as Parsed)) {
        // the parser accepts an attribute without a value, as a browser does
        if (typeof value !== "string") throw new XmlMalformed(`attribute ${key} of <${name}> has no value`);
        if (!isName(key)) throw new XmlMalformed(`${JSON.stringify(key)} is no name for an attribute`);
        // libvirt drops names with that prefix without an error
        if (value === "" && key.startsWith("xmlns:")) throw new XmlMalformed(`${key} of <${name}> is empty`);
        if (value.includes("<")) throw new XmlMalformed(`attribute ${key} of <${name}> holds a raw "<"`);
        attrs[key] = decode(value.replaceAll(/[\t\n]/g, " "), `attribute ${key} of <${name}>`);
    }
    if (!isName(name)) throw new XmlMalformed(`${JSON.stringify(name)} is no name for an element`);
    const children = convertAll(item[name] as readonly Parsed[], offsets);
    const indented = children.some(isElement) && children.every((child) => isElement(child) || child.trim() === "");
    const node = { name, attrs, children: indented ? children.filter(isElement) : children };
    const { startIndex = 0 } = (item as Readonly<Record<symbol, XMLMetaData>>)[METADATA] ?? {};
    offsets.set(node, startIndex - AROUND.length);
    return node;
}

/** A Map, because an object would answer to `&toString;` too. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
    ["amp", "&"],
    ["lt", "<"],
    ["gt", ">"],
    ["quot", '"'],
    ["apos", "'"],
]);

function decode(text: string, where: string): string {
    if (!text.includes("&")) return text;
    return text.replace(
        /&(?:#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));|(\w+);)?/g,
        (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
            const known = name === undefined ? undefined : ENTITIES.get(name);
            if (known !== undefined) return known;
            const point = hex !== undefined ? parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : NaN;
            const character = point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
            if (character === undefined || forbiddenIn(character) !== undefined)
                throw new XmlMalformed(`${JSON.stringify(whole)} in ${where} is no reference that XML knows`);
            return character;
        },
    );
}
