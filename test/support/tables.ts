import { hostdevNetwork } from "../../provider/model/hostdevNetwork";
import { nic } from "../../provider/model/interface";
import type { Fields, Table } from "../../provider/xml";

/** A table, and where it stands in the element of a whole resource, e.g. `network/portgroups/vlan`. */
export type Placed = readonly [path: string, table: Table<Fields>];

const withThoseBelow = (path: string, table: Table<Fields>): readonly Placed[] => [
    [path, table],
    ...Object.entries(table.fields).flatMap(([key, field]) =>
        field.kind === "node" || field.kind === "list" ? withThoseBelow(`${path}/${key}`, field.table) : [],
    ),
];

/** Every table that a resource reaches. */
export const tables: readonly Placed[] = [
    ...withThoseBelow("network", hostdevNetwork),
    ...withThoseBelow("interface", nic),
];
