import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../../lab/places";
import { FORBIDDEN, INVERTED } from "../support/plainWords";

/** Code whose texts people read on a screen: the commands, and the stories of npm start and npm run lab. */
const SPOKEN = ["cli/map", "cli/ready", "cli/lint", "lab", "lab/install", "lab/twoHosts"];

const sources = SPOKEN.flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
        .filter((file) => /\.(ts|mjs)$/.test(file))
        .map((file) => join(folder, file)),
);

/** Returns the texts of a source that have several words. Other texts are names, paths and commands. */
function textsIn(code: string): readonly string[] {
    const texts: string[] = [];
    const visit = (node: ts.Node): void => {
        if (
            ts.isStringLiteralLike(node) ||
            ts.isTemplateHead(node) ||
            ts.isTemplateMiddle(node) ||
            ts.isTemplateTail(node)
        )
            texts.push(node.text);
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile("any.ts", code, ts.ScriptTarget.Latest));
    return texts.map((text) => text.trim()).filter((text) => /\w \w/.test(text));
}

const isOdd = (text: string): boolean =>
    FORBIDDEN.test(text) || text.split(/(?<=[.:!?])\s/).some((sentence) => INVERTED.test(sentence));

describe("what people read on the screen", () => {
    for (const file of sources)
        it(`is plain in ${file}`, () => {
            assert.deepEqual(textsIn(readFileSync(join(projectRoot, file), "utf8")).filter(isOdd), []);
        });

    it("is found, and its odd words with it", () => {
        assert.deepEqual(
            textsIn('say("The VF is held."); run("virsh"); say(`Done: ${it} is gone. Where`);').filter(isOdd),
            ["The VF is held.", "is gone. Where"],
        );
        assert.ok(textsIn(readFileSync(join(projectRoot, "lab/demo.ts"), "utf8")).length > 20);
    });
});
