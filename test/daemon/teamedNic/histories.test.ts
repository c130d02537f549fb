import assert from "node:assert/strict";
import { guestBench } from "../../support/guest";
import { runHistories } from "../../support/histories/histories";

const COUNT = 300;

describe("a pair, its guest and its host, whatever happens to them in any order", () => {
    const bench = guestBench();
    before(async () => {
        for (const network of ["br", "br2", "pool", "pool2"]) await bench.host.virsh("net-start", network);
    });

    it("are shown by each preview as they are, and put right by up", async () => {
        const { commands, survived } = await runHistories(bench, { seed: 1, count: COUNT });
        console.log(`      ${COUNT} histories, ${commands} commands, ${survived} survived`);
        assert.equal(survived, COUNT);
        assert.ok(commands > 3 * COUNT, `${commands} commands are too few to say anything`);
    });
});
