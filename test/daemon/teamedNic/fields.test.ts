import assert from "node:assert/strict";
import { guestBench } from "../../support/guest";
import { halves, programWith, sourceFor } from "../../support/nicValues";

describe("every field of a TeamedNic", () => {
    const bench = guestBench();

    for (const half of ["persistent", "transient"] as const) {
        for (const [field, all] of Object.entries(halves[half].values))
            it(`${half}.${field} is made, changed and taken away, and shows no drift that nobody made`, async () => {
                // other kinds: nicCombinations.test.ts
                const source = await sourceFor(bench, half, field);
                const program = (more: object) => programWith(bench, half, { ...source, ...more });
                const [first, second = first] = all;
                await bench.stack.up(program({ [field]: second }));
                for (const more of [...all.map((value) => ({ [field]: value })), {}, { [field]: first }]) {
                    await bench.stack.up(program(more));
                    await bench.stack.assertSettled(program(more));
                }
                await bench.stack.destroy();
                assert.equal(await bench.xml(), bench.untouched);
            });
    }

    it("a guaranteed rate, which only a network can give", async () => {
        const program = bench.program({ bandwidth: { inbound: { average: 1000, floor: 200 } } });
        await bench.stack.up(program);
        await bench.stack.assertSettled(program);
    });
});
