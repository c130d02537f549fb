import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import { poolMessage } from "../../../provider/hostdevNetwork/words";
import { MISSING, noUsableVf, refusal } from "../../support/libvirtRefusal";
import { networkBench } from "../../support/network";
import { toldBy } from "../../support/told";

describe("changing a HostdevNetwork", () => {
    const bench = networkBench();
    const noVf = refusal(1, 19, noUsableVf("enp9s0f0", MISSING));

    it("restarts the network, so that the change holds at once", async () => {
        await bench.stack.up({ name: "p", pf: "enp7s0f0" });
        const id = bench.stack.state?.id;
        assert.equal(await bench.stack.up({ name: "p", pf: "enp8s0f0" }), "updated");
        assert.deepEqual(
            (await bench.host.virsh("net-dumpxml", "p")).match(/<pf.*>|bus='0x..'/g),
            ["<pf dev='enp8s0f0'/>", "bus='0x08'", "bus='0x08'"], // the running one lists the VFs too
        );
        assert.equal(await bench.uuid("p"), id);
        assert.equal(bench.stack.state?.id, id);
    });

    it("restarts nothing where autostart alone changes", async () => {
        await bench.stack.up({ name: "p", pf: "enp7s0f0" });
        const before = await bench.definition("p");
        // a start would not find them any more
        await bench.define((await bench.host.virsh("net-dumpxml", "--inactive", "p")).replace("enp7s0f0", "enp9s0f0"));
        await bench.stack.refresh();
        assert.equal(await bench.stack.upTooLate({ name: "p", pf: "enp9s0f0", autostart: false }), "updated");
        assert.deepEqual(await bench.list(), ["p active no yes"]);
        assert.equal(await bench.definition("p"), before.replace("enp7s0f0", "enp9s0f0"));
    });

    for (const { active, autostart } of [
        { active: true, autostart: true },
        { active: true, autostart: false },
        { active: false, autostart: true },
    ])
        it(`rolls back to the old definition where the new one does not start (${active ? "active" : "inactive"}, autostart ${autostart})`, async () => {
            const program = { name: "p", pf: "enp7s0f0", vlan: 5, active, autostart };
            await bench.stack.up(program);
            const before = [await bench.list(), await bench.host.virsh("net-dumpxml", "p")];
            await assert.rejects(
                bench.stack.upTooLate({ name: "p", pf: "enp9s0f0", active: true, autostart: !autostart }),
                noVf,
            );
            assert.deepEqual([await bench.list(), await bench.host.virsh("net-dumpxml", "p")], before);
            await bench.stack.assertSettled(program);
        });

    it("leaves it as it was where libvirt refuses the definition", async () => {
        const program = { name: "p", pf: "enp7s0f0" };
        await bench.stack.up(program);
        await assert.rejects(bench.stack.upTooLate({ name: "p", addresses: ["0000:07:11.0"] }), {
            code: 67,
            domain: 19,
        });
        assert.deepEqual(await bench.list(), ["p active yes yes"]);
        await bench.stack.assertSettled(program);
    });

    it("keeps the metadata of others", async () => {
        await bench.stack.up({ name: "p", pf: "enp7s0f0" });
        const metadata = '<metadata><o:owner xmlns:o="urn:owner">somebody</o:owner></metadata>';
        await bench.define(
            (await bench.host.virsh("net-dumpxml", "--inactive", "p")).replace("</uuid>", `</uuid>${metadata}`),
        );
        await bench.stack.assertSettled({ name: "p", pf: "enp7s0f0" });
        await bench.stack.up({ name: "p", pf: "enp7s0f0", vlan: 9 });
        assert.equal(
            await bench.definition("p"),
            `<network><name>p</name>${metadata}<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward>` +
                "<vlan><tag id='9'/></vlan></network>",
        );
    });

    it("replaces it where its name or its host changes", async () => {
        const program = { name: "p", pf: "enp7s0f0" };
        await bench.stack.up(program);
        const id = bench.stack.state?.id;
        const replaces = async (change: object): Promise<unknown> =>
            (await bench.stack.preview({ ...program, ...change })).replaces;
        assert.deepEqual(await replaces({ name: "q" }), ["name"]);
        assert.deepEqual(await replaces({ uri: "qemu+ssh://elsewhere/system" }), ["uri"]);
        assert.deepEqual(await replaces({ vlan: 3, pf: "enp8s0f0", autostart: false }), []);

        assert.equal(await bench.stack.up({ ...program, name: "q" }), "replaced");
        assert.deepEqual(await bench.list(), ["q active yes yes"]);
        assert.notEqual(await bench.uuid("q"), id);
    });

    it("is refused where the network is missing", async () => {
        await bench.stack.up({ name: "p", pf: "enp7s0f0" });
        const { id, inputs, outs } = bench.stack.state ?? assert.fail();
        await bench.stack.byHand("net-destroy", "p");
        await bench.stack.byHand("net-undefine", "p");
        await assert.rejects(bench.stack.hooks().update(id, outs, { ...inputs, vlan: 3 }), {
            name: "Refused",
            reasons: [poolMessage("pool-missing", "p", { uuid: id })],
        });
    });

    it("names the guests that are shut off and would not start, where it is replaced under another name", async () => {
        await bench.stack.up({ name: "p", pf: "enp7s0f0" });
        const vf = "<interface type='network'><source network='p'/></interface>";
        await bench.host.virsh("define", await bench.host.file(guestXml("off", { interfaces: [vf] })));
        await bench.stack.preview({ name: "q", pf: "enp7s0f0" });
        const changes = [{ path: "name", before: "p", after: "q" }];
        assert.deepEqual(toldBy(bench.stack), [
            { id: "replace-pool", subject: "q", facts: { changes, holders: [], named: ["off"] } },
        ]);
        await bench.host.virsh("undefine", "off");
    });

    it("is in the way of nothing where Pulumi replaces it by its own decision (replaceOnChanges)", async () => {
        const program = { name: "p", pf: "enp7s0f0", vlan: 4 };
        await bench.stack.up(program);
        const hooks = bench.stack.hooks();
        await bench.stack.checked({ ...program, vlan: 5 }, hooks);
        bench.stack.told = [];
        const { failures } = await bench.stack.checkAsNew({ ...program, vlan: 5 }, hooks);
        assert.deepEqual([failures, bench.stack.told], [[], []]);
    });

    it("is told as missing, and made again, where the program changes and the network is gone", async () => {
        const program = { name: "p", pf: "enp7s0f0", vlan: 4 };
        await bench.stack.up(program);
        await bench.stack.byHand("net-destroy", "p");
        await bench.stack.byHand("net-undefine", "p");
        assert.deepEqual((await bench.stack.preview({ ...program, vlan: 5 })).replaces, ["name"]);
        assert.deepEqual(toldBy(bench.stack), [{ id: "missing", subject: "p", facts: { uris: [bench.host.uri] } }]);
        assert.equal(await bench.stack.up({ ...program, vlan: 5 }), "replaced");
        await bench.stack.assertSettled({ ...program, vlan: 5 });
    });
});
