import assert from "node:assert/strict";
import { writeFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { formatMessage } from "../../provider/lifecycle/message";

import type { HalfDifference } from "../../provider/teamedNic/plan";
import { pairMessage, type PairFacts, type PairMessageId } from "../../provider/teamedNic/words";
import { stackOnHost } from "../support/stackOnHost";

const program = (persistent = "", transient = "", more = ""): string => `
const pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0" });
const nic = new libvirt.TeamedNic("net0", {
    domain: "demo",
    mac: "52:54:00:aa:bb:01",
    persistent: { network: "lan"${persistent} },
    transient: { network: pool.name${transient} },${more}
});
exports.vf = nic.vf;`;

const said = (output: string): readonly string[] =>
    output
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line.startsWith("net0 on demo: "));

/** An effect as the CLI prints it. */
const line = <Id extends PairMessageId>(id: Id, facts: PairFacts[Id]): string =>
    formatMessage(pairMessage(id, "net0 on demo", facts));
const virtio = { half: "persistent", alias: "ua-net0" } as const;
const vf = { half: "transient", alias: "ua-net0-vf" } as const;
const difference =
    (path: string) =>
    (before: unknown, after: unknown): HalfDifference => ({ half: "persistent", path, before, after });
const mtu = difference("mtu");
const link = difference("link");

describe("a running guest, on the screen of the CLI", () => {
    const bench = stackOnHost({ program: program(), isRunning: true });
    const interfaces = async (): Promise<number> =>
        (await bench.host.virsh("dumpxml", "demo")).match(/<interface/g)?.length ?? 0;
    const id = (): Promise<string> => bench.host.virsh("domid", "demo");

    it("is told what making a pair does to it, once, and has it then", async () => {
        assert.deepEqual(said(await bench.stack.preview()), [
            line("attach", { ...virtio, reason: "missing" }),
            line("attach", { ...vf, reason: "missing" }),
        ]);
        await bench.stack.up();
        assert.equal(await interfaces(), 2);
        assert.deepEqual(await bench.stack.planned(), {});
        assert.deepEqual(JSON.parse(await bench.stack.must("stack", "output", "vf", "--json")), {
            address: "0000:07:10.0",
            domainId: Number(await id()),
            network: "vfpool",
        });
        assert.match(await bench.stack.up(), /Resources:\n +3 unchanged/);
    });

    it("has lost its VF by hand: the preview says so by property and in a line, and up heals it", async () => {
        const before = await id();
        await bench.host.virsh("detach-device-alias", "demo", "ua-net0-vf", "--live");
        while ((await interfaces()) !== 1) await new Promise((resolve) => setTimeout(resolve, 20));

        const { text, planned } = await bench.stack.previewed();
        assert.deepEqual([planned["net0"]?.op, planned["net0"]?.diffs], ["update", ["running"]]);
        assert.deepEqual(said(text), [line("attach", { ...vf, reason: "missing" })]);
        assert.match(text, /- running: \{\n\s+- transient: "absent"/);

        await bench.stack.up();
        assert.deepEqual([await interfaces(), await id()], [2, before]);
        assert.deepEqual(await bench.stack.planned(), {});
    });

    it("gets a change that interrupts it, and one that does not, each announced", async () => {
        await bench.stack.write(program(", mtu: 1400", ", vlan: 42"));
        assert.deepEqual(said(await bench.stack.preview()), [
            line("replace-virtio-half", { ...virtio, reason: { changes: [mtu(undefined, 1400)] } }),
            line("reattach-vf-too", {
                ...vf,
                reason: { changes: [{ half: "transient", path: "vlan", before: undefined, after: 42 }] },
            }),
        ]);
        await bench.stack.up();
        await bench.stack.write(program(", mtu: 1400, link: 'down'", ", vlan: 42"));
        assert.deepEqual(said(await bench.stack.preview()), [
            line("update-in-place", { ...virtio, reason: { changes: [link(undefined, "down")] } }),
        ]);
        await bench.stack.up();
        assert.match(await bench.stack.up(), /Resources:\n +3 unchanged/);
    });

    it("is left as it is until it boots, and every preview says what is pending", async () => {
        await bench.stack.write(program("", "", "\n    apply: 'next-boot',"));
        await bench.stack.up();
        const pending = await bench.stack.previewed();
        assert.deepEqual(pending.planned, {});
        assert.deepEqual(said(pending.text), [
            line("pending", { ...virtio, reason: { changes: [link("down", undefined), mtu(1400, undefined)] } }),
        ]);
        await bench.host.virsh("destroy", "demo");
        await bench.host.virsh("start", "demo");
        const booted = await bench.stack.previewed();
        assert.deepEqual([booted.planned, said(booted.text)], [{}, []]);
    });

    it("does not give its VF back: up fails and says why, and the next up completes the change", async () => {
        await bench.stack.write(program("", "", "\n    detachTimeout: 1,"));
        await bench.stack.up();
        await writeFile(join(bench.host.folder, "holds", "ua-net0-vf"), "");
        await bench.stack.write(program("", ", vlan: 43", "\n    detachTimeout: 1,"));
        const { status, output } = await bench.stack.run("up", "--yes", "--skip-preview");
        assert.notEqual(status, 0);
        assert.match(
            output,
            /guest demo on \S+ has not given its VF half ua-net0-vf back within 1 s \(detachTimeout\)\./,
        );
        assert.equal(await interfaces(), 2);
        await rm(join(bench.host.folder, "holds", "ua-net0-vf"));
        await bench.stack.write(program("", ", vlan: 43"));
        await bench.stack.up();
        assert.match(await bench.host.virsh("dumpxml", "demo"), /<tag id='43'\/>/);
        assert.deepEqual(await bench.stack.planned(), {});
    });

    it("gets another pair of the same stack, and loses it", async () => {
        const more = `
new libvirt.TeamedNic("net1", { domain: "demo", persistent: { network: "lan" }, transient: { network: pool.name } });
new libvirt.TeamedNic("net2", { domain: "demo", persistent: { network: "lan" }, transient: { network: pool.name } });`;
        await bench.stack.write(program("", ", vlan: 43") + more);
        await bench.stack.up();
        assert.equal(await interfaces(), 6);
        assert.deepEqual(await bench.stack.planned(), {});
        await bench.stack.write(program("", ", vlan: 43"));
        await bench.stack.up();
        assert.equal(await interfaces(), 2);
        assert.deepEqual(await bench.stack.planned(), {});
    });

    it("is without a NIC again in the end", async () => {
        await bench.host.virsh("destroy", "demo");
        await bench.stack.destroy();
        assert.doesNotMatch(await bench.host.virsh("dumpxml", "demo"), /<interface/);
    });
});
