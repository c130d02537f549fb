import assert from "node:assert/strict";
import { Shared } from "../../../provider/libvirt/shared";

/** Counts how often it is asked, and answers with the count. Time passes when the test says so. */
function counting(milliseconds: number): { readonly shared: Shared<number>; readonly pass: (time: number) => void } {
    let asked = 0;
    let now = 0;
    const answer = (): Promise<number> =>
        new Promise((resolve) =>
            setImmediate(() => {
                resolve((asked += 1));
            }),
        );
    return { shared: new Shared(answer, milliseconds, () => now), pass: (time) => (now += time) };
}

describe("Shared", () => {
    it("asks once for concurrent and for following readers", async () => {
        const { shared, pass } = counting(1000);
        assert.deepEqual(await Promise.all([shared.get(), shared.get()]), [1, 1]);
        pass(999);
        assert.equal(await shared.get(), 1);
    });

    it("asks again when the answer is too old", async () => {
        const { shared, pass } = counting(1000);
        assert.equal(await shared.get(), 1);
        pass(1000);
        assert.equal(await shared.get(), 2);
    });

    it("takes the age of an answer from when it came, and not from when it was asked for", async () => {
        const { shared, pass } = counting(1000);
        const first = shared.get();
        pass(5000);
        assert.deepEqual(await Promise.all([first, shared.get()]), [1, 1]);
        pass(999);
        assert.equal(await shared.get(), 1);
    });

    it("asks again after a drop, also one while the first is under way", async () => {
        const { shared } = counting(1000);
        const before = shared.get();
        shared.drop();
        const after = shared.get();
        assert.deepEqual(await Promise.all([before, after]), [1, 2]);
        assert.equal(await shared.get(), 2);
    });

    it("shares nothing for no time, nor what is under way", async () => {
        const { shared } = counting(0);
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
