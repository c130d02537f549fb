import assert from "node:assert/strict";
import type { Host } from "../../lab/host";
import { stackOnHost } from "../support/stackOnHost";
import { edit, stateOf } from "../support/testHost";

const POOL = `const pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0", vlan: 42 });`;
const macsOf = async (host: Host, guest: string): Promise<readonly string[]> =>
    [...(await host.virsh("dumpxml", guest)).matchAll(/<mac address='(.*)'\/>/g)].map(([, mac]) => mac ?? "");

/** A pair of values that a preview does not know yet, one with a secret, and one on a pool whose name and guest change. */
const program = (domain: string, pool: string): string => `${POOL}
const known = (value) => pool.uuid.apply(() => value);
new libvirt.TeamedNic("net0", { name: undefined, domain: known("demo"), persistent: { network: "lan", mtu: known(9000), vlan: known(7) }, transient: { network: known("vfpool") } });

const hidden = new libvirt.TeamedNic("hidden", {
    domain: "other",
    persistent: { network: "lan", filterref: { filter: "clean-traffic", parameters: [{ name: "IP", value: pulumi.secret("192.0.2.77") }] } },
    transient: { network: pool.name },
});
exports.xml = hidden.xml;
exports.mac = hidden.mac;

const second = new libvirt.HostdevNetwork("second", { name: "${pool}", pf: "enp8s0f0" });
new libvirt.TeamedNic("moved", { domain: "${domain}", mac: "52:54:00:aa:bb:01", persistent: { network: "lan" }, transient: { network: second.name } });`;

describe("what programs do with the resources", () => {
    const bench = stackOnHost();
    const halves = async (): Promise<Readonly<Record<string, number>>> => ({
        demo: (await macsOf(bench.host, "demo")).length,
        other: (await macsOf(bench.host, "other")).length,
    });

    it("judges a value that was unknown in the preview before it touches the host", async () => {
        await bench.stack.write(
            `${POOL}
            new libvirt.TeamedNic("net0", { domain: "demo", persistent: { network: "lan", model: pool.uuid.apply(() => "e1000") }, transient: { network: pool.name } });`,
        );
        assert.deepEqual(Object.keys(await bench.stack.planned()), ["vfpool", "net0"]);
        const { status, output } = await bench.stack.run("up", "--yes", "--skip-preview");
        assert.notEqual(status, 0);
        assert.match(output, /net0' has a problem: persistent\.model: "e1000" is not .* \[persistent-is-virtio\]/);
        assert.deepEqual(await macsOf(bench.host, "demo"), []);
        await bench.stack.destroy();
        assert.equal(await stateOf(bench.host), bench.untouched);
    });

    // from here on, one program: a run of the CLI takes seconds
    let made: string;
    it("waits for values that a preview does not know yet", async () => {
        await bench.stack.write(program("demo", "first"));
        assert.deepEqual(Object.keys(await bench.stack.planned()).sort(), [
            "hidden",
            "moved",
            "net0",
            "second",
            "vfpool",
        ]);
        made = await bench.stack.up();
        assert.deepEqual(await halves(), { demo: 4, other: 2 });
        const xml = await bench.host.virsh("dumpxml", "demo");
        for (const part of ["<mtu size='9000'/>", "<tag id='7'/>", "<source network='vfpool'/>"])
            assert.ok(xml.includes(part), part);
    });

    it("keeps a secret out of the state and off the screen, in what follows from it too", async () => {
        const { text, planned } = await bench.stack.previewed();
        const outputs = made + text + (await bench.stack.must("stack", "export"));
        assert.ok(!outputs.includes("192.0.2.77"));
        assert.match(outputs, /xml: \[secret\]/);
        assert.match(outputs, /mac: "52:54:00:/);
        assert.ok(
            (await bench.stack.must("stack", "output", "xml", "--show-secrets")).includes(
                '<parameter name="IP" value="192.0.2.77"/>',
            ),
        );
        assert.match(await bench.host.virsh("dumpxml", "other"), /<parameter name='IP' value='192.0.2.77'\/>/);
        assert.deepEqual(planned, {});
    });

    it("moves a pair to another guest, and a pool to another name", async () => {
        await bench.stack.write(program("other", "fast"));
        assert.match(
            await bench.stack.preview(),
            /domain *: "demo" => "other"[\s\S]*name: "first" => "fast"|name: "first" => "fast"[\s\S]*domain *: "demo" => "other"/,
        );
        await bench.stack.up();
        assert.deepEqual(await halves(), { demo: 2, other: 4 });
        assert.match(await bench.host.virsh("dumpxml", "other"), /<source network='fast'\/>/);
        assert.equal(await bench.host.virsh("net-list", "--all", "--name"), "fast\nlan\nvfpool");
        assert.deepEqual(await bench.stack.planned(), {});

        await bench.stack.destroy();
        assert.equal(await stateOf(bench.host), bench.untouched);
    });
});

describe("drift, on the screen of a stack that does not refresh first", () => {
    const nic = `new libvirt.TeamedNic("net0", { domain: "demo", persistent: { network: "lan", mtu: 9000 }, transient: { network: pool.name } });`;
    const bench = stackOnHost({ program: POOL + nic, refresh: false, isUp: true });

    it("is said in lines, and up heals it", async () => {
        const healthy = await stateOf(bench.host);

        await edit(bench.host, "network", "vfpool", (xml) => xml.replace("id='42'", "id='44'"));
        await edit(bench.host, "guest", "demo", (xml) => xml.replace("9000", "1500"));
        const text = await bench.stack.preview();
        assert.ok(text.includes("vfpool: vlan is 44 on the host and 42 in the program.\n"), text);
        assert.ok(text.includes("net0 on demo: persistent.mtu is 1500 on the host and 9000 in the program.\n"), text);
        assert.match(text, /~ 2 to update/);

        await bench.stack.up();
        assert.equal(await stateOf(bench.host), healthy);
        assert.match(await bench.stack.preview(), /Resources:\n +3 unchanged/);
    });
});
