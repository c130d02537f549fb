import assert from "node:assert/strict";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { guestXml } from "../../../lab/host";
import { Client } from "../../../provider/libvirt";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { Survey } from "../../../provider/host/survey";
import { findings } from "../../support/findings";
import { networkBench } from "../../support/network";

const BEGIN = "network vfpool: ";
const LOST = (found: number, had: number): string =>
    `${BEGIN}vfs: found ${found}; a card loses its VFs in a reboot, and a pool starts with those that there are, or not at all.\n` +
    `  Allowed: ${had} VFs, as many as it had when it was last seen. Set sriov_numvfs of enp7s0f0 to ${had} again outside libvirt ` +
    "(a udev rule, or systemd.link's SR-IOVVirtualFunctions), which a reboot sets back otherwise; " +
    "then restart the pool (virsh net-destroy, net-start).  " +
    "[docs/rules.md#card-keeps-its-vfs; docs.kernel.org/PCI/pci-iov-howto.html; " +
    "libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF]";
const GONE = (vfs: string): string =>
    `${BEGIN}vfs: found "${vfs}"; a started pool gives out the VFs that it listed as it started, ` +
    "and a guest that is given one which is gone does not start.\n" +
    "  Allowed: VFs that the host has. Set sriov_numvfs of their PF to what it was, outside libvirt; or do without them: " +
    "a pool by pf lists what there is when it is restarted (virsh net-destroy, net-start), and one by addresses is given others.  " +
    "[docs/rules.md#listed-vfs-are-there; libvirt 9.0, observed at guest start: [67/0] " +
    "Interface type hostdev is currently supported on SR-IOV Virtual Functions only]";
const MORE =
    `${BEGIN}vfs: found 3; a pool lists the VFs of its physical function once, as it starts, and gives out none that came later.\n` +
    "  Allowed: all 4 that enp7s0f0 has; not in the pool are 0000:07:10.3. Restart the pool (virsh net-destroy, net-start) " +
    'once no guest holds a VF of it; an up that has to restart it does so under guests with whenInUse "restart".  ' +
    "[docs/rules.md#pool-lists-every-vf; libvirt 9.0, observed: net-dumpxml lists the same VFs after sriov_numvfs was raised]";
const PENDING = (what: string): string =>
    `${BEGIN}running: found "${what}"; a started pool runs as it was defined when it started, ` +
    "and a change of its definition waits for its next start.\n" +
    "  Allowed: what the definition says. Where the definition is what it shall be, restart the pool " +
    "(virsh net-destroy, net-start) once no guest holds a VF of it; where it differs from the program, up puts it back.  " +
    "[docs/rules.md#pool-runs-as-defined; libvirt.org/html/libvirt-libvirt-network.html#virNetworkDefineXML]";
const NO_MORE_CALLED = (now: string): string =>
    `${BEGIN}pf: found "enp7s0f0"; a pool finds its physical function by name, and does not start once the card is called otherwise.\n` +
    `  Allowed: the name that the card has now, ${now}. Set pf to ${now}, and give the card a name that stays (systemd.link, udev).  ` +
    "[docs/rules.md#pf-keeps-its-name; libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF]";
const STOPPED = [
    `${BEGIN}active is false on the host, true in the program.`,
    "vfpool: active false => true starts the network",
] as const;
const WITHOUT_VFS =
    "internal error: No usable Vf's present on SRIOV PF enp7s0f0\n" +
    'pf: found "enp7s0f0"; a pool is started with the VFs that its physical function has then, and does not start without.\n' +
    "  Allowed: a physical function with VFs; this one has none. Set sriov_numvfs outside libvirt " +
    "(a udev rule, or systemd.link's SR-IOVVirtualFunctions), which is lost at reboot otherwise.  " +
    "[docs/rules.md#pf-has-vfs; libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF]";

const PROGRAM = { name: "vfpool", pf: "enp7s0f0" };
const VFS = [0, 1, 2, 3].map((number) => `0000:07:10.${number}`);

