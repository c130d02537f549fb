import { isElement, type XmlNode } from "./node";
import type { Fields, Table } from "./table";

/** The elements directly in one that stands `at` an XPath, each with its own. */
export function pathsBelow(node: XmlNode, at: string): readonly (readonly [path: string, child: XmlNode])[] {
    const seen = new Map<string, number>();
    return node.children.filter(isElement).map((child) => {
        const number = (seen.get(child.name) ?? 0) + 1;
        seen.set(child.name, number);
        return [`${at}/${child.name}[${number}]`, child];
    });
}

/** Path of a model's property in its XML, e.g. `forward/address[2]` for `addresses[1]`; the path above it for a property in no table. */
export function xmlPath(table: Table<Fields>, property: string): string {
    const [, key = "", index, rest = ""] = /^([^.[]*)(?:\[(\d+)\])?\.?(.*)$/.exec(property) ?? [];
    const field = Object.hasOwn(table.fields, key) ? table.fields[key] : undefined;
    if (!field) return "";
    const here = index === undefined ? field.path : `${field.path}[${Number(index) + 1}]`;
    const below = "table" in field ? xmlPath(field.table, rest) : "";
    return below === "" ? here : `${here}/${below}`;
}
