import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageChapters, messagesDocument } from "../../docs/messages";
import { ruleFailures } from "../../docs/ruleMessages";
import { projectRoot } from "../../lab/places";
import { catalogue, HALF_NAMES } from "../../provider/rules";
import { FORBIDDEN, FORBIDDEN_IN_MESSAGES, INVERTED } from "../support/plainWords";

const chapters = messageChapters();
const all = Object.values(chapters).flat();

const LONGEST = 25;

/** A message opens with no participle either. */
const PARTICIPLE = /^(?!Nothing|Bring)[A-Z][a-z]+ing\b/;

/** A text without what is not ours: values, names, commands, and the words of libvirt. */
const withoutValues = (text: string): string =>
    text
        .replace(/libvirt error \[[^]*$/, "")
        .replace(/ \[[^\]]*\]$/, "")
        .replace(/"(?:[^"\\]|\\.)*"|`[^`]*`|<[^<>]*>|\{[^ ]*\}|\[\{[^ ]*\]/g, "X")
        .replace(/^ +/gm, "");

const sentencesIn = (text: string): readonly string[] =>
    withoutValues(text)
        .split("\n")
        .flatMap((line) => line.split(/\.\s+|\.$/))
        .filter((sentence) => sentence !== "");

/** A list of names, such as `pf, vlan, name`, counts as one word: it is not read, but looked through. */
const wordsIn = (sentence: string): number =>
    sentence
        .replace(/[^\s,]+(, [^\s,]+){2,}/g, "list")
        .replace(/\([^)]*\)/g, "")
        .split(/\s+/)
        .filter((word) => /\w/.test(word)).length;

describe("messages", () => {
    it("are made, many of each kind", () => {
        for (const [chapter, messages] of Object.entries(chapters)) assert.ok(messages.length >= 8, chapter);
        assert.ok(chapters.findings.length > 300);
    });

    it(`have sentences of at most ${LONGEST} words`, () => {
        const long = all.flatMap(({ text }) => sentencesIn(text)).filter((sentence) => wordsIn(sentence) > LONGEST);
        assert.deepEqual([...new Set(long)], []);
    });

    it("use none of the words that have a plainer one", () => {
        const found = all.filter(({ text }) => FORBIDDEN_IN_MESSAGES.test(withoutValues(text)));
        assert.deepEqual(
            found.map(({ text }) => text),
            [],
        );
    });

    it("put the subject first in each sentence, and use no semicolon", () => {
        const found = all
            .flatMap(({ text }) => sentencesIn(text))
            .filter((sentence) => INVERTED.test(sentence) || PARTICIPLE.test(sentence) || sentence.includes(";"));
        assert.deepEqual([...new Set(found)], []);
    });

    it("are plain also in what lint tells a machine: what is allowed, and the source", () => {
        const texts = [
            ...Object.values(catalogue).flatMap((rules) => rules.map(({ source }) => source)),
            ...ruleFailures().map(({ allowed }) => allowed),
        ];
        const found = texts.filter((text) => FORBIDDEN.test(withoutValues(text)) || INVERTED.test(text));
        assert.deepEqual([...new Set(found)], []);
    });

    it("begin with the path where a rule found something, and end with its id", () => {
        for (const { id, text } of chapters.findings) {
            assert.match(text, /^[\w/][^\s:]*: \S/);
            assert.ok(text.endsWith(`. [${id}]`), text);
        }
    });

    it("begin with the resource in a preview", () => {
        const subjects = {
            "pairs in a preview": /^net0 on web1: /,
            "guests and their hosts": /^net0 on web1: /,
            "pools in a preview": /^vfpool: /,
            "every resource": /^(vfpool|pool2|net[01] on web1): /,
        } as const;
        for (const [chapter, subject] of Object.entries(subjects))
            for (const { text } of chapters[chapter as keyof typeof subjects]) assert.match(text, subject);
    });

    it("call each half by one name", () => {
        assert.deepEqual(HALF_NAMES, { persistent: "virtio half", transient: "VF half" });
    });
});

describe("the checks of messages", () => {
    it("find what they look for", () => {
        assert.equal(FORBIDDEN_IN_MESSAGES.test("the VF is not there"), true);
        assert.equal(FORBIDDEN_IN_MESSAGES.test(withoutValues('"there" is missing.')), false);
        assert.equal(INVERTED.test("Where a pool is stopped, nobody starts"), true);
        assert.deepEqual(sentencesIn("a: b is c. libvirt drops it. [some-id]"), ["a: b is c", "libvirt drops it"]);
        assert.equal(wordsIn("use one of a, b, c, d or X"), 6);
    });
});

describe("docs/messages.md", () => {
    it("is what the messages are now", () => {
        const text = readFileSync(join(projectRoot, "docs/messages.md"), "utf8");
        assert.ok(text === messagesDocument(), "docs/messages.md is stale: npm run docs");
    });
});
