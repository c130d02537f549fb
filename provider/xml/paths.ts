import type { Fields, Table } from "./table";

/** Where a property of a model stands in its XML, e.g. `forward/address[2]` for `addresses[1]`; what is above it, where it is in no table. */
export function xmlPath(table: Table<Fields>, property: string): string {
    const [, key = "", index, rest = ""] = /^([^.[]*)(?:\[(\d+)\])?\.?(.*)$/.exec(property) ?? [];
    const field = table.fields[key];
    if (!field) return "";
    const here = index === undefined ? field.path : `${field.path}[${Number(index) + 1}]`;
    const below = "table" in field ? xmlPath(field.table, rest) : "";
    return below === "" ? here : `${here}/${below}`;
}
