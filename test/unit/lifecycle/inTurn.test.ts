import assert from "node:assert/strict";
import { inTurn } from "../../../provider/lifecycle/inTurn";

describe("inTurn", () => {
    const log: string[] = [];
    const work =
        (name: string, fails = false) =>
        async (): Promise<string> => {
            log.push(`${name} begins`);
            await new Promise(setImmediate);
            log.push(`${name} ends`);
            if (fails) throw new Error(name);
            return name;
        };
    beforeEach(() => {
        log.length = 0;
    });

    it("does what concerns one thing one after the other, also after a failure", async () => {
        const all = [inTurn("a", work("first", true)), inTurn("a", work("second")), inTurn("a", work("third"))];
        const results = await Promise.allSettled(all);
        assert.deepEqual(
            results.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason))),
            ["Error: first", "second", "third"],
        );
        const order = ["first", "second", "third"].flatMap((name) => [`${name} begins`, `${name} ends`]);
        assert.deepEqual(log, order);
    });

    it("lets two things be done at the same time", async () => {
        await Promise.all([inTurn("b", work("one")), inTurn("c", work("other"))]);
        assert.deepEqual(log.slice(0, 2), ["one begins", "other begins"]);
    });
});
