import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { jsonForm } from "../../cli/map/json";
import { map } from "../../cli/map/map";
import { mermaidForm } from "../../cli/map/mermaid";
import { tableForm } from "../../cli/map/table";
import { ready } from "../../cli/ready/ready";
import { readyTable } from "../../cli/ready/table";
import { entry } from "../support/command";
import { PASSWORDS } from "../support/passwords";
import { ToldHost } from "../support/toldHost";

/** Nothing listens there. What ssh answers names the user, whom libvirt takes the password for a part of. */
const SILENT = "qemu+tcp://root:canary-pw@127.0.0.1:1/system";
const UNREADABLE = "qemu+ssh://root:canary-pw@kvm 1/system";

const assertHidden = (what: string, text: string): void => {
    for (const canary of PASSWORDS.flatMap(({ printed }) => printed))
        assert.ok(!text.includes(canary), `${what} shows ${canary}:\n${text}`);
    assert.ok(text.includes("secret"), `${what}:\n${text}`); // Mermaid has brackets of its own
};

describe("a password in a URI of the command line", () => {
    const runs: readonly (readonly string[])[] = [
        ["map", SILENT, UNREADABLE],
        ["map", "--json", SILENT, UNREADABLE],
        ["map", "--mermaid", SILENT],
        ["ready", "web1", "--from", SILENT, "--to", UNREADABLE],
        ["ready", "test", "--json", "--from", "test:///default", `--to=${SILENT}`],
        ["lint", "--host", SILENT, "-"],
        ["lint", "--json", `--host=${UNREADABLE}`, "-"],
        ["lint", "--sarif", "--host", SILENT, "-"],
        ["map", `--jsn=${SILENT}`],
    ];
    const POOL = `<network><name>p</name><forward mode="hostdev"><pf dev="enp7s0f0"/></forward></network>`;
    for (const args of runs) {
        it(`is in no line of ${args.filter((arg) => !arg.includes(":")).join(" ")}`, () => {
            const { stdout, stderr, status } = spawnSync(process.execPath, [entry, ...args], {
                input: POOL,
                encoding: "utf8",
            });
            assert.equal(status, 2);
            assertHidden(args.join(" "), stdout + stderr);
        });
    }

    for (const { uri } of PASSWORDS)
        it(`is in no form, however narrow, of ${uri}`, async () => {
            for (const form of [jsonForm, mermaidForm, tableForm(40, false)]) {
                const written: string[] = [];
                const output = {
                    out: (text: string) => written.push(text),
                    complain: (line: string) => written.push(line),
                };
                assert.equal(await map(() => new ToldHost(uri).libvirt, [uri], form, output), 0);
                // a narrow table breaks lines within words
                assertHidden("map", written.join("").replace(/[\s│]/g, "") + written.join(""));
            }
            const web = `<domain type='kvm'><name>web</name><uuid>uuid-web</uuid><devices/></domain>`;
            for (const form of [readyTable(40, false), JSON.stringify]) {
                const written: string[] = [];
                const output = {
                    out: (text: string) => written.push(text),
                    complain: (line: string) => written.push(line),
                };
                await ready(
                    () => new ToldHost(uri, { guests: { web } }).libvirt,
                    { domain: "web", from: uri, to: [uri] },
                    form,
                    output,
                );
                assertHidden("ready", written.join("").replace(/[\s│]/g, "") + written.join(""));
            }
        });
});
