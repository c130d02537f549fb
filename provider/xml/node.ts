/** One XML element as plain data. Names keep their namespace prefix; references are decoded. */
export interface XmlNode {
    readonly name: string;
    readonly attrs: Readonly<Record<string, string>>;
    /** Elements and runs of text, in order. White space that only indents is not there. */
    readonly children: readonly XmlChild[];
}
export type XmlChild = XmlNode | string;

export const isElement = (child: XmlChild): child is XmlNode => typeof child !== "string";

/** The text directly inside an element. */
export const textOf = (node: XmlNode): string => node.children.filter((child) => typeof child === "string").join("");

/** The first child element of that name. */
export const childOf = (node: XmlNode, name: string): XmlNode | undefined =>
    node.children.find((child): child is XmlNode => isElement(child) && child.name === name);

/** Text is not XML, or not XML that libvirt sends. */
export class XmlMalformed extends Error {
    override readonly name = "XmlMalformed";

    constructor(
        readonly reason: string,
        /** Where, 1-based, as far as it is known. */
        readonly at: { readonly line?: number | undefined; readonly column?: number | undefined } = {},
        /** Subject of the text, e.g. `network vfpool`. */
        readonly of?: string,
    ) {
        const place =
            at.line === undefined ? "" : `line ${at.line}${at.column === undefined ? "" : `, column ${at.column}`}: `;
        super(`${of === undefined ? "" : `${of}: `}not XML as libvirt writes it: ${place}${reason}`);
    }
}

/** Place where XML does not fit a table. A document may have thousands, so this is no error with a stack. */
export interface Mismatch {
    /** Where, e.g. `/interface/teaming/@type`. */
    readonly path: string;
    readonly expected: string;
    readonly found: string | undefined;
}

/** XML was not what a table describes. */
export class XmlMismatch extends Error implements Mismatch {
    override readonly name = "XmlMismatch";

    constructor(
        readonly path: string,
        readonly expected: string,
        readonly found: string | undefined,
    ) {
        super(`${path} is ${found === undefined ? "missing" : JSON.stringify(found)}: expected ${expected}`);
    }
}
