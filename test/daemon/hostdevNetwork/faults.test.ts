import assert from "node:assert/strict";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { teamedNic } from "../../../provider/teamedNic";
import { findings } from "../../support/findings";
import { formatMessage } from "../../../provider/lifecycle/message";
import { HookStack } from "../../support/hookStack";
import { poolInUse } from "../../support/poolInUse";

const POOL = { name: "pool", pf: "enp7s0f0" };
const TAGGED = { ...POOL, vlan: 42 };
const REFUSED =
    'pool: vlan none => 42 needs destroy + start; web1 (ua-net0-vf) holds a VF: refused, set whenInUse to "restart" or free the VFs first';

describe("a pool that running guests have VFs of, when things go wrong", () => {
    const bench = poolInUse();
    const failures = async (program: object): Promise<readonly string[]> =>
        (await bench.stack.check({ ...program })).failures.map(formatMessage);
    const defineByHand = async (change: (xml: string) => string): Promise<void> => {
        const xml = await bench.host.virsh("net-dumpxml", "--inactive", "pool");
        await bench.host.virsh("net-define", await bench.host.file(change(xml)));
    };
    const tagByHand = (): Promise<void> =>
        defineByHand((xml) => xml.replace("</forward>", "</forward><vlan><tag id='7'/></vlan>"));

    it("whose ports libvirt has lost keeps its VFs from being pulled all the same", async () => {
        await bench.startTeam("web1");
        await bench.stack.byHand("net-destroy", "pool");
        await bench.stack.byHand("net-start", "pool");
        assert.deepEqual([await bench.ports(), await bench.connections()], [[], 0]);
        const wants = { ...POOL, vlan: 42 };
        assert.deepEqual(await failures(wants), [REFUSED]);
        await bench.restart(1);
        await bench.stack.close();
        assert.deepEqual([await bench.ports(), await bench.connections()], [["web1"], 1]);
        assert.deepEqual(await failures(wants), [REFUSED]);
    });

    it("whose ports libvirt has lost gets them again with whenInUse restart, and gives no VF out twice", async () => {
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

    it("whose ports libvirt has lost is refused to a pair that would be plugged in: it would get a VF in use", async () => {
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
            const [{ text: reason } = { text: "" }] = (await nic.check(pair)).failures;
            assert.match(
                reason,
                /^transient\.network: found "pool"; .*\n  Allowed: a pool of which libvirt counts as taken what guests have of it, web1 \(ua-net0-vf\); it counts 0 of 1\. Restart libvirt's daemon/,
            );
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

    it("that somebody stopped under them is started again, and what libvirt has forgotten is said", async () => {
        await bench.startTeam("web1");
        await bench.stack.byHand("net-destroy", "pool");
        await bench.stack.preview(POOL);
        assert.deepEqual(bench.stack.lines, [
            "network pool: active is false on the host, true in the program.",
            "pool: active false => true starts the network",
            "pool: web1 (ua-net0-vf) holds a VF from before, which libvirt takes for free: restart its daemon (libvirtd, or virtnetworkd and virtqemud), with which guests claim their VFs anew and run on",
        ]);
        assert.equal(await bench.stack.up(POOL), "updated");
        assert.deepEqual(await bench.vfs(), ["07:10.0 web1 ua-net0-vf"]);
        assert.equal(await bench.connections(), 0);
        await bench.restart(1); // the message is true
        assert.equal(await bench.connections(), 1);
        await bench.stack.close();
        await bench.stack.assertSettled(POOL);
    });

    it("is judged without a guest that disappears while guests are listed", async () => {
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
        const theirs = `network pool on URI was changed by somebody else (vlan none => 7)`;
        const message = (text: string): object => ({ message: text.replace("URI", bench.host.uri) });

        it("somebody else since it was looked at: nothing is changed, and what they did stays", async () => {
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
                message(`${theirs} since it was looked at; nothing was changed here. Run again.`),
            );
            const xml = await bench.host.virsh("net-dumpxml", "--inactive", "pool");
            assert.match(xml, /<tag id='7'\/>/);
            assert.match(xml, /managed='yes'/);
        });

        it("somebody else while we are at it: says that ours is lost, and theirs stays", async () => {
            bench.stack.meanwhile = async (call) => {
                if (call !== "networkStop") return;
                bench.stack.meanwhile = undefined;
                await tagByHand();
            };
            const { id, outs, inputs } = bench.stack.state ?? assert.fail();
            await assert.rejects(
                bench.stack.hooks().update(id, outs, { ...inputs, managed: false }),
                message(
                    `${theirs} while this change was carried out, which is lost in part or whole. Look at a preview, and run again.`,
                ),
            );
            assert.match(await bench.host.virsh("net-dumpxml", "--inactive", "pool"), /<tag id='7'\/>/);
            assert.deepEqual(await bench.stack.drift(POOL), { managed: false, vlan: 7 });
        });

        it("somebody else stops and starts it too: it is as was wanted in the end", async () => {
            bench.stack.meanwhile = async (call) => {
                if (call === "networkStop") await bench.host.virsh("net-destroy", "pool");
                if (call === "networkStart") await bench.host.virsh("net-start", "pool");
            };
            assert.equal(await bench.stack.up(TAGGED), "updated");
            bench.stack.meanwhile = undefined;
            await bench.stack.assertSettled(TAGGED);
        });

        it("two stacks: the pool is as one of them wants it, and the other is told or had it so before", async () => {
            const other = new HookStack((world) => hooksFor(hostdevNetwork, world), bench.host);
            try {
                await other.up({ ...POOL, adopt: true });
                for (let round = 1; round <= 5; round++) {
                    const wants = [
                        { ...POOL, vlan: round },
                        { ...POOL, adopt: true, vlan: round + 100 },
                    ];
                    const results = await Promise.allSettled([
                        bench.stack.up(wants[0] ?? {}),
                        other.up(wants[1] ?? {}),
                    ]);
                    const tag = Number(
                        /<tag id='(\d+)'/.exec(await bench.host.virsh("net-dumpxml", "--inactive", "pool"))?.[1],
                    );
                    const live = Number(/<tag id='(\d+)'/.exec(await bench.host.virsh("net-dumpxml", "pool"))?.[1]);
                    assert.equal(live, tag);
                    const winner = [round, round + 100].indexOf(tag);
                    assert.notEqual(winner, -1);
                    assert.equal(results[winner]?.status, "fulfilled");
                    for (const result of results)
                        if (result.status === "rejected") assert.match(String(result.reason), /by somebody else/);
                    await bench.stack.refresh();
                    await other.refresh();
                }
            } finally {
                await other.close();
            }
        });
    });
});
