import { isElement, type XmlNode } from "./node";

/** Where something stands in a text, 1-based. */
export interface Place {
    readonly line: number;
    readonly column: number;
}

/** A document, and where its parts stand in the text that it was read from. */
export class Placed {
    constructor(
        readonly root: XmlNode,
        readonly source: string,
        /** Where each element begins. */
        readonly offsets: ReadonlyMap<XmlNode, number>,
    ) {}

    /** Of an XPath such as `/domain/devices/interface[2]/mac/@address`; of what is nearest above it, where it is not there. */
    placeOf(path: string): Place {
        let here = this.root;
        for (const step of path.split("/").slice(2)) {
            if (step.startsWith("@")) return this.#place(this.#attribute(here, step.slice(1)));
            const [, name, number = "1"] = /^([^[]*)(?:\[(\d+)\])?$/.exec(step) ?? [];
            const next = here.children.filter(isElement).filter((child) => child.name === name)[Number(number) - 1];
            if (!next) break;
            here = next;
        }
        return this.#place(this.#begin(here));
    }

    #begin(node: XmlNode): number {
        return this.offsets.get(node) ?? 0;
    }

    #attribute(node: XmlNode, name: string): number {
        const begin = this.#begin(node);
        if (node.attrs[name] === undefined) return begin;
        // quoted values are passed over, as they may hold what looks like the attribute
        const attributes = /\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')/gy;
        attributes.lastIndex = begin + 1 + node.name.length;
        for (let one = attributes.exec(this.source); one; one = attributes.exec(this.source))
            if (one[1] === name) return one.index + one[0].indexOf(name);
        return begin;
    }

    #place(offset: number): Place {
        const before = this.source.slice(0, offset);
        return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
    }
}
