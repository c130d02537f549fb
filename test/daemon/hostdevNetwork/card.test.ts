import assert from "node:assert/strict";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { guestXml } from "../../../lab/host";
import { Client } from "../../../provider/libvirt";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { Survey } from "../../../provider/host/survey";
import { findings } from "../../support/findings";
import { noUsableVf, refusal } from "../../support/libvirtRefusal";
import { networkBench } from "../../support/network";
import { assertNames, driftOf, toldBy, type MessageData } from "../../support/told";

const note = (id: string, property: string, found: unknown): MessageData => ({
    id,
    subject: "vfpool",
    facts: { severity: "warning", property, found },
});
const lost = (found: number): MessageData => note("card-keeps-its-vfs", "vfs", found);
const missing = (vfs: string): MessageData => note("listed-vfs-exist", "vfs", vfs);
const more = (listed: number): MessageData => note("pool-lists-every-vf", "vfs", listed);
const pending = (change: string): MessageData => note("pool-runs-as-defined", "running", change);
const renamed = note("pf-keeps-its-name", "pf", "enp7s0f0");
const stopped = driftOf("vfpool", "active", false, true);
const starts: MessageData = {
    id: "start-pool",
    subject: "vfpool",
    facts: { changes: [{ path: "active", before: false, after: true }] },
};
const PROGRAM = { name: "vfpool", pf: "enp7s0f0" };
const VFS = [0, 1, 2, 3].map((number) => `0000:07:10.${number}`);

