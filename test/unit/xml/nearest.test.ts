import assert from "node:assert/strict";
import { levels } from "../../../provider/rules";
import { fit } from "../../../provider/xml";
import { nearest } from "../../../provider/xml/nearest";

describe("nearest", () => {
    const words = ["mac-is-free", "pf-is-up", "pf-is-there"];
    for (const [written, word] of [
        ["mac-is-fre", "mac-is-free"], // a letter is left out
        ["mac-iss-free", "mac-is-free"],
        ["pf-is-uo", "pf-is-up"],
        ["pfisthere", "pf-is-there"],
        ["", "pf-is-up"],
        ["pf-is-up", "pf-is-up"],
    ] as const) {
        it(`of ${JSON.stringify(written)} is ${word}`, () => {
            assert.equal(nearest(written, words), word);
        });
    }

    it("is nothing where there is nothing", () => {
        assert.equal(nearest("mac", []), undefined);
    });

    it("stands in place of more names than anybody reads", () => {
        const { misfits } = fit(levels.fields, { "pf-is-upp": "off" }, () => false);
        const count = Object.keys(levels.fields).length;
        assert.deepEqual(
            misfits.map(({ expected }) => expected),
            [`one of ${count} names, of which pf-is-up is the nearest`],
        );
    });
});
