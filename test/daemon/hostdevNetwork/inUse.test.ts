import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findings, warnings } from "../../support/findings";
import { formatMessage } from "../../../provider/lifecycle/message";
import { poolInUse } from "../../support/poolInUse";

const POOL = { name: "pool", pf: "enp7s0f0" };
const ALONE =
    "<interface type='network'><mac address='52:54:00:aa:cc:01'/><source network='pool'/><model type='virtio'/><alias name='ua-alone'/></interface>";

describe("a change of a pool that running guests have VFs of", () => {
    const bench = poolInUse();
    const { startTeam, vfs, connections, untouched, ports } = bench;
    const refusal = (what: string, who = "web1 (ua-net0-vf) and db1 (ua-net0-vf) hold VFs"): string =>
        `pool: ${what} needs destroy + start; ${who}: refused, set whenInUse to "restart" or free the VFs first`;
    const failures = async (program: object): Promise<readonly string[]> =>
        (await bench.stack.check({ ...program })).failures.map(formatMessage);

    describe("(refuse)", () => {
        const cases: readonly (readonly [what: string, change: object, says: string])[] = [
            ["another PF", { pf: "enp8s0f0" }, "pf enp7s0f0 => enp8s0f0"],
            ["a VLAN", { vlan: 42 }, "vlan none => 42"],
            ["two changes", { vlan: 42, managed: false }, "managed true => false, vlan none => 42"],
        ];
        for (const [what, change, says] of cases)
            it(`is refused in the preview, with each guest and alias named: ${what}`, async () => {
                await startTeam("web1");
                await startTeam("db1");
                const before = await untouched();
                const [first] = await failures({ ...POOL, ...change });
                assert.equal(first, refusal(says));
                // and in an up, whose preview had seen no guest
                await assert.rejects(bench.stack.upTooLate({ ...POOL, ...change }), (error: Error) => {
                    assert.ok(
                        error.message.startsWith(
                            `network pool on ${bench.host.uri}: nothing was changed.\n${refusal(says)}`.replace(
                                "\npool: ",
                                "\n",
                            ),
                        ),
                        error.message,
                    );
                    return true;
                });
                assert.deepEqual(await untouched(), before);
                assert.deepEqual(await vfs(), ["07:10.0 web1 ua-net0-vf", "07:10.1 db1 ua-net0-vf"]);
            });

        it("stops it too where it is to be stopped", async () => {
            await startTeam("web1");
            assert.deepEqual(await failures({ ...POOL, active: false }), [
                'pool: active true => false needs destroy; web1 (ua-net0-vf) holds a VF: refused, set whenInUse to "restart" or free the VFs first',
            ]);
        });

        it("names a VF that is no team's, and none that a guest has by its address", async () => {
            await bench.startAlone("web1", ALONE);
            const byAddress =
                "<interface type='hostdev' managed='yes'><mac address='52:54:00:aa:cc:02'/><source><address type='pci' domain='0' bus='7' slot='0x10' function='3'/></source><alias name='ua-own'/></interface>";
            await bench.startAlone("own", byAddress);
            assert.deepEqual(await vfs(), ["07:10.0 web1 ua-alone", "07:10.3 own ua-own"]);
            assert.deepEqual(await failures({ ...POOL, vlan: 42 }), [
                refusal("vlan none => 42", "web1 (ua-alone) holds a VF"),
            ]);
        });

        it("keeps the pool from being deleted", async () => {
            await startTeam("web1");
            const before = await untouched();
            await assert.rejects(bench.stack.destroy(), {
                message:
                    `network pool on ${bench.host.uri}: nothing was changed.\npool: its deletion needs destroy; web1 (ua-net0-vf) holds a VF: ` +
                    'refused, set whenInUse to "restart" and run up first, or free the VFs',
            });
            assert.deepEqual(await untouched(), before);
            await bench.end("web1");
            await bench.stack.destroy();
        });

        it("is over when the guests have gone", async () => {
            await startTeam("web1");
            assert.equal((await failures({ ...POOL, vlan: 42 })).length, 1);
            await bench.host.virsh("destroy", "web1");
            assert.deepEqual(await findings(bench.stack, { ...POOL, vlan: 42 }), []);
            await bench.stack.preview({ ...POOL, vlan: 42 });
            assert.deepEqual(bench.stack.lines, ["pool: vlan none => 42 needs destroy + start; no guest holds a VF"]);
            assert.equal(await bench.stack.up({ ...POOL, vlan: 42 }), "updated");
        });

        it("is said of drift as well, in a preview that has not refreshed; up does not heal it then", async () => {
            await startTeam("web1");
            const xml = await bench.host.virsh("net-dumpxml", "--inactive", "pool");
            await bench.stack.byHand(
                "net-define",
                await bench.host.file(xml.replace("</forward>", "</forward><vlan><tag id='7'/></vlan>")),
            );
            await bench.stack.preview(POOL);
            assert.deepEqual(warnings(bench.stack), [
                "network pool: vlan is 7 on the host, none in the program.",
                refusal("vlan 7 => none", "web1 (ua-net0-vf) holds a VF"),
            ]);
        });
    });

    describe("(what needs no restart)", () => {
        it("autostart changes under guests", async () => {
            await startTeam("web1");
            const program = { ...POOL, autostart: false };
            await bench.stack.preview(program);
            assert.deepEqual(bench.stack.lines, ["pool: autostart true => false without a restart"]);
            assert.equal(await bench.stack.up(program), "updated");
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await bench.stack.assertSettled(program);
        });

        it("portgroups change at once while no guest has a VF, and what was there runs on", async () => {
            const live = async (): Promise<readonly string[]> =>
                (await bench.host.virsh("net-dumpxml", "pool")).match(/<portgroup name='\w+'|<tag id='\d+'/g) ?? [];
            const first = { ...POOL, portgroups: [{ name: "a", vlan: 1 }, { name: "b" }] };
            assert.equal(await bench.stack.up(first), "updated");
            assert.deepEqual(await live(), ["<portgroup name='a'", "<tag id='1'", "<portgroup name='b'"]);
            const second = { ...POOL, portgroups: [{ name: "a", vlan: 2 }, { name: "c" }] };
            await bench.stack.preview(second);
            assert.deepEqual(bench.stack.lines, [
                "pool: portgroups[0].vlan 1 => 2, portgroups[1].name b => c without a restart",
            ]);
            // it was not stopped: what it lists was listed at its start
            assert.equal(await bench.stack.up(second), "updated");
            assert.deepEqual(await live(), ["<portgroup name='a'", "<tag id='2'", "<portgroup name='c'"]);
            await startTeam("web1");
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await bench.stack.assertSettled(second);
        });

        it("portgroups wait under guests, as libvirt forgets who has a VF", async () => {
            await startTeam("web1");
            const program = { ...POOL, portgroups: [{ name: "a" }] };
            await bench.stack.preview(program);
            assert.deepEqual(bench.stack.lines, [
                'pool: portgroups none => [{"name":"a"}] without a restart; portgroups wait until the network is started anew, as libvirt forgets who has VFs when they change meanwhile: web1 (ua-net0-vf) holds a VF',
            ]);
            assert.equal(await bench.stack.up(program), "updated");
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await startTeam("web2");
            assert.equal(await connections(), 2);
        });
    });

    describe("(restart)", () => {
        const restart = { ...POOL, whenInUse: "restart" };

        it("has each guest give its VF back and gives it one again, where it was in the guest", async () => {
            await bench.stack.up(restart);
            await startTeam("web1");
            await startTeam("db1");
            await bench.startAlone("probe", ALONE);
            const place = await bench.placeOf("web1", "ua-net0-vf");
            assert.ok(place);
            const program = { ...restart, vlan: 42 };
            await bench.stack.preview(program);
            assert.deepEqual(bench.stack.lines, [
                "pool: vlan none => 42 needs destroy + start; web1 (ua-net0-vf) has its VF plugged in anew, and stays connected over the virtio half meanwhile",
                "pool: vlan none => 42 needs destroy + start; db1 (ua-net0-vf) has its VF plugged in anew, and stays connected over the virtio half meanwhile",
                "pool: vlan none => 42 needs destroy + start; probe (ua-alone) has its VF plugged in anew, and loses that NIC for a moment",
            ]);
            assert.equal(await bench.stack.up(program), "updated");
            const held = (await vfs()).map((line) => line.split(" ").slice(1).join(" "));
            assert.deepEqual(held.sort(), ["db1 ua-net0-vf", "probe ua-alone", "web1 ua-net0-vf"]);
            assert.deepEqual([await ports(), await connections()], [["db1", "probe", "web1"], 3]);
            assert.equal(await bench.placeOf("web1", "ua-net0-vf"), place);
            await bench.stack.assertSettled(program);
        });

        it("moves them to another card, if it has VFs enough", async () => {
            await bench.stack.up(restart);
            await startTeam("web1");
            await startTeam("db1");
            assert.equal(await bench.stack.up({ ...restart, pf: "enp8s0f0" }), "updated");
            assert.deepEqual(
                (await vfs()).map((line) => line.slice(0, 7)),
                ["08:10.0", "08:10.1"],
            );
            assert.equal(await connections(), 2);
        });

        it("is refused where it leaves fewer VFs than guests have", async () => {
            await bench.stack.up(restart);
            for (const name of ["web1", "web2", "db1"]) await startTeam(name);
            const before = await untouched();
            assert.deepEqual(await failures({ ...restart, pf: "enp8s0f0" }), [
                "pool: pf enp7s0f0 => enp8s0f0 leaves 2 VFs for 3 devices, web1 (ua-net0-vf), web2 (ua-net0-vf) and db1 (ua-net0-vf): refused, keep 3 or more, or free VFs first",
            ]);
            assert.deepEqual(await untouched(), before);
        });

        it("leaves all as it was where a guest does not give its VF back", async function () {
            this.timeout(60_000);
            await bench.stack.up(restart);
            await startTeam("web1");
            await startTeam("db1");
            const hold = join(bench.host.folder, "holds/ua-alone");
            await bench.startAlone("probe", ALONE);
            const definition = (await untouched())[1];
            await writeFile(hold, "");
            await assert.rejects(bench.stack.up({ ...restart, vlan: 42 }), (error: Error) => {
                assert.ok(
                    error.message.startsWith(
                        `guest probe on ${bench.host.uri} has not given its VF half ua-alone back within 30 s. `,
                    ),
                    error.message,
                );
                return true;
            });
            await rm(hold);
            assert.equal((await untouched())[1], definition);
            const held = (await vfs()).map((line) => line.split(" ").slice(1).join(" "));
            assert.deepEqual(held.sort(), ["db1 ua-net0-vf", "probe ua-alone", "web1 ua-net0-vf"]);
            assert.equal(await connections(), 3);
        });

        it("puts the guests back on the old pool where the new one does not start", async () => {
            await bench.stack.up(restart);
            await startTeam("web1");
            const definition = (await untouched())[1];
            await assert.rejects(bench.stack.upTooLate({ ...restart, pf: "enp9s0f0" }), { code: 1, domain: 19 });
            assert.equal((await untouched())[1], definition);
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await bench.stack.assertSettled(restart);
        });

        it("takes the VFs and then the pool, where it is deleted: the guests run on over their virtio halves", async () => {
            await bench.stack.up(restart);
            await startTeam("web1");
            await bench.stack.destroy();
            assert.deepEqual(await vfs(), []);
            assert.match(await bench.host.virsh("domiflist", "web1"), /network +br /);
            assert.equal(await bench.host.virsh("domstate", "web1"), "running");
            await assert.rejects(bench.host.virsh("net-info", "pool"), /Network not found/);
        });
    });
});

