import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { referenceDocuments } from "../../docs/reference";
import { projectRoot } from "../../lab/places";
import { FORBIDDEN, INVERTED, sentencesOfDocument } from "../support/plainWords";

const read = (file: string): string => readFileSync(join(projectRoot, file), "utf8");
const DOCUMENTS = [".", "docs", "bench"].flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
        .filter((file) => file.endsWith(".md"))
        .map((file) => join(folder, file)),
);

/** Text without blocks of code and what stands in code. */
const prose = (text: string): string => text.replaceAll(/^```[^]*?^```$/gm, "").replaceAll(/`[^`\n]*`/g, "");

/** Anchors that GitHub gives the headings of a document. */
const anchorsOf = (text: string): ReadonlySet<string> =>
    new Set(
        [...text.replaceAll(/^```[^]*?^```$/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
            heading
                .toLowerCase()
                .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
                .replaceAll(" ", "-"),
        ),
    );

describe("the documentation", () => {
    for (const [file, text] of referenceDocuments())
        it(`has docs/${file} as the docstrings are now`, () => {
            assert.ok(read(`docs/${file}`) === text, `docs/${file} is stale: npm run docs`);
        });

    it("documents every argument and output in the reference", () => {
        const silent = [...referenceDocuments()].flatMap(([file, text]) =>
            [...text.matchAll(/^\| .*\| +\|$/gm)].map(([row]) => `${file}: ${row}`),
        );
        assert.deepEqual(silent, []);
    });

    for (const file of DOCUMENTS)
        it(`has no dead link in ${file}`, () => {
            const links = [...prose(read(file)).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
            const dead = links.filter(([, to = "", anchor]) => {
                const target = to === "" ? file : relative(".", join(dirname(file), to));
                if (!existsSync(join(projectRoot, target))) return true;
                return anchor !== undefined && !anchorsOf(read(target)).has(anchor);
            });
            assert.deepEqual(
                dead.map(([link]) => link),
                [],
            );
        });

    for (const file of DOCUMENTS)
        it(`is plain in ${file}`, () => {
            const text = read(file);
            // a changelog keeps the words of its releases
            const ours = file === "CHANGELOG.md" ? (text.split(/^## \[\d/m)[0] ?? "") : text;
            const found = sentencesOfDocument(ours).filter(
                (sentence) => FORBIDDEN.test(sentence) || INVERTED.test(sentence),
            );
            assert.deepEqual(found, []);
        });

    it("has a README that is read in two minutes", () => {
        assert.ok(read("README.md").split("\n").length <= 131);
    });
});
