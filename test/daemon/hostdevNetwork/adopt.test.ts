import assert from "node:assert/strict";
import { poolMessage } from "../../../provider/hostdevNetwork/words";
import type { Properties } from "../../../provider/lifecycle/kind";
import type { Message } from "../../../provider/lifecycle/message";
import { findings } from "../../support/findings";
import { networkBench } from "../../support/network";

describe("creating a HostdevNetwork where a network of its name exists", () => {
    const bench = networkBench();
    const uuid = "11111111-1111-4111-8111-111111111111";
    const metadata = '<metadata><o:owner xmlns:o="urn:owner">somebody</o:owner></metadata>';
    const pf = (name: string): string => `<forward mode='hostdev' managed='yes'><pf dev='${name}'/></forward>`;

    beforeEach(async () => {
        await bench.define(
            `<network><name>p</name><uuid>${uuid}</uuid>${metadata}${pf("enp8s0f0")}<vlan><tag id='3'/></vlan></network>`,
        );
    });
    const untouched = `<network><name>p</name>${metadata}${pf("enp8s0f0")}<vlan><tag id='3'/></vlan></network>`;

    /** That a preview refuses it, and so does an up whose check came too early. */
    async function assertRefused(program: Properties, reason: Message): Promise<void> {
        assert.deepEqual(await findings(bench.stack, program), ["name network-name-is-free"]);
        assert.deepEqual(bench.stack.told, []);
        await assert.rejects(bench.stack.upTooLate(program), { name: "Refused", reasons: [reason] });
    }

    it("is refused without adopt, and touches nothing", async () => {
        await assertRefused({ name: "p", pf: "enp7s0f0" }, poolMessage("pool-exists", "p", { uuid }));
        assert.equal(await bench.definition("p"), untouched);
        assert.deepEqual(await bench.list(), ["p inactive no yes"]);
    });

    it("is refused with adopt, too, where that is no pool of VFs", async () => {
        await bench.stack.byHand("net-undefine", "p");
        const isolated = `<network><name>p</name><uuid>${uuid}</uuid><bridge name='lan9'/></network>`;
        await bench.define(isolated);
        const reason = poolMessage("no-pool-exists", "p", { uuid, mode: "isolated" });
        await assertRefused({ name: "p", pf: "enp7s0f0", adopt: true }, reason);
        assert.deepEqual(await bench.list(), ["p inactive no yes"]);
    });

    it("takes it over with adopt: metadata and uuid stay, the rest becomes what is desired", async () => {
        const program = { name: "p", pf: "enp7s0f0", adopt: true };
        assert.equal(await bench.stack.up(program), "created");
        assert.equal(bench.stack.state?.id, uuid);
        assert.equal(await bench.definition("p"), `<network><name>p</name>${metadata}${pf("enp7s0f0")}</network>`);
        assert.deepEqual(await bench.list(), ["p active yes yes"]);
        await bench.stack.assertSettled(program);
    });

    it("takes it over while it is started", async () => {
        await bench.stack.byHand("net-start", "p");
        const program = { name: "p", pf: "enp7s0f0", adopt: true, autostart: false };
        await bench.stack.up(program);
        assert.match(await bench.host.virsh("net-dumpxml", "p"), /<pf dev='enp7s0f0'\/>/);
        assert.deepEqual(await bench.list(), ["p active no yes"]);
        await bench.stack.assertSettled(program);
    });

    it("takes over a network that only exists until it stops", async () => {
        await bench.stack.byHand("net-start", "p");
        await bench.stack.byHand("net-undefine", "p");
        const program = { name: "p", pf: "enp8s0f0", vlan: 3, adopt: true };
        await bench.stack.up(program);
        assert.equal(bench.stack.state?.id, uuid);
        assert.equal(await bench.definition("p"), untouched);
        assert.deepEqual(await bench.list(), ["p active yes yes"]);
        await bench.stack.assertSettled(program);
    });

    it("leaves it as it was where libvirt refuses what is desired", async () => {
        await bench.stack.byHand("net-start", "p");
        await assert.rejects(bench.stack.upTooLate({ name: "p", pf: "enp9s0f0", adopt: true }), {
            name: "LibvirtError",
            code: 1,
            domain: 19,
        });
        assert.equal(await bench.definition("p"), untouched);
        assert.deepEqual(await bench.list(), ["p active no yes"]);
        assert.equal(bench.stack.state, undefined);
    });
});
