import { groupedBy } from "./grouped";
import { isElement, type XmlNode } from "./node";

/** Position in a text, 1-based. */
export interface Place {
    readonly line: number;
    readonly column: number;
}

/** The element at a path, or the nearest above it where the path does not lead to the end. */
interface Found {
    readonly path: string;
    readonly node: XmlNode;
    readonly isWhole: boolean;
}

/** A document, and where its parts stand in the text that it was read from. */
export class Placed {
    // a document may have as many findings as elements, so each of these is made once
    readonly #children = new Map<XmlNode, ReadonlyMap<string, readonly XmlNode[]>>();
    readonly #attributes = new Map<XmlNode, ReadonlyMap<string, number>>();
    #lines: readonly number[] | undefined;
    /** The element that was looked for last. Findings about one element come in a row. */
    #last: Found | undefined;

    constructor(
        readonly root: XmlNode,
        readonly source: string,
        /** Position of each element. */
        readonly offsets: ReadonlyMap<XmlNode, number>,
    ) {}

    /** Returns the position of an XPath such as `/domain/devices/interface[2]/mac/@address`, or of the nearest element above a missing one. */
    placeOf(path: string): Place {
        const attribute = path.lastIndexOf("/@");
        const { node, isWhole } = this.#nearest(attribute === -1 ? path : path.slice(0, attribute));
        const hasIt = attribute !== -1 && isWhole;
        return this.#place(hasIt ? this.#attribute(node, path.slice(attribute + 2)) : this.#begin(node));
    }

    #nearest(path: string): Found {
        if (this.#last?.path === path) return this.#last;
        let node = this.root;
        let isWhole = true;
        for (const step of path.split("/").slice(2)) {
            const [name = "", number = "1"] = step.split("[");
            const next = this.#childrenOf(node).get(name)?.[parseInt(number) - 1];
            isWhole = next !== undefined;
            if (!next) break;
            node = next;
        }
        this.#last = { path, node, isWhole };
        return this.#last;
    }

    #begin(node: XmlNode): number {
        return this.offsets.get(node) ?? 0;
    }

    #childrenOf(node: XmlNode): ReadonlyMap<string, readonly XmlNode[]> {
        const known = this.#children.get(node);
        if (known) return known;
        const byName = groupedBy(node.children.filter(isElement), ({ name }) => name);
        this.#children.set(node, byName);
        return byName;
    }

    #attribute(node: XmlNode, name: string): number {
        const known = this.#attributes.get(node) ?? this.#attributesFrom(this.#begin(node) + 1 + node.name.length);
        this.#attributes.set(node, known);
        return (node.attrs[name] === undefined ? undefined : known.get(name)) ?? this.#begin(node);
    }

    #attributesFrom(offset: number): ReadonlyMap<string, number> {
        const places = new Map<string, number>();
        // quoted values are passed over, as they may hold what looks like an attribute
        const attributes = /\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')/gy;
        attributes.lastIndex = offset;
        for (let one = attributes.exec(this.source); one; one = attributes.exec(this.source)) {
            const [whole, name = ""] = one;
            places.set(name, one.index + whole.indexOf(name));
        }
        return places;
    }

    #place(offset: number): Place {
        const begins = (this.#lines ??= beginsOfLines(this.source));
        const line = lastUpTo(begins, offset);
        return { line: line + 1, column: offset - (begins[line] ?? 0) + 1 };
    }
}

function beginsOfLines(text: string): readonly number[] {
    const begins = [0];
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) begins.push(end + 1);
    return begins;
}

/** Returns the index of the last number that is not above a limit, in a list that rises. */
function lastUpTo(rising: readonly number[], limit: number): number {
    let low = 0;
    let high = rising.length;
    while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((rising[middle] ?? Infinity) <= limit) low = middle;
        else high = middle;
    }
    return low;
}
