import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const GOOD = "<network><name>p</name><forward mode='hostdev'><pf dev='enp7s0f0'/></forward></network>";
const WARNED = GOOD.replace("</network>", "\n  <bogus/></network>");
export const WRONG = GOOD.replace("</network>", "\n  <vlan><tag id='4096'/></vlan>\n</network>");

/** What is found in {@link WRONG}, after its place. */
export const ERROR = `error: /network/vlan: found 4096; a VLAN has an id from 0 to 4095.
  Allowed: a VLAN id from 0 to 4095. Give the id that the switch port carries.  [docs/rules.md#pool-vlan-in-range; libvirt 9.0, virNetDevVlanParse: [27/0] vlan tag id 4096 too large (maximum 4095), missing tag id]
`;

/** Files to be judged, for the tests of a `describe`: good.xml, warned.xml and wrong.xml, and what else is made. */
export function lintFolder(): {
    readonly at: (name: string) => string;
    readonly file: (name: string, content: string | Buffer) => string;
} {
    let folder: string;
    const at = (name: string): string => join(folder, name);
    const file = (name: string, content: string | Buffer): string => {
        writeFileSync(at(name), content);
        return at(name);
    };
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "lint-"));
        file("good.xml", GOOD);
        file("warned.xml", WARNED);
        file("wrong.xml", WRONG);
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });
    return { at, file };
}
