import { childOf, isElement, textOf, XmlMismatch, type Mismatch, type XmlNode } from "./node";
import type { Fields, ModelOf, Row, Table } from "./table";

export interface Decoded<M> {
    readonly model: M;
    /** Paths that are in the XML and in no table, e.g. `/interface/tune/sndbuf`. */
    readonly unread: readonly string[];
}

/**
 * XML as a model, and what the table is silent about. Paths are XPath's, so items count from 1.
 *
 * @throws XmlMismatch where the XML contradicts the table.
 */
export const decode = <F extends Fields>(table: Table<F>, root: XmlNode): Decoded<ModelOf<F>> =>
    decodeAt(table, root, `/${root.name}`, ({ path, expected, found }) => {
        throw new XmlMismatch(path, expected, found);
    }) as Decoded<ModelOf<F>>;

/** XML as far as it fits the table, and where it does not. Values that do not fit are left out. */
export function decodeWhatFits<F extends Fields>(
    table: Table<F>,
    root: XmlNode,
): Decoded<Partial<ModelOf<F>>> & { readonly mismatches: readonly Mismatch[] } {
    const mismatches: Mismatch[] = [];
    const decoded = decodeAt(table, root, `/${root.name}`, (mismatch) => mismatches.push(mismatch));
    return { ...(decoded as Decoded<Partial<ModelOf<F>>>), mismatches };
}

type OnMismatch = (mismatch: Mismatch) => unknown;

function decodeAt(table: Table<Fields>, root: XmlNode, at: string, onMismatch: OnMismatch): Decoded<Values> {
    if (root.name !== table.name) onMismatch({ path: at, expected: `<${table.name}>`, found: root.name });
    for (const [key, value] of Object.entries(table.fixed)) {
        if (root.attrs[key] !== value)
            onMismatch({ path: `${at}/@${key}`, expected: JSON.stringify(value), found: root.attrs[key] });
    }
    const reader = new Reader(root, table.fixed, onMismatch);
    const model: Record<string, unknown> = {};
    for (const row of table.rows) {
        const value = row.field.path === "" ? undefined : reader.value(row, `${at}/${row.field.path}`);
        if (value !== undefined) model[row.key] = value;
        else if (!row.field.optional && !reader.misfits.has(row.key))
            onMismatch({
                path: `${at}/${row.field.path}`,
                expected: row.field.kind === "leaf" ? (row.field.codec.written ?? row.field.codec.shape) : "an element",
                found: undefined,
            });
    }
    return { model, unread: [...reader.unread(root, at), ...reader.below] };
}
type Values = Readonly<Record<string, unknown>>;

/** Looks up rows in one element, and remembers what it looked at. */
class Reader {
    /** Parts that nested tables did not read. */
    readonly below: string[] = [];
    /** Rows whose value is there and does not fit. */
    readonly misfits = new Set<string>();
    /** Elements passed through, with the attributes that were read there. */
    readonly #seen: Map<XmlNode, Set<string>>;
    /** Elements that a nested table answers for. */
    readonly #closed = new Set<XmlNode>();

    constructor(
        readonly root: XmlNode,
        fixed: Readonly<Record<string, string>>,
        readonly onMismatch: OnMismatch,
    ) {
        this.#seen = new Map([[root, new Set(Object.keys(fixed))]]);
    }

    value(row: Row, where: string): unknown {
        const { field, parents, last, isAttribute } = row;
        let here: XmlNode | undefined = this.root;
        for (const parent of parents) {
            here = here && childOf(here, parent);
            if (here) this.#touch(here);
        }
        if (!here) return undefined;
        if (field.kind === "list")
            return this.#list(
                row,
                here.children.filter(isElement).filter((child) => child.name === last),
                where,
            );
        if (isAttribute) {
            this.#touch(here).add(last);
            return this.#leaf(row, here.attrs[last], where);
        }
        const child = childOf(here, last);
        if (!child) return undefined;
        if (field.kind === "leaf") {
            this.#touch(child).add("#text");
            return this.#leaf(row, textOf(child), where);
        }
        this.#closed.add(child);
        return field.kind === "raw" ? child : this.#nested(row, child, where);
    }

    *unread(node: XmlNode, path: string): Iterable<string> {
        const read = this.#seen.get(node);
        for (const key of Object.keys(node.attrs)) if (!read?.has(key)) yield `${path}/@${key}`;
        if (textOf(node).trim() !== "" && !read?.has("#text")) yield `${path}/text()`;
        for (const child of node.children.filter(isElement)) {
            if (this.#seen.has(child)) yield* this.unread(child, `${path}/${child.name}`);
            else if (!this.#closed.has(child)) yield `${path}/${child.name}`;
        }
    }

    #leaf({ field, key }: Row, text: string | undefined, where: string): unknown {
        if (text === undefined || field.kind !== "leaf") return undefined;
        const value: unknown = field.codec.parse(text);
        if (value === undefined) {
            this.misfits.add(key);
            this.onMismatch({ path: where, expected: field.codec.written ?? field.codec.shape, found: text });
        }
        return value;
    }

    #list(row: Row, items: readonly XmlNode[], where: string): unknown {
        if (items.length === 0) return undefined;
        const values = items.map((item, i) => {
            this.#closed.add(item);
            return this.#nested(row, item, `${where}[${i + 1}]`);
        });
        return this.misfits.has(row.key) ? undefined : values;
    }

    #nested({ field, key }: Row, node: XmlNode, where: string): unknown {
        if (field.kind !== "node" && field.kind !== "list") return undefined;
        const { model, unread } = decodeAt(field.table, node, where, (mismatch) => {
            this.misfits.add(key);
            this.onMismatch(mismatch);
        });
        for (const path of unread) this.below.push(path); // too many to be arguments of a call
        if (this.misfits.has(key)) return undefined;
        return field.short ? (field.short.shorten(model) as unknown) : model;
    }

    #touch(node: XmlNode): Set<string> {
        const read = this.#seen.get(node) ?? new Set<string>();
        this.#seen.set(node, read);
        return read;
    }
}
