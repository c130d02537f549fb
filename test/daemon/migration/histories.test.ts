import assert from "node:assert/strict";
import { runMigrations } from "../../support/histories/migrations";
import { pairOnTwoHosts } from "../../support/twoHosts";

const COUNT = 12;

describe("a pair whose guest migrates, whatever else happens in any order", () => {
    const bench = pairOnTwoHosts();

    it("is shown by each preview as it is, on the host where it is, and completed by up", async () => {
        const { commands, survived } = await runMigrations(bench.hosts, bench.stack, { seed: 1, count: COUNT });
        console.log(`    ${COUNT} histories, ${commands} commands, ${survived} survived`);
        assert.equal(survived, COUNT);
        assert.ok(commands > 3 * COUNT, `${commands} commands are too few to say anything`);
    });
});
