import assert from "node:assert/strict";
import { networkBench } from "../../support/network";

describe("deleting a HostdevNetwork", () => {
    const bench = networkBench();
    const cases: readonly (readonly [what: string, byHand: readonly string[], before: readonly string[]])[] = [
        ["removes a started network", [], ["p active yes yes"]],
        ["removes a stopped network", ["net-destroy"], ["p inactive yes yes"]],
        ["removes a network that was undefined while it ran", ["net-undefine"], ["p active no no"]],
        ["is content with a network that is missing already", ["net-undefine", "net-destroy"], []],
    ];

    for (const [what, byHand, before] of cases)
        it(what, async () => {
            const other = "other inactive no yes";
            await bench.define("<network><name>other</name></network>");
            await bench.stack.up({ name: "p", pf: "enp7s0f0" });
            for (const command of byHand) await bench.stack.byHand(command, "p");
            assert.deepEqual(await bench.list(), [other, ...before]);
            await bench.stack.destroy();
            assert.deepEqual(await bench.list(), [other]);
        });
});
