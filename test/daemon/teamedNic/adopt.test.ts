import assert from "node:assert/strict";
import { pairMessage } from "../../../provider/teamedNic/words";
import { guestBench, MAC } from "../../support/guest";
import { toldBy } from "../../support/told";

describe("creating a TeamedNic where a guest has one", () => {
    const bench = guestBench();
    const byHand = (alias: string, mac: string): string =>
        `<interface type='network'><mac address='${mac}'/><source network='br2'/><model type='virtio'/>` +
        `<teaming type='persistent'/><link state='down'/><tune><sndbuf>1600</sndbuf></tune><alias name='${alias}'/></interface>` +
        `<interface type='network'><mac address='${mac}'/><source network='pool2'/><model type='virtio'/>` +
        `<teaming type='transient' persistent='${alias}'/><alias name='${alias}-vf'/></interface>`;
    const put = (xml: string): Promise<void> => bench.edit((guest) => guest.replace("</devices>", `${xml}</devices>`));

    it("is refused, by its aliases, and touches nothing", async () => {
        await put(byHand("ua-net0", "52:54:00:00:00:07"));
        const before = await bench.xml();
        await assert.rejects(bench.stack.upTooLate(bench.program()), {
            message:
                `net0 on guest: the guest on ${bench.host.uri} already has ua-net0 (52:54:00:00:00:07) and ua-net0-vf (52:54:00:00:00:07). ` +
                "Set adopt to true to take over these interfaces, or choose another name, alias or mac.",
        });
        assert.equal(await bench.xml(), before);
    });

    it("is refused, by its MAC, and touches nothing", async () => {
        await put(byHand("ua-hand", MAC));
        const before = await bench.xml();
        await assert.rejects(bench.stack.upTooLate(bench.program()), {
            message:
                `net0 on guest: the guest on ${bench.host.uri} already has ua-hand (${MAC}) and ua-hand-vf (${MAC}). ` +
                "Set adopt to true to take over these interfaces, or choose another name, alias or mac.",
        });
        assert.equal(await bench.xml(), before);
    });

    it("is refused in the preview already, where an interface has its MAC and a role by another alias", async () => {
        await put(byHand("ua-hand", MAC));
        const { failures } = await bench.stack.check(bench.program());
        const halves = [`ua-hand (${MAC})`, `ua-hand-vf (${MAC})`];
        assert.deepEqual(failures, [pairMessage("pair-exists", "", { guest: "guest", host: bench.host.uri, halves })]);
        // and nothing is said of a pair that is taken over
        assert.deepEqual(
            toldBy(bench.stack).map(({ id }) => id),
            ["pool-is-started", "network-is-started"],
        );
    });

    for (const [what, alias, mac] of [
        ["found by its aliases", "ua-net0", "52:54:00:00:00:07"],
        ["found by its MAC", "ua-hand", MAC],
        ["found by both", "ua-net0", MAC],
    ] as const)
        it(`takes it over with adopt (${what}), and keeps what no field describes`, async () => {
            await put(byHand(alias, mac));
            const program = { ...bench.program(), adopt: true };
            const places = async (): Promise<unknown> =>
                (await bench.interfaces()).map((xml) => /<address type.*?>/.exec(xml)?.[0]);
            const before = await places();
            assert.equal(await bench.stack.up(program), "created");
            await bench.stack.assertSettled(program);
            assert.deepEqual(await places(), before);
            const [, persistent = "", transient = ""] = await bench.interfaces();
            assert.match(
                persistent,
                /^<interface type='network'><mac address='52:54:00:aa:bb:01'\/><source network='br'\/><model type='virtio'\/><tune><sndbuf>1600<\/sndbuf><\/tune><teaming type='persistent'\/><alias name='ua-net0'\/><address .*\/><\/interface>$/,
            );
            assert.match(transient, /<source network='pool'\/>.*<alias name='ua-net0-vf'\/>/);
            await bench.stack.destroy();
            assert.equal(await bench.xml(), bench.untouched);
        });
});
