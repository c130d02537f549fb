import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { command, entry } from "../support/command";
import { ERROR, GOOD, lintFolder } from "./lintFolder";

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
            [
                "latin.xml",
                Buffer.from("<a>\xe9</a>", "latin1"),
                /not text in UTF-8, which is its encoding where it names none/,
            ],
            [
                "declared.xml",
                Buffer.from("<?xml version='1.0' encoding='utf-16'?><a>\xe9</a>", "latin1"),
                /not text in UTF-16, which is its encoding|not XML as libvirt writes it/,
            ],
            [
                "unheard.xml",
                "<?xml version='1.0' encoding='x-none'?><a/>",
                /names the encoding "x-none", which nobody here knows/,
            ],
            [
                "control.xml",
                "<a>\u0007</a>",
                /not XML as libvirt writes it: U\+0007, a character that XML does not allow/,
            ],
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
                `${`${at("wrong.xml")}:2:3: ${ERROR}`.repeat(bad.length)}${bad.length * 2} files: ${bad.length} errors, 0 warnings; ${bad.length} could not be judged\n`,
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
            file("utf16.xml", Buffer.from(`\ufeff${GOOD}`, "utf16le"));
            assert.deepEqual(await command(["lint", at("latin1.xml"), at("utf16.xml")]), {
                status: 0,
                out: "2 files: nothing found\n",
                err: "",
            });
        });

        it("ends with 2 where nobody reads its output any more", () => {
            const many = Array.from({ length: 200 }, () => at("wrong.xml")).join(" ");
            const script = `${process.execPath} ${entry} lint ${many} | head -n 1; echo "\${PIPESTATUS[0]}"`;
            const shown = execFileSync("bash", ["-c", `${script} 2>&1`], {
                encoding: "utf8",
                stdio: ["ignore", "pipe", "pipe"],
            });
            assert.deepEqual(shown.split("\n"), [`${at("wrong.xml")}:2:3: ${ERROR.split("\n")[0] ?? ""}`, "2", ""]);
        });
    });
});
