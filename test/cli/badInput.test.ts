import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { command, entry } from "../support/command";
import { ERROR, GUIDE, GOOD, lintFolder } from "./lintFolder";

describe("the command lint", () => {
    const { at, file } = lintFolder();

    describe("given what is no XML of libvirt's", () => {
        const bad: readonly (readonly [name: string, content: string | Buffer | undefined, says: RegExp])[] = [
            ["text.xml", "hello", /not XML as libvirt writes it: line 1, column 1: char 'h' is not expected\./],
            ["empty.xml", "", /not XML as libvirt writes it: line 1: Start tag expected\./],
            [
                "cut.xml",
                "<domain>\n<devices>\n  <interface type='network'>",
                /not XML as libvirt writes it: it ends inside <domain> <devices> <interface>/,
            ],
            ["100MB.xml", Buffer.alloc(100_000_000, 32), /100000000 bytes; libvirt takes at most 4194304/],
            [
                "doctype.xml",
                '<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><network>&c;</network>',
                /not XML as libvirt writes it: a DOCTYPE, which libvirt never sends/,
            ],
            ["latin.xml", Buffer.from("<a>\xe9</a>", "latin1"), /not text in UTF-8, which is its default encoding/],
            [
                "declared.xml",
                Buffer.from("<?xml version='1.0' encoding='utf-16'?><a>\xe9</a>", "latin1"),
                /not text in UTF-16, which is its encoding|not XML as libvirt writes it/,
            ],
            [
                "unheard.xml",
                "<?xml version='1.0' encoding='x-none'?><a/>",
                /names the encoding "x-none", which is unknown/,
            ],
            [
                "control.xml",
                "<a>\u0007</a>",
                /not XML as libvirt writes it: U\+0007, a character that XML does not allow/,
            ],
            ["dollar.xml", "$", /not XML as libvirt writes it: line 1, column 1: char '\$' is not expected\./],
            ["nowhere.xml", undefined, /no such file/],
            [".", undefined, /is a directory/],
        ];

        it("says so in one line each, judges the others, and ends with 2", async () => {
            for (const [name, content] of bad) if (content !== undefined) file(name, content);
            const files = bad.flatMap(([name]) => [at(name), at("wrong.xml")]);
            const { status, out, err } = await command(["lint", ...files]);
            assert.equal(status, 2);
            assert.equal(
                out,
                `${`${at("wrong.xml")}:2:3: ${ERROR}`.repeat(bad.length)}${GUIDE}${bad.length * 2} files: ${bad.length} judged, ${bad.length} not judged; ${bad.length} errors, 0 warnings\n`,
            );
            const lines = err.trimEnd().split("\n");
            assert.equal(lines.length, bad.length);
            for (const [i, [name, , says]] of bad.entries()) {
                assert.equal(lines[i]?.startsWith(`${at(name)}: `), true);
                assert.match(lines[i] ?? "", says);
            }
        });

        it("reads text in the encoding that it says it has", async () => {
            file(
                "latin1.xml",
                Buffer.from(`<?xml version='1.0' encoding='ISO-8859-1'?>${GOOD}<!-- \xe9 -->`, "latin1"),
            );
            file("utf16le.xml", Buffer.from(`\ufeff${GOOD}`, "utf16le"));
            file("utf16be.xml", Buffer.from(`\ufeff${GOOD}`, "utf16le").swap16());
            file("utf8.xml", `\ufeff${GOOD}`);
            const files = ["latin1.xml", "utf16le.xml", "utf16be.xml", "utf8.xml"].map(at);
            assert.deepEqual(await command(["lint", ...files]), {
                status: 0,
                out: "4 files: 4 judged; no findings\n",
                err: "",
            });
        });

        it("reads as much as libvirt takes, and not a byte more", async () => {
            const most = GOOD.padEnd(4_194_304);
            assert.deepEqual(await command(["lint", file("most.xml", most), "-"], most), {
                status: 0,
                out: "2 files: 2 judged; no findings\n",
                err: "",
            });
            assert.deepEqual(await command(["lint", file("more.xml", `${most} `), "-"], `${most} `), {
                status: 2,
                out: "2 files: 2 not judged\n",
                err: `${at("more.xml")}: 4194305 bytes; libvirt takes at most 4194304\n-: more than 4194304 bytes, which is what libvirt takes\n`,
            });
        });

        /** What a shell prints in which `lint` is the command. */
        function shell(script: string): { readonly stdout: string; readonly stderr: string } {
            const lint = `lint() { ${process.execPath} ${entry} lint "$@"; }`;
            return spawnSync("bash", ["-c", `${lint}\n${script}`], { encoding: "utf8" });
        }

        it("waits for standard input that somebody made non-blocking", () => {
            // whoever ends in peace puts it back as it was
            const somebody = `${process.execPath} -e 'process.stdin; process.kill(process.pid, "SIGKILL")'`;
            const { stdout, stderr } = shell(
                `{ sleep 1; cat ${at("wrong.xml")}; } | { (${somebody}; true) 2>/dev/null; lint -; }`,
            );
            assert.deepEqual([stdout, stderr], [`-:2:3: ${ERROR}${GUIDE}1 file: 1 judged; 1 error, 0 warnings\n`, ""]);
        });

        it("ends with 2 where nobody reads its output any more, which it says once", () => {
            const many = Array.from({ length: 200 }, () => at("wrong.xml")).join(" ");
            const { stdout, stderr } = shell(`lint ${many} | head -n 1; echo "\${PIPESTATUS[0]}"`);
            assert.deepEqual(
                [stdout, stderr],
                [
                    `${at("wrong.xml")}:2:3: ${ERROR.split("\n")[0] ?? ""}\n2\n`,
                    "standard output: broken pipe. The reader of the output has ended.\n",
                ],
            );
        });
    });
});
