import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Shared } from "../../../provider/libvirt/shared";

/** Counts how often it is asked, and answers with the count. */
function counting(milliseconds: number): Shared<number> {
    let asked = 0;
    return new Shared(() => sleep(5).then(() => (asked += 1)), milliseconds);
}

describe("Shared", () => {
    it("asks once for concurrent and for following readers", async () => {
        const shared = counting(1000);
        assert.deepEqual(await Promise.all([shared.get(), shared.get()]), [1, 1]);
        assert.equal(await shared.get(), 1);
    });

    it("asks again when the answer is too old", async () => {
        const shared = counting(20);
        assert.equal(await shared.get(), 1);
        await sleep(30);
        assert.equal(await shared.get(), 2);
    });

    it("asks again after a drop, also one while the first is under way", async () => {
        const shared = counting(1000);
        const before = shared.get();
        shared.drop();
        const after = shared.get();
        assert.deepEqual(await Promise.all([before, after]), [1, 2]);
        assert.equal(await shared.get(), 2);
    });

    it("shares nothing for no time, nor what is under way", async () => {
        const shared = counting(0);
        assert.deepEqual(await Promise.all([shared.get(), shared.get()]), [1, 2]);
        assert.equal(await shared.get(), 3);
    });

    it("keeps no failure", async () => {
        let asked = 0;
        const shared = new Shared(() => {
            asked += 1;
            return asked === 1 ? Promise.reject(new Error("no host")) : Promise.resolve(asked);
        }, 1000);
        await assert.rejects(shared.get(), /^Error: no host$/);
        assert.equal(await shared.get(), 2);
    });
});
