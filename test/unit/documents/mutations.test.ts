import assert from "node:assert/strict";
import { judgeMutated } from "../../support/mutatedDocuments";

const COUNT = 20_000;

describe("a document that was changed at random", () => {
    it("is malformed, or judged, and reads the same as this library writes it", () => {
        const { malformed, judged } = judgeMutated({ seed: 1, count: COUNT });
        // a generator that made nothing but broken XML would try nothing
        assert.ok(judged > COUNT / 3, `${judged} judged`);
        console.log(`    ${COUNT} documents: ${malformed} malformed, ${judged} judged`);
    });
});
