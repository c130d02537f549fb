import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Difference } from "../../../provider/lifecycle/differences";
import type { Message } from "../../../provider/lifecycle/message";
import { findings } from "../../support/findings";
import { poolInUse } from "../../support/poolInUse";
import { dataOf, driftOf, toldBy, type MessageData } from "../../support/told";

const POOL = { name: "pool", pf: "enp7s0f0" };
const ALONE =
    "<interface type='network'><mac address='52:54:00:aa:cc:01'/><source network='pool'/><model type='virtio'/><alias name='ua-alone'/></interface>";

const change = (path: string, before: unknown, after: unknown): Difference => ({ path, before, after });
const tagged = change("vlan", undefined, 42);
/** A message about the pool. */
const ofPool = (id: string, facts: MessageData["facts"]): MessageData => ({ id, subject: "pool", facts });
/** A guest that uses a VF of the first card, by the VF's number. */
const user = (guest: string, vf: number, alias = "ua-net0-vf"): object => ({
    guest,
    alias,
    address: `0000:07:10.${vf}`,
});
const web1 = user("web1", 0);
const db1 = user("db1", 1);
/** What an up is refused with. */
const refusedWith = (reasons: readonly MessageData[]) => (error: Error & { reasons?: readonly Message[] }) => {
    assert.equal(error.name, "Refused");
    assert.deepEqual(error.reasons?.map(dataOf), reasons);
    return true;
};

