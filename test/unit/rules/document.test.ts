import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ruleExamples } from "../../../docs/examples";
import { rulesDocument } from "../../../docs/rules";
import { FIXES, SUBJECTS, versions, when, why } from "../../../docs/words";
import { projectRoot } from "../../../lab/places";
import { judgeDocument } from "../../../provider/documents";
import { catalogue, inGuestRules, ruleSets, type Answer, type RuleFacts } from "../../../provider/rules";
import { shapeRules } from "../../../provider/rules/arguments";

const text = readFileSync(join(projectRoot, "docs/rules.md"), "utf8");
const rules: readonly RuleFacts[] = Object.values(catalogue).flat();
const idsOf = (some: readonly RuleFacts[]): readonly string[] => some.map(({ id }) => id);

/** The anchors that GitHub gives the headings of some level, of which a second one of a name would get another. */
const anchorsOf = (level: RegExp): readonly string[] =>
    [...text.replaceAll(/^```[^]*?^```$/gm, "").matchAll(/^(#+) (.*)$/gm)]
        .filter(([, marks = ""]) => level.test(marks))
        .map(([, , heading = ""]) =>
            heading
                .toLowerCase()
                .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
                .replaceAll(" ", "-"),
        );

describe("docs/rules.md", () => {
    it("is what the rules and their cases say now", () => {
        assert.ok(text === rulesDocument(), "docs/rules.md is stale: npm run docs");
    });

    it("has one section for each rule, in the catalogue's order, and no other", () => {
        assert.deepEqual(anchorsOf(/^###$/), idsOf(rules));
    });

    it("says on which versions of libvirt a rule holds, and nothing where it holds on all", () => {
        const linesOf = (id: string): readonly string[] =>
            versions(rules.find((rule) => rule.id === id) ?? assert.fail());
        assert.deepEqual(linesOf("driver-model-needs-newer-libvirt"), [
            "libvirt before 10.0 only. A newer libvirt keeps the model of a driver, of a pool and of a VF by address.",
        ]);
        assert.deepEqual(linesOf("macvtap-supports-vlan"), [
            "libvirt since 12.8 refuses a VLAN of a macvtap when a guest is defined, and not when it starts.",
        ]);
        assert.deepEqual(linesOf("libvirt-takes-burst"), [
            "libvirt until 11.3 (excluded) takes a burst of 4194304 kilobytes and more.",
        ]);
        assert.deepEqual(linesOf("libvirt-knows-argument"), [
            "libvirt since 9.7 keeps title and description of a network.",
            "libvirt since 10.0 keeps the model of a driver, of a pool and of a VF by address.",
        ]);
        assert.deepEqual(linesOf("alias-starts-with-ua"), []);
        assert.equal(text.match(/^- \*\*Versions:\*\* /gm)?.length, rules.flatMap(versions).length);
    });

    it("has a heading for each subject, before its rules", () => {
        for (const [subject, [heading]] of Object.entries(SUBJECTS)) {
            const [, section = ""] = text.split(`\n## ${heading}\n`);
            const [own = ""] = section.split(/^## /m);
            assert.deepEqual(
                [...own.matchAll(/^### (.*)$/gm)].map(([, id]) => id),
                idsOf(catalogue[subject as keyof typeof catalogue]),
            );
        }
    });

    it("has an anchor for the id of each rule, once", () => {
        const all = anchorsOf(/#/);
        assert.deepEqual(all.toSorted(), [...new Set(all)].toSorted());
        const there = new Set(all);
        assert.deepEqual(
            idsOf(rules).filter((id) => !there.has(id)),
            [],
        );
    });

    it("has no link of its own that leads nowhere", () => {
        const all = anchorsOf(/#/);
        const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, to = ""]) => to);
        assert.ok(links.length > rules.length);
        assert.deepEqual(
            links.filter((to) => !all.includes(to)),
            [],
        );
    });

    it("names each warning in its contents", () => {
        const [contents = ""] = text.split(/^### /m);
        assert.deepEqual(
            [...contents.matchAll(/\(#([\w-]+)\) \(warning\)/g)].map(([, id]) => id),
            idsOf(rules.filter(({ severity }) => severity === "warning")),
        );
    });

    it("shows no tag as HTML, where nobody would see it", () => {
        const bare = text
            .replaceAll(/^```[^]*?^```$/gm, "")
            .replaceAll(/`[^`\n]*`/g, "")
            .replaceAll(/<!--[^]*?-->/g, "");
        assert.deepEqual(bare.match(/<[a-z/].*/gi), null);
    });
});

describe("the words about a rule", () => {
    const cases: readonly (readonly [libvirt: readonly Answer[], words: RegExp])[] = [
        [[], /^This package sets the limit/],
        [["refuses"], /^libvirt refuses it in the middle of an update/],
        [["drops"], /^libvirt drops it without an error\./],
        [["does not start"], /fails when it starts/],
        [["accepts"], /The mistake shows only in use\.$/],
        [["drops", "refuses"], /^libvirt refuses it, or drops it without an error, depending on the case\.$/],
        [
            ["accepts", "does not start", "refuses"],
            /^libvirt refuses it, accepts it and fails at the start, or accepts it and fails in use, depending/,
        ],
    ];
    for (const [libvirt, words] of cases) {
        it(`say why, where libvirt ${libvirt.join(" or ") || "is not asked"}`, () => {
            assert.match(why({ libvirt }), words);
        });
    }

    it("say when, where that is not always", () => {
        const rule = (id: string): RuleFacts => rules.find((one) => one.id === id) ?? assert.fail(id);
        assert.equal(when(rule("mac-is-unicast")), undefined);
        assert.match(when(rule("mac-is-free")) ?? "", /^on the host\. .* skips the rule\.$/);
        assert.match(when(rule("pool-is-started")) ?? "", /It is a warning while the guest is shut off/);
        assert.match(when(rule("unknown-argument")) ?? "", /cannot be lowered/);
    });
});

describe("the examples", () => {
    const examples = ruleExamples();

    it("are there for each rule that is judged by a model, and a fix in words for each other", () => {
        assert.deepEqual([...examples.keys(), ...Object.keys(FIXES)].toSorted(), idsOf(rules).toSorted());
        assert.deepEqual(Object.keys(FIXES), idsOf(shapeRules));
    });

    for (const [id, { lines }] of examples) {
        it(`of ${id} fit a screen`, () => {
            assert.ok(lines.some((line) => /^[-+]/.test(line)));
            assert.ok(lines.length <= 17, `${lines.length} lines`);
            assert.deepEqual(
                lines.filter((line) => line.length > 100),
                [],
            );
        });
    }

    const inDomain = (devices: string): string => `<domain type="kvm"><devices>${devices}</devices></domain>`;
    const ofPools = idsOf([...ruleSets.network.rules, ...ruleSets.poolDocument.rules]);
    const documents = [
        // a network of another mode is no pool, and no business of documents
        ...ofPools.filter((id) => id !== "pool-is-hostdev").map((id) => [id, (xml: string) => xml] as const),
        ...idsOf(inGuestRules).map((id) => [id, inDomain] as const),
    ];
    for (const [id, whole] of documents) {
        it(`of ${id} break it and keep it`, () => {
            const side = (sign: string): string =>
                (examples.get(id)?.lines ?? [])
                    .filter((line) => [" ", sign].includes(line.charAt(0)))
                    .map((line) => line.slice(1))
                    .join("\n");
            const found = (xml: string): boolean => judgeDocument(whole(xml)).failures.some(({ rule }) => rule === id);
            assert.deepEqual([found(side("-")), found(side("+"))], [true, false]);
        });
    }
});
