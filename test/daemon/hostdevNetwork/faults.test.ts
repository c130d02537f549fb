import assert from "node:assert/strict";
import { Overtaken } from "../../../provider/hostdevNetwork/define";
import { Refused } from "../../../provider/lifecycle/refused";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { teamedNic } from "../../../provider/teamedNic";
import type { Message } from "../../../provider/lifecycle/message";
import { findings } from "../../support/findings";
import { HookStack } from "../../support/hookStack";
import { poolInUse } from "../../support/poolInUse";
import { assertNamesIn, dataOf, driftOf, toldBy, type MessageData } from "../../support/told";

const POOL = { name: "pool", pf: "enp7s0f0" };
const TAGGED = { ...POOL, vlan: 42 };
const WEB1 = { guest: "web1", alias: "ua-net0-vf", address: "0000:07:10.0" };
const REFUSED: MessageData = {
    id: "pool-in-use",
    subject: "pool",
    facts: { changes: [{ path: "vlan", before: undefined, after: 42 }], needs: "restart", holders: [WEB1] },
};

/** Somebody else changed the pool before or during the change. */
function assertOvertaken(error: unknown): void {
    const reasons = error instanceof Refused ? error.reasons : error instanceof Overtaken ? [error.reason] : [];
    assert.equal(reasons.length, 1, String(error));
    assert.match(reasons[0]?.id ?? "", /^(changed|overtaken)-by-others$/);
}

