import type { Fields, Table } from "../xml";

/** Names that an element may have below it, as a table describes them. */
export interface Known {
    readonly attributes: ReadonlySet<string>;
    readonly elements: ReadonlyMap<string, Known>;
    /** Elements of one name of which libvirt reads all. */
    readonly lists: ReadonlySet<string>;
}

interface Growing {
    readonly attributes: Set<string>;
    readonly elements: Map<string, Growing>;
    readonly lists: Set<string>;
}
const nothing = (): Growing => ({ attributes: new Set(), elements: new Map(), lists: new Set() });

/** By table: a document may have thousands of elements of one. */
const byTable = new WeakMap<Table<Fields>, Known>();

/** Returns the names that a table describes. */
export function knownTo(table: Table<Fields>): Known {
    const known = byTable.get(table) ?? grown(nothing(), table);
    byTable.set(table, known);
    return known;
}

function grown(known: Growing, { rows, fixed }: Table<Fields>): Growing {
    for (const name of Object.keys(fixed)) known.attributes.add(name);
    for (const { field, parents, last, isAttribute } of rows) {
        if (field.path === "") continue;
        const above = parents.reduce(below, known);
        if (isAttribute) {
            above.attributes.add(last);
            continue;
        }
        const here = below(above, last);
        if (field.kind === "list") above.lists.add(last);
        if ("table" in field) grown(here, field.table);
    }
    return known;
}

function below(known: Growing, name: string): Growing {
    const there = known.elements.get(name) ?? nothing();
    known.elements.set(name, there);
    return there;
}
