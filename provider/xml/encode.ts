import { childOf, isElement, XmlMismatch, type XmlChild, type XmlNode } from "./node";
import { fullForm, type Fields, type ModelOf, type Nested, type Row, type Table } from "./table";

type Values = Readonly<Record<string, unknown>>;
interface Draft {
    name: string;
    attrs: Record<string, string>;
    children: (Draft | string)[];
}
const isDraft = isElement as (child: XmlChild) => child is Draft;
const firstChild = childOf as (parent: Draft, name: string) => Draft | undefined;
const fresh = (name: string, attrs: Readonly<Record<string, string>> = {}): Draft => ({
    name,
    attrs: { ...attrs },
    children: [],
});

/** A model as XML, in the order of the table, which is the order in which libvirt prints. */
export const encode = <F extends Fields>(table: Table<F>, model: ModelOf<F>): XmlNode =>
    amend(table, fresh(table.name, table.fixed), model);

/**
 * Returns `node` with the fields of the table as `desired` has them. What the table does not describe stays as it is.
 * A field that `desired` leaves out is removed, unless libvirt generates it. A generated field that `prior` has, because the
 * program gave it then, is removed too, and libvirt generates another.
 */
export function amend<F extends Fields>(
    table: Table<F>,
    node: XmlNode,
    desired: ModelOf<F>,
    prior?: ModelOf<F>,
): XmlNode {
    const draft = structuredClone(node) as Draft;
    amendDraft(table, draft, desired, prior ?? {});
    return draft;
}

function amendDraft(table: Table<Fields>, draft: Draft, desired: Values, prior: Values): void {
    // before anything changes: what libvirt generated for a value that is wanted no more
    const stale = table.rows.filter(
        ({ field: { facts } }) =>
            facts.generatedFor !== undefined && isStale(table, draft, desired, facts.generatedFor),
    );
    for (const row of table.rows) {
        const { key, field } = row;
        if (field.path === "") continue;
        if (desired[key] !== undefined) put(table, draft, row, desired[key], prior[key]);
        else if (!field.optional)
            throw new XmlMismatch(
                `/${table.name}/${field.path}`,
                field.kind === "leaf" ? field.codec.shape : "an element",
                undefined,
            );
        else if (!field.facts.generated || prior[key] !== undefined || stale.includes(row)) remove(draft, row);
    }
}

function isStale(table: Table<Fields>, draft: Draft, desired: Values, generatedFor: string): boolean {
    const row = table.rows.find(({ key }) => key === generatedFor);
    if (row?.field.kind !== "leaf") return false;
    const here = row.parents.reduce<Draft | undefined>((at, name) => at && firstChild(at, name), draft);
    const wanted: unknown = desired[row.key];
    return here?.attrs[row.last] !== (wanted === undefined ? undefined : row.field.codec.format(wanted));
}

function put(
    table: Table<Fields>,
    root: Draft,
    { field, parents, last, isAttribute }: Row,
    value: unknown,
    prior: unknown,
): void {
    const at = parents.reduce<{ here: Draft; path: string }>(
        ({ here, path }, name) => ({ here: ensure(table, here, path, name), path: `${path}${name}/` }),
        { here: root, path: "" },
    );
    const child = (): Draft => ensure(table, at.here, at.path, last);
    switch (field.kind) {
        case "leaf": {
            const text = field.codec.format(value);
            if (isAttribute) at.here.attrs[last] = text;
            else child().children = text === "" ? [] : [text];
            return;
        }
        case "raw":
            Object.assign(child(), structuredClone(value));
            return;
        case "node": {
            const element = child();
            Object.assign(element.attrs, field.table.fixed);
            amendDraft(field.table, element, fullForm(field, value), fullForm(field, prior));
            return;
        }
        case "list": {
            const first = child();
            const place = at.here.children.indexOf(first);
            const old = at.here.children.filter((c): c is Draft => isDraft(c) && c.name === last);
            const before = ((prior ?? []) as readonly unknown[]).map((item) => fullForm(field, item));
            const items = (value as readonly unknown[]).map((item) => amendItem(field, old, item, before));
            const others = (some: Draft["children"]): Draft["children"] =>
                some.filter((c) => !isDraft(c) || c.name !== last);
            at.here.children = [
                ...others(at.here.children.slice(0, place)),
                ...items,
                ...others(at.here.children.slice(place)),
            ];
        }
    }
}

/** An item that a key identifies keeps what else the host has in it; any other is written again. The next item does not see what it takes. */
function amendItem(field: Nested, old: Draft[], value: unknown, prior: Values[]): Draft {
    const { table, facts } = field;
    const desired = fullForm(field, value);
    const row = table.rows.find(({ key }) => key === facts.key);
    const keyOf = (item: Values): unknown => row && item[row.key];
    const wanted = row?.field.kind === "leaf" ? row.field.codec.format(keyOf(desired)) : undefined;
    const there = take(old, (candidate) => row !== undefined && candidate.attrs[row.last] === wanted);
    const before = take(prior, (one) => row !== undefined && keyOf(one) === keyOf(desired));
    const item = there ?? fresh(table.name, table.fixed);
    amendDraft(table, item, desired, (there && before) ?? {});
    return item;
}

/** The first item that fits, out of the list. */
function take<T>(items: T[], fits: (item: T) => boolean): T | undefined {
    const at = items.findIndex(fits);
    return at === -1 ? undefined : items.splice(at, 1)[0];
}

/** The first child of that name, made at its place in the table's order where there is none. */
function ensure(table: Table<Fields>, parent: Draft, path: string, name: string): Draft {
    const there = firstChild(parent, name);
    if (there) return there;
    const made = fresh(name);
    const rank = (other: string): number =>
        table.rows.findIndex(({ field }) => field.path === path + other || field.path.startsWith(`${path}${other}/`));
    const next = parent.children.findIndex((child) => isDraft(child) && rank(child.name) > rank(name));
    parent.children.splice(next === -1 ? parent.children.length : next, 0, made);
    return made;
}

/** Removes it, and the elements on the way to it that are empty then. */
function remove(root: Draft, { parents, last, isAttribute }: Row): void {
    const way = [root];
    for (const name of parents) {
        const next = firstChild(way.at(-1) ?? root, name);
        if (!next) return;
        way.push(next);
    }
    const here = way.at(-1) ?? root;
    if (isAttribute) {
        if (!(last in here.attrs)) return;
        Reflect.deleteProperty(here.attrs, last);
    } else {
        const left = here.children.filter((child) => !isDraft(child) || child.name !== last);
        if (left.length === here.children.length) return;
        here.children = left;
    }
    for (let i = way.length - 1; i > 0; i--) {
        const parent = way[i - 1];
        const child = way[i];
        if (!parent || !child || Object.keys(child.attrs).length > 0 || child.children.length > 0) return;
        parent.children = parent.children.filter((other) => other !== child);
    }
}
