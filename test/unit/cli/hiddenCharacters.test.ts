import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { canonicalReporter } from "../../../cli/lint/canonical";
import { jsonReporter } from "../../../cli/lint/json";
import { lint } from "../../../cli/lint/lint";
import { sarifReporter } from "../../../cli/lint/sarif";
import { textReporter } from "../../../cli/lint/text";
import { jsonForm } from "../../../cli/map/json";
import { map } from "../../../cli/map/map";
import { mermaidForm } from "../../../cli/map/mermaid";
import { tableForm } from "../../../cli/map/table";
import { outputTo, type Output } from "../../../cli/output";
import { readyTable } from "../../../cli/ready/table";
import { visibleJson, write, type XmlNode } from "../../../provider/xml";
import { anyMap } from "../../support/anyMap";
import { command } from "../../support/command";
import { anyHiddenText, HIDDEN, hiddenText } from "../../support/hidden";

/** Output that is kept, and everything that was written to it. */
function kept(): { readonly output: Output; readonly texts: string[] } {
    const texts: string[] = [];
    const keep = (text: string): number => texts.push(text);
    return { output: outputTo(keep, keep), texts };
}

function assertVisible(text: string): void {
    const found = HIDDEN.exec(text);
    const near = found ? JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20)) : "";
    assert.equal(found, null, `U+${found?.[0].codePointAt(0)?.toString(16)} after ${near}`);
}

const element = (name: string, attrs: XmlNode["attrs"], ...children: XmlNode["children"]): XmlNode => ({
    name,
    attrs,
    children,
});
const half = (teaming: XmlNode["attrs"], text: string): XmlNode =>
    element(
        "interface",
        { type: "network", [`x${text.length}`]: text },
        element("mac", { address: text }),
        element("source", { network: text, portgroup: text }),
        element("model", { type: text }),
        element("teaming", teaming),
        element("target", { dev: text }),
        element("driver", { name: text, queues: text }),
        element("filterref", { filter: text }, element("parameter", { name: text, value: text })),
        element("virtualport", { type: text }, element("parameters", { profileid: text })),
        element("alias", { name: text }),
    );
const guestOf = (text: string): XmlNode =>
    element(
        "domain",
        { type: text },
        element("name", {}, text),
        element("os", {}, element("type", { machine: text }, "hvm")),
        element(
            "devices",
            {},
            half({ type: "persistent" }, text),
            half({ type: "transient", persistent: text }, text),
            element("interface", {}, element("teaming", { type: text, persistent: text })),
        ),
    );
const poolOf = (text: string): XmlNode =>
    element(
        "network",
        { bogus: text },
        element("name", {}, text),
        element("uuid", {}, text),
        element("description", {}, text),
        element("forward", { mode: "hostdev" }, element("driver", { name: text }), element("pf", { dev: text })),
        element("vlan", { trunk: text }, element("tag", { id: text })),
        element("virtualport", { type: text }, element("parameters", { profileid: text })),
        element("portgroup", { name: text }),
    );

describe("an output with hidden characters in any value has none of them,", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "hidden-"));
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    const reporters = {
        text: () => textReporter(false, "docs/rules.md"),
        JSON: jsonReporter,
        SARIF: () => sarifReporter("1.0.0", "docs/rules.md"),
        "canonical XML": canonicalReporter,
    };
    for (const [form, reporter] of Object.entries(reporters))
        it(`of lint as ${form}`, async () => {
            await fc.assert(
                fc.asyncProperty(hiddenText, anyHiddenText, async (text, name) => {
                    const file = join(folder, name.replaceAll("/", ""));
                    const { output, texts } = kept();
                    for (const root of [guestOf(text), poolOf(text)]) {
                        writeFileSync(file, write(root));
                        await lint([file, `${file}-missing`], {}, reporter(), output);
                    }
                    assert.ok(texts.join("").length > 100);
                    assertVisible(texts.join(""));
                }),
                { numRuns: 60 },
            );
        });

    it("of lint as canonical XML, which is the same document", async () => {
        const root = poolOf("a\u202eb\tc\u009b");
        const file = join(folder, "pool.xml");
        writeFileSync(file, write(root));
        const { output, texts } = kept();
        await lint([file], {}, canonicalReporter(), output);
        assert.ok(texts.join("").includes("<description>a&#x202e;b&#x9;c&#x9b;</description>"));
    });

    it("of map", () => {
        fc.assert(
            fc.property(anyMap, anyHiddenText, (some, text) => {
                const answers = [
                    { ...some, uri: text },
                    { uri: text, problem: text },
                ];
                for (const form of [tableForm(80, false), mermaidForm, jsonForm])
                    for (const answer of answers) assertVisible(form.host(answer, 0));
            }),
            { numRuns: 60 },
        );
    });

    it("of map, whose longest names are cut", () => {
        const uri = `test:///${"x".repeat(20_000)}`;
        const text = tableForm(80, false).host({ uri, problem: uri }, 0);
        assert.ok(text.includes("… (20008 characters)") && text.length < 1000, text);
    });

    it("of map, where a host does not answer", async () => {
        await fc.assert(
            fc.asyncProperty(anyHiddenText, async (text) => {
                const { output, texts } = kept();
                const refuse = (): never => {
                    throw new Error(text);
                };
                assert.equal(await map(refuse, [text], tableForm(80, false), output), 2);
                assertVisible(texts.join(""));
            }),
            { numRuns: 60 },
        );
    });

    it("of ready", () => {
        fc.assert(
            fc.property(anyHiddenText, (text) => {
                const problem = { rule: "mac-is-free", severity: "error", property: text, text } as const;
                const readiness = {
                    domain: text,
                    domainUuid: text,
                    uri: text,
                    running: true,
                    ready: false,
                    problems: [problem],
                    hosts: [{ uri: text, ready: false, answered: true, problems: [problem], unchecked: [text] }],
                };
                assertVisible(readyTable(80, false)(readiness));
            }),
            { numRuns: 60 },
        );
    });

    it("of what the command line does not take", async () => {
        for (const args of [["lint", "--\u202e"], ["lint", "a.xml", "--rule", "\u001b[31m=off"], ["\u009b31m"]]) {
            const { status, out, err } = await command(args);
            assert.deepEqual([status, out], [2, ""]);
            assert.ok(err.includes("\\u{"), err);
            assertVisible(err);
        }
    });
});

describe("JSON with hidden characters", () => {
    it("reads as the same value", () => {
        fc.assert(
            fc.property(anyHiddenText, (text) => {
                const json = visibleJson(JSON.stringify({ [text]: [text] }));
                assertVisible(json);
                assert.deepEqual(JSON.parse(json), { [text]: [text] });
            }),
        );
    });
});
