import assert from "node:assert/strict";
import { hostdev } from "../../../provider/model/hostdev";
import { hostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic } from "../../../provider/model/interface";
import { xmlPath, type Fields, type Table } from "../../../provider/xml";

/** A table, a property of its model, and where that stands in the XML. */
const cases: readonly (readonly [table: Table<Fields>, property: string, path: string])[] = [
    [nic, "mac", "mac/@address"],
    [nic, "alias", "alias/@name"],
    [nic, "vlan", "vlan"],
    [nic, "vlan.tags", "vlan/tag"],
    [nic, "vlan.tags[0].id", "vlan/tag[1]/@id"],
    [hostdevNetwork, "name", "name"],
    [hostdevNetwork, "pf", "forward/pf/@dev"],
    [hostdevNetwork, "driver.model", "forward/driver/@model"],
    [hostdevNetwork, "addresses", "forward/address"],
    [hostdevNetwork, "addresses[0]", "forward/address[1]"],
    [hostdevNetwork, "addresses[11]", "forward/address[12]"],
    [hostdevNetwork, "portgroups[1].name", "portgroup[2]/@name"],
    [hostdevNetwork, "portgroups[1].vlan.tags[2].nativeMode", "portgroup[2]/vlan/tag[3]/@nativeMode"],
    [hostdev, "teaming", "teaming/@type"],
    // what is above it, where it is in no table
    [nic, "", ""],
    [nic, "uri", ""],
    [nic, "mac.uri", "mac/@address"],
    [hostdevNetwork, "portgroups[0].uri", "portgroup[1]"],
    [hostdevNetwork, "uri[0]", ""],
];

describe("the XPath of a property", () => {
    for (const [table, property, path] of cases)
        it(`of <${table.name}>, ${JSON.stringify(property)}: ${JSON.stringify(path)}`, () => {
            assert.equal(xmlPath(table, property), path);
        });
});
