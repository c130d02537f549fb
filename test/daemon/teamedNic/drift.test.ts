import assert from "node:assert/strict";
import { told } from "../../support/effects";
import { guestBench, MAC } from "../../support/guest";

describe("what somebody did to a TeamedNic by hand", () => {
    const bench = guestBench();
    const vf = { address: "0000:07:10.1" };
    const [persistent, transient] = ["ua-net0", "ua-net0-vf"];
    const replaced = (what: string | RegExp, by: string) => (xml: string) => xml.replace(what, by);

    const cases: readonly (readonly [what: string, alias: string, (half: string) => string, drift: object])[] = [
        ["another network", persistent, replaced("'br'", "'br2'"), { "persistent.network": "br2" }],
        ["another pool", transient, replaced("'pool'", "'pool2'"), { "transient.network": "pool2" }],
        [
            "a bridge for a network",
            persistent,
            (xml) => xml.replace("type='network'", "type='bridge'").replace("network='br'", "bridge='br9'"),
            { "persistent.type": "bridge", "persistent.network": undefined, "persistent.bridge": "br9" },
        ],
        [
            "a VF by address for a pool",
            transient,
            (xml) =>
                xml
                    .replace("type='network'", "type='hostdev' managed='yes'")
                    .replace(/<model.*>/, "")
                    .replace(
                        "<source network='pool'/>",
                        "<source><address type='pci' domain='0' bus='8' slot='16' function='1'/></source>",
                    ),
            {
                "transient.type": "hostdev",
                "transient.managed": true,
                "transient.network": undefined,
                "transient.address": "0000:08:10.1",
                "transient.model": undefined,
            },
        ],
        [
            "another model",
            persistent,
            replaced("type='virtio'", "type='virtio-non-transitional'"),
            { "persistent.model": "virtio-non-transitional" },
        ],
        ["another alias", persistent, replaced("'ua-net0'", "'ua-else'"), { "persistent.alias": "ua-else" }],
        ["another alias of the VF", transient, replaced("'ua-net0-vf'", "'ua-else'"), { "transient.alias": "ua-else" }],
        ["an alias that libvirt drops", persistent, replaced("'ua-net0'", "'net7'"), { "persistent.alias": undefined }],
        [
            "an alias of the VF that libvirt drops",
            transient,
            replaced("'ua-net0-vf'", "'vf7'"),
            { "transient.alias": undefined },
        ],
        ["another MAC", persistent, replaced(MAC, "52:54:00:00:00:07"), { "persistent.mac": "52:54:00:00:00:07" }],
        [
            "another MAC of the VF",
            transient,
            replaced(MAC, "52:54:00:00:00:07"),
            { "transient.mac": "52:54:00:00:00:07" },
        ],
        ["no team", persistent, replaced(/<teaming.*>/, ""), { "persistent.teaming": undefined }],
        [
            "no team of the VF",
            transient,
            replaced(/<teaming.*>/, ""),
            { "transient.teaming": undefined, "transient.persistent": undefined },
        ],
        [
            "another partner",
            transient,
            replaced("persistent='ua-net0'", "persistent='ua-other'"),
            { "transient.persistent": "ua-other" },
        ],
        ["no persistent half", persistent, () => "", { persistent: undefined }],
        ["no transient half", transient, () => "", { transient: undefined }],
    ];
    for (const [what, alias, change, drift] of cases)
        it(`(${what}) is named with the host's value, and put right`, async () => {
            const program = bench.program();
            await bench.stack.up(program);
            const before = await bench.xml();
            await bench.editHalf(alias, change);
            assert.deepEqual(await bench.stack.drift(program), drift);
            assert.equal(await bench.stack.up(program), "updated");
            await bench.stack.assertSettled(program);
            assert.equal(await bench.xml(), before);
        });

    it("(libvirt no longer takes the VF from its driver) is named, and put right", async () => {
        const program = bench.program({}, vf);
        await bench.stack.up(program);
        const before = await bench.xml();
        await bench.editHalf(transient, replaced("managed='yes'", "managed='no'"));
        assert.deepEqual(await bench.stack.drift(program), { "transient.managed": false });
        await bench.stack.up(program);
        assert.equal(await bench.xml(), before);
        await bench.editHalf(transient, replaced("function='0x1'", "function='0x2'"));
        assert.deepEqual(await bench.stack.drift(program), { "transient.address": "0000:07:10.2" });
        await bench.stack.up(program);
        assert.equal(await bench.xml(), before);
    });

    it("(another place in the guest) is named where the program chose one, and else is nobody's business", async () => {
        const program = bench.program({ guestAddress: "0000:05:00.0" });
        await bench.stack.up(program);
        const before = await bench.xml();
        await bench.editHalf(persistent, replaced("bus='0x05'", "bus='0x06'"));
        assert.deepEqual(await bench.stack.drift(program), { "persistent.guestAddress": "0000:06:00.0" });
        await bench.stack.up(program);
        assert.equal(await bench.xml(), before);
        await bench.editHalf(transient, replaced(/bus='0x..'/, "bus='0x08'"));
        await bench.stack.assertSettled(program);
    });

    it("(a name for the tap device, where the program chose none) is nobody's business", async () => {
        await bench.stack.up(bench.program());
        await bench.editHalf(persistent, replaced("<model", "<target dev='tap7'/><model"));
        await bench.stack.assertSettled(bench.program());
    });

    it("is told in a line without a refresh, and put right", async () => {
        const program = bench.program({ mtu: 9000 });
        await bench.stack.up(program);
        const before = await bench.xml();
        await bench.editHalf(persistent, replaced("9000", "1500"));
        assert.equal((await bench.stack.preview(program)).changes, true);
        assert.deepEqual(told(bench.stack), ["drift", "next-boot ua-net0: persistent.mtu 1500 => 9000"]);
        assert.deepEqual(bench.stack.told[0]?.message.facts, {
            path: "persistent.mtu",
            actual: 1500,
            desired: 9000,
        });
        await bench.stack.up(program);
        assert.equal(await bench.xml(), before);
    });

    it("(a persistent half less, and its place taken) is put right beside what came there", async () => {
        const program = bench.program();
        await bench.stack.up(program);
        const [, placeOfVf] = (await bench.interfaces()).slice(1).map((xml) => /<address.*?>/.exec(xml)?.[0]);
        await bench.editHalf(persistent, (xml) =>
            xml
                .replace(/<teaming.*>/, "")
                .replace(MAC, "52:54:00:00:00:07")
                .replace(persistent, "ua-new"),
        );
        const [, taken] = await bench.interfaces();
        assert.deepEqual(await bench.stack.drift(program), { persistent: undefined });
        await bench.stack.up(program);
        await bench.stack.assertSettled(program);
        const [, first, second = "", third = "", ...more] = await bench.interfaces();
        assert.deepEqual([first, more], [taken, []]);
        assert.match(second, /<alias name='ua-net0'\/>/);
        assert.match(third, /<alias name='ua-net0-vf'\/>/);
        assert.equal(/<address.*?>/.exec(third)?.[0], placeOfVf);
    });

    for (const refresh of [true, false])
        it(`(both halves less) is made again ${refresh ? "after" : "without"} a refresh`, async () => {
            const program = bench.program();
            await bench.stack.up(program);
            const before = await bench.xml();
            await bench.define(bench.untouched);
            if (refresh) assert.equal(await bench.stack.refresh(), undefined);
            else {
                assert.equal((await bench.stack.preview(program)).changes, true);
                const [one, ...more] = bench.stack.told.map(({ message }) => message);
                assert.deepEqual(
                    [one?.id, one?.subject, one?.facts, more],
                    ["missing", "net0 on guest", { uris: [bench.host.uri] }, []],
                );
            }
            assert.equal(await bench.stack.up(program), refresh ? "created" : "replaced");
            await bench.stack.assertSettled(program);
            assert.equal(await bench.xml(), before);
        });

    it("(the guest is gone) is gone, and there is nothing to delete", async () => {
        await bench.stack.up(bench.program());
        const { state } = bench.stack;
        await bench.host.virsh("undefine", "guest");
        await bench.stack.destroy();
        bench.stack.state = state;
        assert.equal(await bench.stack.refresh(), undefined);
    });
});
