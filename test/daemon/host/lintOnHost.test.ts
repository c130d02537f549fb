import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { guestXml } from "../../../lab/host";
import { where } from "../../support/byVersion";
import { command, entry } from "../../support/command";
import { guestBench, poolXml } from "../../support/guest";
import { runningGuest } from "../../support/runningGuest";

describe("lint --host", () => {
    const bench = guestBench();
    runningGuest(bench);

    interface Entry {
        readonly findings: readonly { readonly severity: string; readonly path: string; readonly rule: string }[];
        readonly problem?: string;
    }
    async function lint(
        xml: string,
        ...args: readonly string[]
    ): Promise<[status: number | null, found: readonly string[]]> {
        const { status, out } = await command(["lint", "--json", "-", ...args], xml);
        const [entry] = JSON.parse(out) as [Entry];
        return [status, entry.findings.map(({ severity, path, rule }) => `${severity} ${path} ${rule}`)];
    }

    it("has nothing against what runs there, in either form, but words that the schemas here do not know", async () => {
        const newer = where("givesQ35AWatchdog", ["warning /domain/devices[1]/watchdog[1] in-schema"]);
        await bench.stack.up(bench.program());
        for (const form of [[], ["--inactive"]]) {
            const xml = await bench.host.virsh("dumpxml", "guest", ...form);
            assert.deepEqual(await lint(xml, "--host", bench.host.uri), [0, newer]);
        }
        assert.equal(await bench.host.virsh("domstate", "guest"), "running");
    });

    it("has nothing against a pool that the host has, under its own name", async () => {
        const xml = await bench.host.virsh("net-dumpxml", "--inactive", "pool");
        assert.deepEqual(await lint(xml, "--host", bench.host.uri), [0, []]);
    });

    it("gives no advice that needs a program", async () => {
        const xml = `<interface type='network'><mac address='52:54:00:ff:ff:ff'/><source network='nowhere'/><model type='e1000'/><teaming type='persistent'/><alias name='ua-a'/></interface>`;
        const { out } = await command(["lint", "-", "--host", bench.host.uri], xml);
        assert.match(out, /Write "virtio"\. \[persistent-is-virtio\]/);
        assert.doesNotMatch(out, /\bprogram\b|\badopt\b/);
    });

    it("holds a guest's file against networks, card and guests", async () => {
        const team = `<interface type='network'><mac address='52:54:00:ff:ff:ff'/><source network='nowhere' portgroup='a'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-a'/></interface>
            <interface type='hostdev'><mac address='52:54:00:ff:ff:ff'/><source><address type='pci' bus='7'/></source><teaming type='transient' persistent='ua-a'/></interface>`;
        const xml = guestXml("later", { interfaces: [team] });
        assert.deepEqual(await lint(xml), [0, []]);
        assert.deepEqual(await lint(xml, "--host", bench.host.uri), [
            1,
            [
                "warning /domain/devices/interface[1]/source/@network network-is-started",
                "error /domain/devices/interface[2]/mac/@address mac-is-free",
                "warning /domain/devices/interface[2]/source/address vf-exists",
            ],
        ]);
    });

    it("holds a pool's file against the card and the other pools", async () => {
        const xml = poolXml("another", "enp7s0f0");
        assert.deepEqual(await lint(xml), [0, []]);
        assert.deepEqual(await lint(xml, "--host", bench.host.uri), [
            1,
            ["error /network/forward/pf/@dev vf-in-one-pool"],
        ]);
        assert.deepEqual(await lint(poolXml("another", "eth9"), "--host", bench.host.uri), [
            1,
            ["error /network/forward/pf/@dev pf-exists"],
        ]);
    });

    it("ends with 2 where the host does not answer, and says so once a file", async () => {
        const uri = "qemu+unix:///system?socket=/nowhere";
        const pair = (bus: number): string =>
            `<interface type='network'><mac address='52:54:00:ff:ff:0${bus}'/><source network='lan'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-${bus}'/></interface>
            <interface type='hostdev'><mac address='52:54:00:ff:ff:0${bus}'/><source><address type='pci' bus='${bus}'/></source><teaming type='transient' persistent='ua-${bus}'/></interface>`;
        const { status, out, err } = await command(
            ["lint", "-", "--host", uri],
            guestXml("two", { interfaces: [pair(7), pair(8)] }),
        );
        assert.deepEqual([status, out], [2, "1 file: 1 not judged\n"]);
        assert.match(err, /^-: the provider could not check the host: virConnectOpenAuth on [^\n]*\n$/);
    });

    it("ends with 2 where its reader has gone before all was asked", async () => {
        const files = await Promise.all(["eth8", "eth9"].map((pf) => bench.host.file(poolXml("another", pf))));
        const lint = `${process.execPath} ${entry} lint --host '${bench.host.uri}' ${files.join(" ")}`;
        const { stdout, stderr } = spawnSync("bash", ["-c", `${lint} | true; echo "\${PIPESTATUS[0]}"`], {
            encoding: "utf8",
        });
        assert.deepEqual(
            [stdout, stderr],
            ["2\n", "standard output: broken pipe. The reader of the output has ended.\n"],
        );
    });
});
