import assert from "node:assert/strict";
import type { Properties } from "../../../provider/lifecycle/kind";
import { guestBench, MAC } from "../../support/guest";
import { refusal } from "../../support/libvirtRefusal";

describe("a TeamedNic of which libvirt refuses the second half", () => {
    const bench = guestBench();
    const taken = "0000:01:00.0";

    const cases: readonly (readonly [what: string, transient: Properties, ReturnType<typeof refusal>])[] = [
        [
            "its place is the bridge's",
            { guestAddress: taken },
            refusal(27, 20, `XML error: Attempted double use of PCI Address ${taken}`),
        ],
        [
            "its alias is another device's",
            { alias: "ua-bridge" },
            refusal(67, 20, "unsupported configuration: non unique alias detected: ua-bridge"),
        ],
        [
            "its place is the disk controller's",
            { guestAddress: "0000:00:1f.2" },
            refusal(27, 20, "XML error: Attempted double use of PCI Address 0000:00:1f.2"),
        ],
        [
            "its boot order is taken",
            { boot: 9 },
            refusal(67, 20, "unsupported configuration: boot order 9 is already used by another device"),
        ],
    ];
    for (const [what, transient, error] of cases) {
        it(`(${what}) is not made at all`, async () => {
            await assert.rejects(bench.stack.upTooLate(bench.program({}, transient)), error);
            assert.equal(await bench.xml(), bench.untouched);
        });

        it(`(${what}) stays as it was`, async () => {
            const program = bench.program();
            await bench.stack.up(program);
            const before = await bench.xml();
            await assert.rejects(bench.stack.upTooLate(bench.program({ mtu: 9000, network: "br2" }, transient)), error);
            assert.equal(await bench.xml(), before);
            await bench.stack.assertSettled(program);
        });

        it(`(${what}) stays as it was, both halves having been attached anew`, async () => {
            const program = bench.program();
            await bench.stack.up(program);
            const before = await bench.xml();
            const other = { ...bench.program({}, transient), mac: "52:54:00:aa:bb:02" };
            await assert.rejects(bench.stack.upTooLate(other), error);
            assert.equal(await bench.xml(), before);
            await bench.stack.assertSettled(program);
        });
    }

    it("leaves a half as it was that was there before", async () => {
        await bench.edit((xml) =>
            xml.replace(
                "</devices>",
                `<interface type='network'><mac address='${MAC}'/><source network='br2'/><model type='virtio'/><alias name='ua-net0'/></interface></devices>`,
            ),
        );
        const before = await bench.xml();
        await assert.rejects(bench.stack.upTooLate({ ...bench.program({}, { guestAddress: taken }), adopt: true }), {
            code: 27,
            domain: 20,
        });
        assert.equal(await bench.xml(), before);
    });
});
