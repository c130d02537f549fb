import assert from "node:assert/strict";
import { guestBench, MAC } from "../../../support/guest";
import { runningGuest } from "../../../support/runningGuest";

describe("creating a TeamedNic where a running guest has one", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    let mac: string;
    const attach = async (network: string, teaming: string, alias: string, ...layers: string[]): Promise<void> => {
        const xml = `<interface type='network'><mac address='${mac}'/><source network='${network}'/><model type='virtio'/><teaming ${teaming}/><alias name='${alias}'/></interface>`;
        await bench.host.virsh("attach-device", "guest", await bench.host.file(xml), ...layers);
    };
    const byHand = async (...layers: string[]): Promise<void> => {
        await attach("br", "type='persistent'", "ua-net0", ...layers);
        await attach("pool", "type='transient' persistent='ua-net0'", "ua-net0-vf", ...layers);
        await guest.events();
    };

    beforeEach(() => {
        mac = MAC;
    });

    it("is refused where the running guest alone has one with another MAC, and touches nothing", async () => {
        mac = "52:54:00:00:00:07";
        await byHand("--live");
        const [definition, running] = [await bench.xml(), await guest.interfaces()];
        await assert.rejects(bench.stack.upTooLate(bench.program()), {
            message:
                `guest guest on ${bench.host.uri} has ua-net0 (${mac}) and ua-net0-vf (${mac}) already. ` +
                "Set adopt to true to take over what is there, or choose another name, alias or mac.",
        });
        assert.deepEqual([await bench.xml(), await guest.interfaces()], [definition, running]);
    });

    it("takes it over without adopt where aliases, MAC and roles are its own, as after an up that was interrupted", async () => {
        await byHand("--live");
        const running = await guest.interfaces();
        assert.equal(await bench.stack.up(bench.program()), "created");
        await bench.stack.assertSettled(bench.program());
        assert.deepEqual([await guest.events(), await guest.interfaces()], [[], running]);
        await bench.stack.destroy();
    });

    for (const layers of [["--live"], ["--config"], ["--live", "--config"]])
        it(`takes it over with adopt where it is in ${layers.join(" and ")}, and plugs in only what is missing`, async () => {
            const program = { ...bench.program(), adopt: true };
            await byHand(...layers);
            const running = await guest.interfaces();
            assert.equal(await bench.stack.up(program), "created");
            await bench.stack.assertSettled(program);
            if (layers.includes("--live")) {
                assert.deepEqual(await guest.events(), []);
                assert.deepEqual(await guest.interfaces(), running);
            } else assert.deepEqual(await guest.events(), ["+ua-net0", "+ua-net0-vf"]);
            await bench.stack.destroy();
            assert.equal(await bench.xml(), bench.untouched);
            assert.equal((await guest.interfaces()).length, 1);
        });
});
