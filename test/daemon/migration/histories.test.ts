import assert from "node:assert/strict";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import { close } from "../../../provider/libvirt";
import { teamedNic } from "../../../provider/teamedNic";
import { runMigrations } from "../../support/histories/migrations";
import { HookStack } from "../../support/hookStack";
import { startTwoHosts, type TwoHosts } from "../../support/twoHosts";

const COUNT = 12;

describe("a pair whose guest migrates, whatever else happens in any order", () => {
    let hosts: TwoHosts;
    let stack: HookStack;
    before(async () => {
        hosts = await startTwoHosts();
        stack = new HookStack((world) => hooksFor(teamedNic, world), hosts.one);
    });
    after(async () => {
        await stack.close();
        await close();
        await hosts.stop();
    });

    it("is shown by each preview as it is, on the host where it is, and completed by up", async () => {
        const { commands, survived } = await runMigrations(hosts, stack, { seed: 1, count: COUNT });
        console.log(`    ${COUNT} histories, ${commands} commands, ${survived} survived`);
        assert.equal(survived, COUNT);
        assert.ok(commands > 3 * COUNT, `${commands} commands are too few to say anything`);
    });
});