describe("what became of the card under a pool", () => {
    const bench = networkBench();
    const at = (...path: string[]): string => join(bench.host.folder, "sysfs", ...path);
    const hidden = (): string => join(bench.host.folder, "hidden");
    const restart = async (): Promise<void> => {
        await bench.host.restart();
        await bench.stack.close();
    };
    /** Takes the last VFs of the card away. */
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
    /** What a reboot leaves: nothing runs, and the card has so many VFs. */
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

    it("is nothing where the card is whole, also after a restart of the daemon, which loses the PF's name", async () => {
        assert.deepEqual(recorded(), VFS);
        await bench.stack.assertSettled(PROGRAM);
        await restart();
        assert.doesNotMatch(await bench.host.virsh("net-dumpxml", "vfpool"), /<pf /);
        await bench.stack.assertSettled(PROGRAM);
        assert.deepEqual(recorded(), VFS);
    });

    it("is nothing for a pool by addresses, and one with all that a network can have", async () => {
        const program = {
            ...{ name: "vfpool", addresses: ["0000:07:10.2", "0000:07:10.0"], vlan: 42, driver: "vfio" },
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

        it("is said with the way out, where up fails in libvirt's words and ours", async () => {
            assert.deepEqual(await bench.stack.preview(PROGRAM), { changes: true });
            assert.deepEqual(bench.stack.lines, [STOPPED[0], LOST(0, 4), STOPPED[1]]);
            await assert.rejects(bench.stack.up(PROGRAM), {
                ...{ name: "LibvirtError", code: 1, domain: 19, detail: WITHOUT_VFS },
                message: `virNetworkCreate on ${bench.host.uri}: libvirt error [1/19] ${WITHOUT_VFS}`,
            });
            assert.deepEqual(await bench.list(), ["vfpool inactive yes yes"]);
        });

        it("is remembered by a refresh, after which a preview refuses to start it", async () => {
            await bench.stack.refresh();
            assert.deepEqual(recorded(), VFS);
            assert.deepEqual(await findings(bench.stack, PROGRAM), ["pf pf-has-vfs"]);
            await giveVfsBack();
            assert.equal(await bench.stack.up(PROGRAM), "updated");
            await bench.stack.assertSettled(PROGRAM);
        });
    });

    it("is said once, after a reboot with fewer VFs, with a refresh and without", async () => {
        await rebootWith(2);
        assert.deepEqual(await bench.stack.preview(PROGRAM), { changes: true });
        assert.deepEqual(bench.stack.lines, [STOPPED[0], LOST(2, 4), STOPPED[1]]);
        await bench.stack.previewRefreshed(PROGRAM);
        assert.deepEqual(bench.stack.lines, [LOST(2, 4), STOPPED[1]]);
        // nothing is healed by up: it starts with what there is, which is what it has from then on
        assert.equal(await bench.stack.up(PROGRAM), "updated");
        assert.deepEqual(recorded(), VFS.slice(0, 2));
        await bench.stack.assertSettled(PROGRAM);
    });

    it("is said of VFs that went from under a started pool, and a guest that is given one does not start", async () => {
        await leaveVfs(3);
        assert.deepEqual(await bench.stack.preview(PROGRAM), {});
        assert.deepEqual(bench.stack.lines, [LOST(3, 4), GONE("0000:07:10.3")]);
        await bench.stack.previewRefreshed(PROGRAM);
        assert.deepEqual(bench.stack.lines, [LOST(3, 4), GONE("0000:07:10.3")]);
        const off = { ...PROGRAM, rules: { "card-keeps-its-vfs": "off", "listed-vfs-are-there": "off" } };
        assert.equal(await bench.stack.up(off), "updated");
        await bench.stack.assertSettled(off);
    });

    it("is said of VFs that a pool lists by their addresses", async () => {
        const program = { name: "vfpool", addresses: ["0000:07:10.3", "0000:07:10.0", "0000:07:10.2"] };
        await bench.stack.up(program);
        await leaveVfs(2);
        assert.deepEqual(await bench.stack.preview(program), {});
        assert.deepEqual(bench.stack.lines, [GONE("0000:07:10.3, 0000:07:10.2")]);
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

    it("is said of VFs that came after the start", async () => {
        await rebootWith(3);
        await bench.stack.up(PROGRAM);
        await giveVfsBack();
        assert.deepEqual(await bench.stack.preview(PROGRAM), {});
        assert.deepEqual(bench.stack.lines, [MORE]);
        await bench.stack.byHand("net-destroy", "vfpool");
        await bench.stack.byHand("net-start", "vfpool");
        await bench.stack.preview(PROGRAM);
        assert.deepEqual(bench.stack.lines, []);
    });

    it("is said of a card that is called otherwise now", async () => {
        // the one name for which the real sysfs has a device
        await call("enp7s0f0-wire");
        assert.deepEqual(await bench.stack.preview(PROGRAM), {});
        assert.deepEqual(bench.stack.lines, [NO_MORE_CALLED("enp7s0f0-wire")]);
        await call("enp7s0f0");
        await bench.stack.assertSettled(PROGRAM);
    });

    it("is nothing, but what waits for the next start, of a definition that was changed by hand", async () => {
        const xml = await bench.host.virsh("net-dumpxml", "--inactive", "vfpool");
        await bench.define(xml.replace("</network>", "<vlan><tag id='44'/></vlan></network>"));
        assert.deepEqual(await bench.stack.preview(PROGRAM), { changes: true });
        assert.deepEqual(bench.stack.lines, [
            `${BEGIN}vlan is 44 on the host, none in the program.`,
            "vfpool: vlan 44 => none needs destroy + start; no guest holds a VF",
        ]);
        // a program that says so too, with a state that knows
        await bench.stack.refresh();
        const program = { ...PROGRAM, vlan: 44 };
        assert.deepEqual(await bench.stack.preview(program), {});
        assert.deepEqual(bench.stack.lines, [PENDING("vlan none => 44")]);
        await bench.stack.byHand("net-destroy", "vfpool");
        await bench.stack.byHand("net-start", "vfpool");
        await bench.stack.assertSettled(program);
    });

    it("costs a pool one call for what runs, and a few for its card, whichever pools it has", async () => {
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
            await hostdevNetwork.observe(survey, { id, args: outs as never, outputs: hostdevNetwork.outputsOf(outs) });
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