describe("a pool whose VFs running guests use, when things go wrong", () => {
    const bench = poolInUse();
    const failures = async (program: object): Promise<readonly MessageData[]> =>
        (await bench.stack.check({ ...program })).failures.map(dataOf);
    const defineByHand = async (change: (xml: string) => string): Promise<void> => {
        const xml = await bench.host.virsh("net-dumpxml", "--inactive", "pool");
        await bench.host.virsh("net-define", await bench.host.file(change(xml)));
    };
    const tagByHand = (): Promise<void> =>
        defineByHand((xml) => xml.replace("</forward>", "</forward><vlan><tag id='7'/></vlan>"));

    it("refuses to restart although libvirt has lost its ports", async () => {
        await bench.startTeam("web1");
        await bench.stack.byHand("net-destroy", "pool");
        await bench.stack.byHand("net-start", "pool");
        assert.deepEqual([await bench.ports(), await bench.connections()], [[], 0]);
        assert.deepEqual(await failures(TAGGED), [REFUSED]);
        await bench.restart(1);
        await bench.stack.close();
        assert.deepEqual([await bench.ports(), await bench.connections()], [["web1"], 1]);
        assert.deepEqual(await failures(TAGGED), [REFUSED]);
    });

    it("gets ports that libvirt has lost again with whenInUse restart, and gives no VF out twice", async () => {
        await bench.stack.up({ ...POOL, whenInUse: "restart" });
        await bench.startTeam("web1");
        await bench.stack.byHand("net-destroy", "pool");
        await bench.stack.byHand("net-start", "pool");
        await assert.rejects(bench.startTeam("web2"), /07:10\.0 is in use by driver QEMU, domain web1/);
        assert.equal(await bench.stack.up({ ...TAGGED, whenInUse: "restart" }), "updated");
        assert.deepEqual([await bench.ports(), await bench.connections()], [["web1"], 1]);
        await bench.host.virsh("start", "web2");
        assert.equal(await bench.connections(), 2);
        await bench.host.virsh("destroy", "web2");
        await bench.host.virsh("undefine", "web2");
    });

    it("gives no VF to a new pair while libvirt has lost its ports: the pair would get a VF in use", async () => {
        await bench.startTeam("web1");
        await bench.startGuest("web2");
        const pair = {
            name: "net1",
            domain: "web2",
            mac: "52:54:00:aa:bb:99",
            persistent: { network: "br" },
            transient: { network: "pool" },
        };
        const nic = new HookStack((world) => hooksFor(teamedNic, world), bench.host);
        try {
            assert.deepEqual(await findings(nic, pair), []);
            await bench.stack.byHand("net-destroy", "pool");
            await bench.stack.byHand("net-start", "pool");
            await nic.close();
            const { failures: reasons } = await nic.check(pair);
            assert.deepEqual(reasons.map(dataOf), [
                {
                    id: "pool-counts-vfs-in-use",
                    subject: "",
                    facts: { severity: "error", property: "transient.network", found: "pool" },
                },
            ]);
            assertNamesIn(reasons[0]?.text ?? "", "web1 (ua-net0-vf)", "0 of 1");
            await assert.rejects(nic.upTooLate(pair), {
                code: 55,
                detail: /07:10\.0 is in use by driver QEMU, domain web1/,
            });
            await bench.restart(1);
            await nic.close();
            assert.equal(await nic.up(pair), "created");
            await nic.destroy();
        } finally {
            await nic.close();
        }
    });

    it("starts again after somebody stopped it, and says what libvirt has forgotten", async () => {
        await bench.startTeam("web1");
        await bench.stack.byHand("net-destroy", "pool");
        await bench.stack.preview(POOL);
        assert.deepEqual(toldBy(bench.stack), [
            driftOf("pool", "active", false, true),
            {
                id: "start-pool",
                subject: "pool",
                facts: { changes: [{ path: "active", before: false, after: true }] },
            },
            { id: "vfs-forgotten", subject: "pool", facts: { holders: [WEB1] } },
        ]);
        assert.equal(await bench.stack.up(POOL), "updated");
        assert.deepEqual(await bench.vfs(), ["07:10.0 web1 ua-net0-vf"]);
        assert.equal(await bench.connections(), 0);
        await bench.restart(1); // the message is true
        assert.equal(await bench.connections(), 1);
        await bench.stack.close();
        await bench.stack.assertSettled(POOL);
    });

    it("is refused without regard to a guest that ends while guests are listed", async () => {
        await bench.startTeam("web1");
        await bench.startTeam("web2");
        let ended: Promise<void> | undefined;
        bench.stack.meanwhile = async (call) => {
            if (call === "domainXml") await (ended ??= bench.end("web2"));
        };
        assert.deepEqual(await failures(TAGGED), [REFUSED]);
        assert.ok(ended);
    });

    describe("(two change it at once)", () => {
        const theirs = { changes: [{ path: "vlan", before: undefined, after: 7 }] };
        const about = (id: string): MessageData => ({ id, subject: "pool", facts: theirs });

        it("refuses a change where somebody else changed the pool since it was read, and their change stays", async () => {
            bench.stack.meanwhile = async (call) => {
                if (call !== "networkDefine" && call !== "networkXml") return;
                // the definition is read by the plan, and again before the new one is written
                if ((reads += 1) < 2) return;
                bench.stack.meanwhile = undefined;
                await tagByHand();
            };
            let reads = 0;
            const { id, outs, inputs } = bench.stack.state ?? assert.fail();
            await assert.rejects(
                bench.stack.hooks().update(id, outs, { ...inputs, managed: false }),
                (error: Error & { reasons?: readonly Message[] }) => {
                    assert.equal(error.name, "Refused");
                    assert.deepEqual(error.reasons?.map(dataOf), [about("changed-by-others")]);
                    return true;
                },
            );
            const xml = await bench.host.virsh("net-dumpxml", "--inactive", "pool");
            assert.match(xml, /<tag id='7'\/>/);
            assert.match(xml, /managed='yes'/);
        });

        it("says that a change is lost where somebody else changes the pool meanwhile, and their change stays", async () => {
            bench.stack.meanwhile = async (call) => {
                if (call !== "networkStop") return;
                bench.stack.meanwhile = undefined;
                await tagByHand();
            };
            const { id, outs, inputs } = bench.stack.state ?? assert.fail();
            await assert.rejects(
                bench.stack.hooks().update(id, outs, { ...inputs, managed: false }),
                (error: Error) => {
                    assert.ok(error instanceof Overtaken, error.message);
                    assert.deepEqual(dataOf(error.reason), about("overtaken-by-others"));
                    return true;
                },
            );
            assert.match(await bench.host.virsh("net-dumpxml", "--inactive", "pool"), /<tag id='7'\/>/);
            assert.deepEqual(await bench.stack.drift(POOL), { managed: false, vlan: 7 });
        });

        it("ends as desired where somebody else stops and starts the pool at the same moment", async () => {
            bench.stack.meanwhile = async (call) => {
                if (call === "networkStop") await bench.host.virsh("net-destroy", "pool");
                if (call === "networkStart") await bench.host.virsh("net-start", "pool");
            };
            assert.equal(await bench.stack.up(TAGGED), "updated");
            bench.stack.meanwhile = undefined;
            await bench.stack.assertSettled(TAGGED);
        });

        it("ends as one of two stacks desires it, and the other is told or was first", async () => {
            const other = new HookStack((world) => hooksFor(hostdevNetwork, world), bench.host);
            try {
                await other.up({ ...POOL, adopt: true });
                for (let round = 1; round <= 5; round++) {
                    const programs = [
                        { ...POOL, vlan: round },
                        { ...POOL, adopt: true, vlan: round + 100 },
                    ];
                    const results = await Promise.allSettled([
                        bench.stack.up(programs[0] ?? {}),
                        other.up(programs[1] ?? {}),
                    ]);
                    const tag = Number(
                        /<tag id='(\d+)'/.exec(await bench.host.virsh("net-dumpxml", "--inactive", "pool"))?.[1],
                    );
                    const live = Number(/<tag id='(\d+)'/.exec(await bench.host.virsh("net-dumpxml", "pool"))?.[1]);
                    assert.equal(live, tag);
                    const winner = [round, round + 100].indexOf(tag);
                    assert.notEqual(winner, -1);
                    assert.equal(results[winner]?.status, "fulfilled");
                    for (const result of results) if (result.status === "rejected") assertOvertaken(result.reason);
                    await bench.stack.refresh();
                    await other.refresh();
                }
            } finally {
                await other.close();
            }
        });
    });
});