describe("a preview of what became of the card below a pool", () => {
    const bench = networkBench();
    const at = (...path: string[]): string => join(bench.host.folder, "sysfs", ...path);
    const hidden = (): string => join(bench.host.folder, "hidden");
    const restart = async (): Promise<void> => {
        await bench.host.restart();
        await bench.stack.close();
    };
    /** Removes the last VFs of the card. */
    const leaveVfs = async (count: number): Promise<void> => {
        for (const [number, address] of VFS.entries()) {
            if (number < count) continue;
            await rename(at("devices", address), join(hidden(), address));
            await rename(at("devices/0000:07:00.0", `virtfn${number}`), join(hidden(), `virtfn${number}`));
        }
        await restart();
    };
    const giveVfsBack = async (): Promise<void> => {
        for (const name of await readdir(hidden()))
            await rename(
                join(hidden(), name),
                name.startsWith("virtfn") ? at("devices/0000:07:00.0", name) : at("devices", name),
            );
        await restart();
    };
    /** The name under which the host shows the card's netdev. */
    const call = async (name: string): Promise<void> => {
        await writeFile(at("net/enp7s0f0/uevent"), `INTERFACE=${name}\n`);
        await restart();
    };
    /** A reboot: nothing runs afterwards, and the card has so many VFs. */
    const rebootWith = async (count: number): Promise<void> => {
        await bench.stack.byHand("net-destroy", "vfpool");
        await leaveVfs(count);
        // libvirtd starts with the host what it can
        if ((await bench.list()).some((line) => line.startsWith("vfpool active")))
            await bench.stack.byHand("net-destroy", "vfpool");
    };
    const recorded = (): unknown => bench.stack.state?.outs["vfs"];

    beforeEach(async () => {
        await mkdir(hidden(), { recursive: true });
        await bench.stack.up(PROGRAM);
    });
    afterEach(giveVfsBack);

    it("says nothing where the card is complete, also after a restart of the daemon, which loses the PF's name", async () => {
        assert.deepEqual(recorded(), VFS);
        await bench.stack.assertSettled(PROGRAM);
        await restart();
        assert.doesNotMatch(await bench.host.virsh("net-dumpxml", "vfpool"), /<pf /);
        await bench.stack.assertSettled(PROGRAM);
        assert.deepEqual(recorded(), VFS);
    });

    it("says nothing of a pool by addresses, with all that a network can have", async () => {
        const program = {
            name: "vfpool",
            addresses: ["0000:07:10.2", "0000:07:10.0"],
            vlan: 42,
            driver: "vfio",
            portgroups: [
                { name: "b", default: true },
                { name: "a", vlan: 7 },
            ],
        };
        await bench.stack.up(program);
        await bench.stack.assertSettled(program);
        await restart();
        await bench.stack.assertSettled(program);
        assert.deepEqual(recorded(), program.addresses);
    });

    describe("after a reboot without VFs", () => {
        beforeEach(() => rebootWith(0));

        it("tells the loss, and up fails with libvirt's words and the rule's", async () => {
            assert.deepEqual(await bench.stack.preview(PROGRAM), { changes: true });
            assert.deepEqual(toldBy(bench.stack), [stopped, lost(0), starts]);
            assertNames(bench.stack, "card-keeps-its-vfs", "4 VFs", PROGRAM.pf);
            const withoutVfs = noUsableVf("enp7s0f0", { link: "up", vfs: [] });
            assert.match(withoutVfs, /pf-has-vfs/);
            await assert.rejects(bench.stack.up(PROGRAM), refusal(1, 19, withoutVfs));
            assert.deepEqual(await bench.list(), ["vfpool inactive yes yes"]);
        });

        it("is refused after a refresh, which keeps the VFs that the pool had", async () => {
            await bench.stack.refresh();
            assert.deepEqual(recorded(), VFS);
            assert.deepEqual(await findings(bench.stack, PROGRAM), ["pf pf-has-vfs"]);
            await giveVfsBack();
            assert.equal(await bench.stack.up(PROGRAM), "updated");
            await bench.stack.assertSettled(PROGRAM);
        });
    });

    it("tells once that a reboot left fewer VFs, with a refresh and without", async () => {
        await rebootWith(2);
        assert.deepEqual(await bench.stack.preview(PROGRAM), { changes: true });
        assert.deepEqual(toldBy(bench.stack), [stopped, lost(2), starts]);
        assertNames(bench.stack, "card-keeps-its-vfs", "4 VFs", PROGRAM.pf);
        await bench.stack.previewRefreshed(PROGRAM);
        assert.deepEqual(toldBy(bench.stack), [lost(2), starts]);
        // up does not heal the card: the pool starts with the VFs that the card has, and has those from then on
        assert.equal(await bench.stack.up(PROGRAM), "updated");
        assert.deepEqual(recorded(), VFS.slice(0, 2));
        await bench.stack.assertSettled(PROGRAM);
    });

    it("tells of VFs that a started pool lost, unless the rules are off", async () => {
        await leaveVfs(3);
        assert.deepEqual(await bench.stack.preview(PROGRAM), {});
        assert.deepEqual(toldBy(bench.stack), [lost(3), missing("0000:07:10.3")]);
        await bench.stack.previewRefreshed(PROGRAM);
        assert.deepEqual(toldBy(bench.stack), [lost(3), missing("0000:07:10.3")]);
        const off = { ...PROGRAM, rules: { "card-keeps-its-vfs": "off", "listed-vfs-exist": "off" } };
        assert.equal(await bench.stack.up(off), "updated");
        await bench.stack.assertSettled(off);
    });

    it("tells of missing VFs that a pool lists by address, and a guest that gets one does not start", async () => {
        const program = { name: "vfpool", addresses: ["0000:07:10.3", "0000:07:10.0", "0000:07:10.2"] };
        await bench.stack.up(program);
        await leaveVfs(2);
        assert.deepEqual(await bench.stack.preview(program), {});
        assert.deepEqual(toldBy(bench.stack), [missing("0000:07:10.3, 0000:07:10.2")]);
        await bench.host.virsh(
            "define",
            await bench.host.file(
                guestXml("web1", { interfaces: ["<interface type='network'><source network='vfpool'/></interface>"] }),
            ),
        );
        await assert.rejects(
            bench.host.virsh("start", "web1"),
            /Interface type hostdev is currently supported on SR-IOV Virtual Functions only/,
        );
        await bench.host.virsh("undefine", "web1");
    });

    it("tells of VFs that the card got after the start", async () => {
        await rebootWith(3);
        await bench.stack.up(PROGRAM);
        await giveVfsBack();
        assert.deepEqual(await bench.stack.preview(PROGRAM), {});
        assert.deepEqual(toldBy(bench.stack), [more(3)]);
        assertNames(bench.stack, "pool-lists-every-vf", "3 of the 4 VFs of enp7s0f0", PROGRAM.pf, "0000:07:10.3");
        await bench.stack.byHand("net-destroy", "vfpool");
        await bench.stack.byHand("net-start", "vfpool");
        await bench.stack.preview(PROGRAM);
        assert.deepEqual(toldBy(bench.stack), []);
    });

    it("tells of a renamed card", async () => {
        // the one name for which the real sysfs has a device
        await call("enp7s0f0-wire");
        assert.deepEqual(await bench.stack.preview(PROGRAM), {});
        assert.deepEqual(toldBy(bench.stack), [renamed]);
        assertNames(bench.stack, "pf-keeps-its-name", "enp7s0f0-wire");
        await call("enp7s0f0");
        await bench.stack.assertSettled(PROGRAM);
    });

    it("tells what waits for the next start, once the state knows a definition that was changed by hand", async () => {
        const xml = await bench.host.virsh("net-dumpxml", "--inactive", "vfpool");
        await bench.define(xml.replace("</network>", "<vlan><tag id='44'/></vlan></network>"));
        assert.deepEqual(await bench.stack.preview(PROGRAM), { changes: true });
        assert.deepEqual(toldBy(bench.stack), [
            driftOf("vfpool", "vlan", 44, undefined),
            {
                id: "restart-pool",
                subject: "vfpool",
                facts: { changes: [{ path: "vlan", before: 44, after: undefined }] },
            },
        ]);
        // a program that says so too, with a state that knows
        await bench.stack.refresh();
        const program = { ...PROGRAM, vlan: 44 };
        assert.deepEqual(await bench.stack.preview(program), {});
        assert.deepEqual(toldBy(bench.stack), [pending("vlan none => 44")]);
        await bench.stack.byHand("net-destroy", "vfpool");
        await bench.stack.byHand("net-start", "vfpool");
        await bench.stack.assertSettled(program);
    });

    it("costs one call for the running network, and a few for its card", async () => {
        const client = new Client(bench.host.uri, { threads: 1 });
        const asked: string[] = [];
        const libvirt = new Proxy(client, {
            get: (_, call: keyof Client) =>
                call === "uri"
                    ? client.uri
                    : (...args: unknown[]) => {
                          asked.push(call);
                          return (client[call] as (...all: unknown[]) => unknown).apply(client, args);
                      },
        });
        const { id = "", outs = {} } = bench.stack.state ?? {};
        const survey = new Survey(libvirt);
        for (let i = 0; i < 2; i += 1)
            await hostdevNetwork.observe(() => survey, {
                id,
                args: outs as never,
                outputs: hostdevNetwork.outputsOf(outs),
            });
        assert.deepEqual(asked, [
            "networks",
            "networkXml",
            "networkLiveXml",
            "nodeDevices",
            ...["nodeDevice", "nodeDevice", "nodeDevice"],
        ]);
        await client.close();
    });
});
