/* eslint-disable @typescript-eslint/no-explicit-any -- see table.ts */
import { childOf, isElement, textOf, XmlMismatch, type XmlNode } from "./node";
import type { Fields, ModelOf, Row, Table } from "./table";

export interface Decoded<M> {
    readonly model: M;
    /** Paths that are in the XML and in no table, e.g. `/interface/tune/sndbuf`. */
    readonly unread: readonly string[];
}

/**
 * XML as a model, and what the table is silent about.
 *
 * @throws XmlMismatch where the XML contradicts the table.
 */
export function decode<F extends Fields>(table: Table<F>, root: XmlNode, at = `/${root.name}`): Decoded<ModelOf<F>> {
    if (root.name !== table.name) throw new XmlMismatch(at, `<${table.name}>`, root.name);
    for (const [key, value] of Object.entries(table.fixed)) {
        if (root.attrs[key] !== value) throw new XmlMismatch(`${at}/@${key}`, JSON.stringify(value), root.attrs[key]);
    }
    const reader = new Reader(root, table.fixed);
    const model: Record<string, unknown> = {};
    for (const row of table.rows) {
        const value = row.field.path === "" ? undefined : reader.value(row, `${at}/${row.field.path}`);
        if (value !== undefined) model[row.key] = value;
        else if (!row.field.optional)
            throw new XmlMismatch(
                `${at}/${row.field.path}`,
                row.field.kind === "leaf" ? row.field.codec.shape : "an element",
                undefined,
            );
    }
    return { model: model as ModelOf<F>, unread: [...reader.unread(root, at), ...reader.below] };
}

/** Looks up rows in one element, and remembers what it looked at. */
class Reader {
    /** What nested tables did not read. */
    readonly below: string[] = [];
    /** Elements passed through, with the attributes that were read there. */
    readonly #seen: Map<XmlNode, Set<string>>;
    /** Elements that a nested table answers for. */
    readonly #closed = new Set<XmlNode>();

    constructor(
        readonly root: XmlNode,
        fixed: Readonly<Record<string, string>>,
    ) {
        this.#seen = new Map([[root, new Set(Object.keys(fixed))]]);
    }

    value({ field, parents, last, isAttribute }: Row, where: string): unknown {
        let here: XmlNode | undefined = this.root;
        for (const parent of parents) {
            here = here && childOf(here, parent);
            if (here) this.#touch(here);
        }
        if (!here) return undefined;
        if (field.kind === "list")
            return this.#list(
                field,
                here.children.filter(isElement).filter((child) => child.name === last),
                where,
            );
        if (isAttribute) {
            this.#touch(here).add(last);
            return this.#leaf(field, here.attrs[last], where);
        }
        const child = childOf(here, last);
        if (!child) return undefined;
        if (field.kind === "leaf") {
            this.#touch(child).add("#text");
            return this.#leaf(field, textOf(child), where);
        }
        this.#closed.add(child);
        return field.kind === "raw" ? child : this.#nested(field, child, where);
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

    #leaf(field: Row["field"], text: string | undefined, where: string): unknown {
        if (text === undefined || field.kind !== "leaf") return undefined;
        const value: unknown = field.codec.parse(text);
        if (value === undefined) throw new XmlMismatch(where, field.codec.shape, text);
        return value;
    }

    #list(field: Row["field"], items: readonly XmlNode[], where: string): unknown {
        if (items.length === 0) return undefined;
        return items.map((item, i) => {
            this.#closed.add(item);
            return this.#nested(field, item, `${where}[${i}]`);
        });
    }

    #nested(field: Row["field"], node: XmlNode, where: string): unknown {
        if (field.kind !== "node" && field.kind !== "list") return undefined;
        const { model, unread } = decode<any>(field.table, node, where);
        this.below.push(...unread);
        return field.short ? field.short.shorten(model) : model;
    }

    #touch(node: XmlNode): Set<string> {
        const read = this.#seen.get(node) ?? new Set<string>();
        this.#seen.set(node, read);
        return read;
    }
}
