import assert from "node:assert/strict";
import { readPlaced } from "../../../provider/xml";

const XML = `<?xml version='1.0'?>
<!-- <domain> -->
<domain id='3'>
  <name>a</name><devices>
\t<interface type='x>type="y"' a = "1"
\t\ttype2="z"/>
    <disk/><interface  mac='b'><mac
 address='😀' dev="it's dev='1'" x='2'/></interface>
  </devices>
</domain>
`;

/** An XPath, and its line and column. */
const cases: readonly (readonly [path: string, line: number, column: number])[] = [
    ["/domain", 3, 1],
    ["/domain/@id", 3, 9],
    ["/domain/name", 4, 3],
    ["/domain/name[1]", 4, 3],
    ["/domain/devices", 4, 17],
    ["/domain/devices/interface", 5, 2],
    ["/domain/devices/interface[1]/@type", 5, 13],
    ["/domain/devices/interface[1]/@a", 5, 31],
    ["/domain/devices/interface[1]/@type2", 6, 3],
    ["/domain/devices/disk", 7, 5],
    ["/domain/devices/interface[2]", 7, 12],
    ["/domain/devices/interface[2]/@mac", 7, 24],
    ["/domain/devices/interface[2]/mac", 7, 32],
    ["/domain/devices/interface[2]/mac/@address", 8, 2],
    ["/domain/devices/interface[2]/mac/@dev", 8, 15],
    ["/domain/devices/interface[2]/mac/@x", 8, 34],
    // what is nearest above it, where it is not there
    ["/domain/@type", 3, 1],
    ["/domain/os/type/@machine", 3, 1],
    ["/domain/name[2]", 3, 1],
    ["/domain/devices/interface[3]/mac", 4, 17],
    ["/domain/devices/interface[1]/mac/@address", 5, 2],
    ["/domain/devices/interface[2]/mac/@y", 7, 32],
];

describe("the place of an XPath in a text", () => {
    const text = readPlaced(XML);
    for (const [path, line, column] of cases)
        it(`${path}: ${line}:${column}`, () => {
            assert.deepEqual(text.placeOf(path), { line, column });
        });

    it("counts the lines of a text with Windows' line ends, and from the byte order mark on", () => {
        const windows = readPlaced("<a>\r\n\r\n  <b\r\n c='1'/>\r\n</a>");
        assert.deepEqual(windows.placeOf("/a/b"), { line: 3, column: 3 });
        assert.deepEqual(windows.placeOf("/a/b/@c"), { line: 4, column: 2 });
    });
});
