import assert from "node:assert/strict";
import { networkBench } from "../../support/network";

describe("deleting a HostdevNetwork", () => {
    const bench = networkBench();
    const cases: readonly (readonly [what: string, byHand: readonly string[], there: readonly string[]])[] = [
        ["takes a started one away", [], ["p active yes yes"]],
        ["takes a stopped one away", ["net-destroy"], ["p inactive yes yes"]],
        ["takes one away that was undefined while it ran", ["net-undefine"], ["p active no no"]],
        ["is content when it is gone", ["net-undefine", "net-destroy"], []],
    ];

    for (const [what, byHand, there] of cases)
        it(what, async () => {
            const other = "other inactive no yes";
            await bench.define("<network><name>other</name></network>");
            await bench.stack.up({ name: "p", pf: "enp7s0f0" });
            for (const command of byHand) await bench.stack.byHand(command, "p");
            assert.deepEqual(await bench.list(), [other, ...there]);
            await bench.stack.destroy();
            assert.deepEqual(await bench.list(), [other]);
        });
});
