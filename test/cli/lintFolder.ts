import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../lab/places";

export const GOOD = "<network><name>p</name><forward mode='hostdev'><pf dev='enp7s0f0'/></forward></network>";
const WARNED = GOOD.replace("</network>", "\n  <bogus/></network>");
export const WRONG = GOOD.replace("</network>", "\n  <vlan><tag id='4096'/></vlan>\n</network>");

/** What is found in {@link WRONG}, after its place. */
export const ERROR = `error: /network/vlan: 4096 is above 4095. A VLAN id is a number from 0 to 4095. Use the VLAN id of the switch port, from 0 to 4095. [pool-vlan-in-range]
`;

/** The line after the last finding, which says where the rules are explained. */
export const GUIDE = `Each rule in brackets is a section of ${join(projectRoot, "docs/rules.md")}\n`;

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
