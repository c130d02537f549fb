import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import { guestBench } from "../../support/guest";

describe("a guest that runs", () => {
    const bench = guestBench();
    const program = { ...bench.program(), domain: "runs" };
    const sentence = (): object => ({
        message:
            `guest runs on ${bench.host.uri} is running; this version changes teamed NICs of guests that are shut off only, ` +
            "and nothing was changed. Shut it off (virsh shutdown runs) and run again.",
    });
    const dump = (): Promise<string> => bench.host.virsh("dumpxml", "--inactive", "runs");

    beforeEach(async () => {
        await bench.host.virsh("define", await bench.host.file(guestXml("runs")));
    });
    afterEach(async () => {
        await bench.host.virsh("destroy", "runs").catch(() => undefined); // it may not run
        await bench.host.virsh("undefine", "runs");
    });

    it("gets no pair", async () => {
        const before = await dump();
        await bench.host.virsh("start", "runs");
        await assert.rejects(bench.stack.up(program), sentence());
        assert.equal(await dump(), before);
    });
});
