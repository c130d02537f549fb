import assert from "node:assert/strict";
import { tryBoth } from "../support/argumentsOnHost";
import { guestBench } from "../support/guest";
import { networkBench } from "../support/network";

const COUNT = 1000;

describe("any arguments of a pair and of a pool", () => {
    const pairs = guestBench();
    const pools = networkBench();

    it("are refused with findings, or made as they say and deleted without a trace", async () => {
        const { refused, settled } = await tryBoth(pairs, pools, {
            seed: 1,
            count: COUNT,
        });
        console.log(`      ${COUNT} argument sets: ${refused} refused, ${settled} settled`);
        assert.equal(refused + settled, COUNT);
        assert.ok(Math.min(refused, settled) > COUNT / 5, "a generator of one kind alone tries nothing");
    });
});