describe("a change of a pool whose VFs running guests use", () => {
    const bench = poolInUse();
    const { startTeam, vfs, connections, untouched, ports } = bench;
    const failures = async (program: object): Promise<readonly MessageData[]> =>
        (await bench.stack.check({ ...program })).failures.map(dataOf);
    const inUse = (changes: readonly Difference[], holders: readonly object[], needs = "restart"): MessageData =>
        ofPool("pool-in-use", { changes, needs, holders });

    describe("(refuse)", () => {
        const cases: readonly (readonly [
            what: string,
            program: object,
            changes: readonly Difference[],
            ...others: readonly MessageData[],
        ])[] = [
            [
                "another PF",
                { pf: "enp8s0f0" },
                [change("pf", "enp7s0f0", "enp8s0f0")],
                ofPool("vfs-leave-pool", { holders: [web1, db1] }),
            ],
            ["a VLAN", { vlan: 42 }, [tagged]],
            ["two changes", { vlan: 42, managed: false }, [change("managed", true, false), tagged]],
        ];
        for (const [what, program, changes, ...others] of cases)
            it(`is refused by preview and up, which name each guest and alias: ${what}`, async () => {
                await startTeam("web1");
                await startTeam("db1");
                const before = await untouched();
                const reasons = [inUse(changes, [web1, db1]), ...others];
                assert.deepEqual(await failures({ ...POOL, ...program }), reasons);
                // an up whose preview had seen no guest
                await assert.rejects(bench.stack.upTooLate({ ...POOL, ...program }), refusedWith(reasons));
                assert.deepEqual(await untouched(), before);
                assert.deepEqual(await vfs(), ["07:10.0 web1 ua-net0-vf", "07:10.1 db1 ua-net0-vf"]);
            });

        it("is refused where it stops the pool", async () => {
            await startTeam("web1");
            assert.deepEqual(await failures({ ...POOL, active: false }), [
                inUse([change("active", true, false)], [web1], "stop"),
            ]);
        });

        it("names a VF that is no team's, and no VF that a guest has by its address", async () => {
            await bench.startAlone("web1", ALONE);
            const byAddress =
                "<interface type='hostdev' managed='yes'><mac address='52:54:00:aa:cc:02'/><source><address type='pci' domain='0' bus='7' slot='0x10' function='3'/></source><alias name='ua-own'/></interface>";
            await bench.startAlone("own", byAddress);
            assert.deepEqual(await vfs(), ["07:10.0 web1 ua-alone", "07:10.3 own ua-own"]);
            assert.deepEqual(await failures({ ...POOL, vlan: 42 }), [inUse([tagged], [user("web1", 0, "ua-alone")])]);
        });

        it("is refused where it deletes the pool", async () => {
            await startTeam("web1");
            const before = await untouched();
            await assert.rejects(
                bench.stack.destroy(),
                refusedWith([ofPool("deletion-of-pool-in-use", { holders: [web1] })]),
            );
            assert.deepEqual(await untouched(), before);
            await bench.end("web1");
            await bench.stack.destroy();
        });

        it("is carried out once the guests have ended", async () => {
            await startTeam("web1");
            assert.equal((await failures({ ...POOL, vlan: 42 })).length, 1);
            await bench.host.virsh("destroy", "web1");
            assert.deepEqual(await findings(bench.stack, { ...POOL, vlan: 42 }), []);
            await bench.stack.preview({ ...POOL, vlan: 42 });
            assert.deepEqual(toldBy(bench.stack), [ofPool("restart-pool", { changes: [tagged] })]);
            assert.equal(await bench.stack.up({ ...POOL, vlan: 42 }), "updated");
        });

        it("is refused in a warning where it would only heal drift, in a preview without a refresh", async () => {
            await startTeam("web1");
            const xml = await bench.host.virsh("net-dumpxml", "--inactive", "pool");
            await bench.stack.byHand(
                "net-define",
                await bench.host.file(xml.replace("</forward>", "</forward><vlan><tag id='7'/></vlan>")),
            );
            await bench.stack.preview(POOL);
            assert.deepEqual(toldBy(bench.stack), [
                driftOf("pool", "vlan", 7, undefined),
                { ...inUse([change("vlan", 7, undefined)], [web1]), isWarning: true },
            ]);
        });
    });

    describe("(what needs no restart)", () => {
        it("autostart changes under guests", async () => {
            await startTeam("web1");
            const program = { ...POOL, autostart: false };
            await bench.stack.preview(program);
            assert.deepEqual(toldBy(bench.stack), [
                ofPool("change-without-restart", { changes: [change("autostart", true, false)] }),
            ]);
            assert.equal(await bench.stack.up(program), "updated");
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await bench.stack.assertSettled(program);
        });

        it("portgroups change at once while no guest uses a VF, and the network runs on", async () => {
            const live = async (): Promise<readonly string[]> =>
                (await bench.host.virsh("net-dumpxml", "pool")).match(/<portgroup name='\w+'|<tag id='\d+'/g) ?? [];
            const first = { ...POOL, portgroups: [{ name: "a", vlan: 1 }, { name: "b" }] };
            assert.equal(await bench.stack.up(first), "updated");
            assert.deepEqual(await live(), ["<portgroup name='a'", "<tag id='1'", "<portgroup name='b'"]);
            const second = { ...POOL, portgroups: [{ name: "a", vlan: 2 }, { name: "c" }] };
            await bench.stack.preview(second);
            assert.deepEqual(toldBy(bench.stack), [
                ofPool("change-without-restart", {
                    changes: [change("portgroups[0].vlan", 1, 2), change("portgroups[1].name", "b", "c")],
                }),
            ]);
            // it was not stopped: what it lists was listed at its start
            assert.equal(await bench.stack.up(second), "updated");
            assert.deepEqual(await live(), ["<portgroup name='a'", "<tag id='2'", "<portgroup name='c'"]);
            await startTeam("web1");
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await bench.stack.assertSettled(second);
        });

        it("portgroups wait under guests, as libvirt forgets who uses a VF", async () => {
            await startTeam("web1");
            const program = { ...POOL, portgroups: [{ name: "a" }] };
            await bench.stack.preview(program);
            const changes = [change("portgroups", undefined, [{ name: "a" }])];
            assert.deepEqual(toldBy(bench.stack), [ofPool("portgroups-wait", { changes, holders: [web1] })]);
            assert.equal(await bench.stack.up(program), "updated");
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await startTeam("web2");
            assert.equal(await connections(), 2);
        });
    });

    describe("(restart)", () => {
        const restart = { ...POOL, whenInUse: "restart" };

        it("detaches each guest's VF and reattaches one at the same place in the guest", async () => {
            await bench.stack.up(restart);
            await startTeam("web1");
            await startTeam("db1");
            await bench.startAlone("probe", ALONE);
            const place = await bench.placeOf("web1", "ua-net0-vf");
            assert.ok(place);
            const program = { ...restart, vlan: 42 };
            await bench.stack.preview(program);
            const reattached = (holder: object, isTeamed: boolean): MessageData =>
                ofPool("reattach-vf", { changes: [tagged], needs: "restart", holder, isTeamed });
            assert.deepEqual(toldBy(bench.stack), [
                reattached(web1, true),
                reattached(db1, true),
                reattached(user("probe", 2, "ua-alone"), false),
            ]);
            assert.equal(await bench.stack.up(program), "updated");
            const inGuests = (await vfs()).map((line) => line.split(" ").slice(1).join(" "));
            assert.deepEqual(inGuests.sort(), ["db1 ua-net0-vf", "probe ua-alone", "web1 ua-net0-vf"]);
            assert.deepEqual([await ports(), await connections()], [["db1", "probe", "web1"], 3]);
            assert.equal(await bench.placeOf("web1", "ua-net0-vf"), place);
            await bench.stack.assertSettled(program);
        });

        it("moves guests to another card that has enough VFs", async () => {
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

        it("is refused where it leaves fewer VFs than guests use", async () => {
            await bench.stack.up(restart);
            for (const name of ["web1", "web2", "db1"]) await startTeam(name);
            const before = await untouched();
            assert.deepEqual(await failures({ ...restart, pf: "enp8s0f0" }), [
                ofPool("too-few-vfs", {
                    changes: [change("pf", "enp7s0f0", "enp8s0f0")],
                    vfs: 2,
                    holders: [web1, user("web2", 1), user("db1", 2)],
                }),
            ]);
            assert.deepEqual(await untouched(), before);
        });

        it("rolls all back where a guest keeps its VF", async () => {
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
                        `guest probe on ${bench.host.uri} did not detach its VF half ua-alone within 30 s. `,
                    ),
                    error.message,
                );
                return true;
            });
            await rm(hold);
            assert.equal((await untouched())[1], definition);
            const inGuests = (await vfs()).map((line) => line.split(" ").slice(1).join(" "));
            assert.deepEqual(inGuests.sort(), ["db1 ua-net0-vf", "probe ua-alone", "web1 ua-net0-vf"]);
            assert.equal(await connections(), 3);
        });

        it("rolls the guests back to the old pool where the new one does not start", async () => {
            await bench.stack.up(restart);
            await startTeam("web1");
            const definition = (await untouched())[1];
            await assert.rejects(bench.stack.upTooLate({ ...restart, pf: "enp9s0f0" }), { code: 1, domain: 19 });
            assert.equal((await untouched())[1], definition);
            assert.deepEqual([await vfs(), await connections()], [["07:10.0 web1 ua-net0-vf"], 1]);
            await bench.stack.assertSettled(restart);
        });

        it("detaches the VFs before it deletes the pool: the guests run on over their virtio halves", async () => {
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

describe("a pool that lists its VFs, some of which running guests use", () => {
    const ALL = ["0000:07:10.0", "0000:07:10.1", "0000:07:10.2"];
    const bench = poolInUse({ name: "pool", addresses: ALL });
    const failures = async (program: object): Promise<readonly MessageData[]> =>
        (await bench.stack.check({ ...program })).failures.map(dataOf);
    const without0 = { name: "pool", addresses: ALL.slice(1) };
    const shrinks = change("addresses", ALL, ALL.slice(1));
    const leaves = ofPool("vfs-leave-pool", { holders: [web1] });

    it("keeps a VF in use: a change that takes it out is refused, and names its user", async () => {
        await bench.startTeam("web1");
        const changes = [shrinks];
        const inUse = ofPool("pool-in-use", { changes, needs: "restart", holders: [web1] });
        assert.deepEqual(await failures(without0), [inUse, leaves]);
    });

    it("keeps a VF in use while it is stopped, too", async () => {
        await bench.startTeam("web1");
        await bench.stack.byHand("net-destroy", "pool");
        await bench.stack.refresh();
        const changes = [shrinks, change("active", false, true)];
        const inUse = ofPool("pool-in-use", { changes, needs: "detach", holders: [web1] });
        assert.deepEqual(await failures(without0), [inUse, leaves]);
    });

    it("gives the guest another VF with whenInUse restart", async () => {
        await bench.stack.up({ name: "pool", addresses: ALL, whenInUse: "restart" });
        await bench.startTeam("web1");
        assert.equal(await bench.stack.up({ ...without0, whenInUse: "restart" }), "updated");
        assert.deepEqual([await bench.vfs(), await bench.connections()], [["07:10.1 web1 ua-net0-vf"], 1]);
        await bench.restart(1);
        assert.deepEqual([await bench.vfs(), await bench.connections()], [["07:10.1 web1 ua-net0-vf"], 1]);
    });

    it("does not shrink below what guests use, whatever whenInUse says", async () => {
        await bench.stack.up({ name: "pool", addresses: ALL, whenInUse: "restart" });
        await bench.startTeam("web1");
        await bench.startTeam("web2");
        assert.deepEqual(await failures({ name: "pool", addresses: ALL.slice(2), whenInUse: "restart" }), [
            ofPool("too-few-vfs", {
                changes: [change("addresses", ALL, ALL.slice(2))],
                vfs: 1,
                holders: [web1, user("web2", 1)],
            }),
        ]);
    });

    it("is refused to lose a VF that no guest uses only while guests use others", async () => {
        await bench.startTeam("web1");
        assert.equal((await failures({ name: "pool", addresses: ALL.slice(0, 2) })).length, 1); // it restarts all the same
        await bench.end("web1");
        assert.deepEqual(await failures({ name: "pool", addresses: ALL.slice(0, 2) }), []);
    });
});
