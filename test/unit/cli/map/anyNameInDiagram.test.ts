import assert from "node:assert/strict";
import fc from "fast-check";
import { mermaidForm } from "../../../../cli/map/mermaid";
import { anyMap } from "../../../support/anyMap";
import { namesIn } from "../../../support/mapNames";
import { parseMermaid } from "../../../support/mermaidParser";

describe("a diagram of maps with any names", () => {
    it("is taken by mermaid, and has every name in it", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(anyMap, { minLength: 1, maxLength: 2 }), async (maps) => {
                const text = [mermaidForm.begin, ...maps.map((map, at) => mermaidForm.host(map, at)), mermaidForm.end];
                const { boxes, arrows, subgraphs } = await parseMermaid(text.join(""));
                for (const { titles, problems, addresses, guests, aliases } of maps.map(namesIn)) {
                    for (const one of titles)
                        assert.ok(
                            subgraphs.some((title) => title.includes(one)),
                            one,
                        );
                    for (const one of addresses) assert.ok(boxes.includes(one), one);
                    for (const one of guests)
                        assert.ok(
                            boxes.some((box) => box === one || box === `${one}, shut off`),
                            one,
                        );
                    for (const one of [...aliases, ...problems])
                        assert.ok(
                            [...arrows, ...boxes].some((label) => label.includes(one)),
                            one,
                        );
                }
            }),
            { numRuns: 100 },
        );
    });
});