describe("a pool that lists its VFs, and running guests that have some", () => {
    const ALL = ["0000:07:10.0", "0000:07:10.1", "0000:07:10.2"];
    const bench = poolInUse({ name: "pool", addresses: ALL });
    const failures = async (program: object): Promise<readonly string[]> =>
        (await bench.stack.check({ ...program })).failures.map(formatMessage);
    const without0 = { name: "pool", addresses: ALL.slice(1) };

    it("keeps a VF that a guest has: taking it out is refused, and the holder named", async () => {
        await bench.startTeam("web1");
        assert.deepEqual(await failures(without0), [
            'pool: addresses ["0000:07:10.0","0000:07:10.1","0000:07:10.2"] => ["0000:07:10.1","0000:07:10.2"] needs destroy + start; web1 (ua-net0-vf) holds a VF: refused, set whenInUse to "restart" or free the VFs first',
            "pool: web1 (ua-net0-vf, 0000:07:10.0) would have what the pool has not: libvirt takes that, and the VF breaks when its daemon starts anew",
        ]);
    });

    it("which it keeps also while it is stopped", async () => {
        await bench.startTeam("web1");
        await bench.stack.byHand("net-destroy", "pool");
        await bench.stack.refresh();
        const [first] = await failures(without0);
        assert.equal(
            first,
            'pool: addresses ["0000:07:10.0","0000:07:10.1","0000:07:10.2"] => ["0000:07:10.1","0000:07:10.2"], active false => true; web1 (ua-net0-vf) holds a VF: refused, set whenInUse to "restart" or free the VFs first',
        );
    });

    it("with whenInUse restart gives the guest another VF", async () => {
        await bench.stack.up({ name: "pool", addresses: ALL, whenInUse: "restart" });
        await bench.startTeam("web1");
        assert.equal(await bench.stack.up({ ...without0, whenInUse: "restart" }), "updated");
        assert.deepEqual([await bench.vfs(), await bench.connections()], [["07:10.1 web1 ua-net0-vf"], 1]);
        await bench.restart(1);
        assert.deepEqual([await bench.vfs(), await bench.connections()], [["07:10.1 web1 ua-net0-vf"], 1]);
    });

    it("does not shrink below what guests have, whatever whenInUse says", async () => {
        await bench.stack.up({ name: "pool", addresses: ALL, whenInUse: "restart" });
        await bench.startTeam("web1");
        await bench.startTeam("web2");
        assert.deepEqual(await failures({ name: "pool", addresses: ALL.slice(2), whenInUse: "restart" }), [
            'pool: addresses ["0000:07:10.0","0000:07:10.1","0000:07:10.2"] => ["0000:07:10.2"] leaves 1 VF for 2 devices, web1 (ua-net0-vf) and web2 (ua-net0-vf): refused, keep 2 or more, or free VFs first',
        ]);
    });

    it("loses nothing by a VF that no guest has", async () => {
        await bench.startTeam("web1");
        assert.equal((await failures({ name: "pool", addresses: ALL.slice(0, 2) })).length, 1); // it is started anew all the same
        await bench.end("web1");
        assert.deepEqual(await failures({ name: "pool", addresses: ALL.slice(0, 2) }), []);
    });
});
