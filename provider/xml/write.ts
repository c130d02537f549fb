import { create } from "xmlbuilder2";
import { forbiddenIn, isName } from "./characters";
import { isElement, type XmlNode } from "./node";

type Builder = ReturnType<typeof create>;

/**
 * XML text, two spaces a level; on one line where text stands beside elements, which indenting would change.
 *
 * xmlbuilder2 leaves `&` alone before what looks like an entity, and writes tabs and line ends raw, so what is handed to
 * it has both escaped already. What XML cannot carry at all is refused.
 */
export function write(root: XmlNode): string {
    const document = create();
    append(document, root);
    return `${document.end({ headless: true, prettyPrint: !isMixed(root) })}\n`;
}

function append(parent: Builder, node: XmlNode): void {
    const element = parent.ele(named(node.name));
    for (const [key, value] of Object.entries(node.attrs))
        element.att(named(key), unlikeJavaScript(key, escape(value, /[\t\n\r]/g)));
    for (const child of node.children) {
        if (typeof child === "string") element.txt(escape(child, /\r/g));
        else append(element, child);
    }
}

const isMixed = (node: XmlNode): boolean =>
    (node.children.some(isElement) && !node.children.every(isElement)) || node.children.filter(isElement).some(isMixed);

function named(name: string): string {
    if (!isName(name)) throw new RangeError(`${JSON.stringify(name)} is not a name that XML allows`);
    return name;
}

/** xmlbuilder2 keeps namespaces in an object, which has names of its own: such a namespace is spelt otherwise. */
const unlikeJavaScript = (key: string, text: string): string =>
    key.startsWith("xmlns") && text in Object.prototype ? `&#${text.charCodeAt(0)};${text.slice(1)}` : text;

/** `ends` are the characters that a reader would change or drop where they stand raw. */
function escape(text: string, ends: RegExp): string {
    const bad = forbiddenIn(text);
    if (bad !== undefined) throw new RangeError(`${bad} in ${JSON.stringify(text)} cannot be written in XML`);
    return text.replaceAll("&", "&amp;").replace(ends, (c) => `&#${c.charCodeAt(0)};`);
}
