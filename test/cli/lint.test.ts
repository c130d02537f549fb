import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Log } from "sarif";
import { libvirtFixtures } from "../../lab/fixtures";
import { projectRoot } from "../../lab/places";
import { command, entry } from "../support/command";
import { ERROR, GUIDE, lintFolder, WRONG } from "./lintFolder";

const WARNING = `warning: /network/bogus: "bogus" is unknown in a pool. libvirt drops an unknown element without an error, or refuses the document when it validates. Remove it, or correct its spelling. [pool-element-is-known]
`;
describe("the command lint", () => {
    const { at, file } = lintFolder();

    it("says for people where, what, and what to do; and ends with 1 where there is an error", async () => {
        assert.deepEqual(await command(["lint", at("good.xml"), at("warned.xml"), at("wrong.xml")]), {
            status: 1,
            out: `${at("warned.xml")}:2:3: ${WARNING}${at("wrong.xml")}:2:3: ${ERROR}${GUIDE}3 files: 3 judged; 1 error, 1 warning\n`,
            err: "",
        });
    });

    it("ends with 0 where there is nothing worse than a warning", async () => {
        assert.deepEqual(await command(["lint", at("warned.xml")]), {
            status: 0,
            out: `${at("warned.xml")}:2:3: ${WARNING}${GUIDE}1 file: 1 judged; 0 errors, 1 warning\n`,
            err: "",
        });
    });

    it("reads standard input", async () => {
        assert.deepEqual(await command(["lint", "-"], WRONG), {
            status: 1,
            out: `-:2:3: ${ERROR}${GUIDE}1 file: 1 judged; 1 error, 0 warnings\n`,
            err: "",
        });
    });

    it("has an entry for each file in --json", async () => {
        const { status, out, err } = await command(["lint", "--json", at("wrong.xml"), at("good.xml"), at("nothing")]);
        assert.deepEqual(JSON.parse(out), [
            {
                file: at("wrong.xml"),
                kind: "network",
                judged: true,
                findings: [
                    {
                        rule: "pool-vlan-in-range",
                        severity: "error",
                        path: "/network/vlan",
                        line: 2,
                        column: 3,
                        found: 4096,
                        says: "A VLAN id is a number from 0 to 4095.",
                        allowed: "a VLAN id from 0 to 4095",
                        fix: "Use the VLAN id of the switch port, from 0 to 4095.",
                        source: "libvirt 9.0, virNetDevVlanParse: [27/0] vlan tag id 4096 too large (maximum 4095), missing tag id",
                    },
                ],
                unread: [],
            },
            { file: at("good.xml"), kind: "network", judged: true, findings: [], unread: [] },
            { file: at("nothing"), kind: null, judged: false, findings: [], unread: [], problem: "no such file" },
        ]);
        assert.deepEqual([status, err], [2, `${at("nothing")}: no such file\n`]);
    });

    it("is SARIF for code scanning", async () => {
        const { status, out } = await command(["lint", "--sarif", at("warned.xml"), at("wrong.xml"), at("nothing")]);
        assert.equal(status, 2);
        const log = JSON.parse(out) as {
            version: string;
            runs: {
                tool: { driver: { rules: { id: string; helpUri: string }[] } };
                results: { ruleId: string; ruleIndex: number; level: string; locations: unknown[] }[];
                invocations: unknown[];
            }[];
        };
        const [run, ...more] = log.runs;
        assert.ok(run);
        assert.deepEqual([log.version, more], ["2.1.0", []]);
        for (const { id, helpUri } of run.tool.driver.rules) {
            const [path = "", anchor] = helpUri.split("#");
            assert.ok(readFileSync(fileURLToPath(path), "utf8").includes(`\n### ${id}\n`), helpUri);
            assert.equal(anchor, id);
        }
        assert.deepEqual(
            run.results.map(({ ruleId, ruleIndex, level, locations }) => [
                ruleId,
                run.tool.driver.rules[ruleIndex]?.id,
                level,
                locations,
            ]),
            [
                [
                    "pool-element-is-known",
                    "pool-element-is-known",
                    "warning",
                    [
                        {
                            physicalLocation: {
                                artifactLocation: { uri: at("warned.xml") },
                                region: { startLine: 2, startColumn: 3 },
                            },
                        },
                    ],
                ],
                [
                    "pool-vlan-in-range",
                    "pool-vlan-in-range",
                    "error",
                    [
                        {
                            physicalLocation: {
                                artifactLocation: { uri: at("wrong.xml") },
                                region: { startLine: 2, startColumn: 3 },
                            },
                        },
                    ],
                ],
            ],
        );
        assert.deepEqual(run.invocations, [
            {
                executionSuccessful: false,
                toolExecutionNotifications: [
                    {
                        level: "error",
                        message: { text: "no such file" },
                        locations: [{ physicalLocation: { artifactLocation: { uri: at("nothing") } } }],
                    },
                ],
            },
        ]);
    });

    it("is SARIF for code scanning, whatever is in names and complaints", async () => {
        file("a #1%: é.xml", WRONG);
        file("$.xml", "$'");
        const { out } = await command(["lint", "--sarif", at("a #1%: é.xml"), at("$.xml")]);
        const { runs } = JSON.parse(out) as Log;
        assert.deepEqual(
            runs.map(({ results, invocations }) => [
                results?.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri),
                invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text),
            ]),
            [
                [
                    [at("a%20%231%25%3A%20%C3%A9.xml")],
                    ["not XML as libvirt writes it: line 1, column 1: char '$' is not expected."],
                ],
            ],
        );
    });

    it("prints canonical XML, and what is found beside it", async () => {
        assert.deepEqual(await command(["lint", "--print", at("wrong.xml")]), {
            status: 1,
            out: '<network>\n  <name>p</name>\n  <forward mode="hostdev">\n    <pf dev="enp7s0f0"/>\n  </forward>\n  <vlan>\n    <tag id="4096"/>\n  </vlan>\n</network>\n',
            err: `${at("wrong.xml")}:2:3: ${ERROR}`,
        });
    });

    it("lowers rules, and raises none", async () => {
        const lint = (...rules: readonly string[]) =>
            command(["lint", at("wrong.xml"), ...rules.flatMap((rule) => ["--rule", rule])]);
        assert.deepEqual(await lint("pool-vlan-in-range=off"), {
            status: 0,
            out: "1 file: 1 judged; no findings\n",
            err: "",
        });
        assert.deepEqual(await lint("pool-has-one-pf=off", "pool-vlan-in-range=warning"), {
            status: 0,
            out: `${at("wrong.xml")}:2:3: ${ERROR.replace("error", "warning")}${GUIDE}1 file: 1 judged; 0 errors, 1 warning\n`,
            err: "",
        });
        assert.deepEqual(await lint("pool-element-is-known=error"), {
            status: 2,
            out: "",
            err: `error: option '--rule <id=level>' argument 'pool-element-is-known=error' is invalid. "error" is not "warning" or "off".\n`,
        });
        assert.deepEqual(await lint("pool=off"), {
            status: 2,
            out: "",
            err: `error: option '--rule <id=level>' argument 'pool=off' is invalid. "pool" is not a rule. See docs/rules.md for all rules.\n`,
        });
    });

    it("says in one line what is wrong with its own use", async () => {
        assert.deepEqual(await command(["lint"]), {
            status: 2,
            out: "",
            err: "error: missing required argument 'files'\n",
        });
        assert.deepEqual(await command(["lint", "--json", "--sarif", at("good.xml")]), {
            status: 2,
            out: "",
            err: "error: option '--json' cannot be used with option '--sarif'\n",
        });
    });

    it("tells of itself, and ends with 0", async () => {
        const { version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { version: string };
        assert.deepEqual(await command(["--version"]), { status: 0, out: `${version}\n`, err: "" });
        const { status, out, err } = await command(["lint", "--help"]);
        assert.deepEqual([status, err], [0, ""]);
        assert.match(out, /^Usage: pulumi-libvirt-teaming lint [^]*\nExit status: 0 no error, /);
    });

    it("is coloured on a terminal, and where NO_COLOR does not say otherwise", () => {
        const onTerminal = (environment: string): string =>
            execFileSync(
                "script",
                [
                    "-qec",
                    `env ${environment} ${process.execPath} ${entry} lint ${at("wrong.xml")} || true`,
                    "/dev/null",
                ],
                { encoding: "utf8" },
            );
        assert.match(
            onTerminal("-u NO_COLOR -u CI -u FORCE_COLOR TERM=xterm"),
            /:2:3: \u001b\[31merror\u001b\[39m: \/network\/vlan/,
        );
        assert.match(onTerminal("NO_COLOR=1"), /:2:3: error: \/network\/vlan/);
    });

    it("reads all of libvirt's own fixtures", async () => {
        const files = libvirtFixtures();
        const { status, out, err } = await command(["lint", "--json", ...files]);
        const entries = JSON.parse(out) as { readonly file: string; readonly problem?: string }[];
        assert.deepEqual(
            entries.map((one) => one.file),
            files,
        );
        assert.deepEqual([status, err, entries.filter(({ problem }) => problem !== undefined)], [1, "", []]);
    });
});
