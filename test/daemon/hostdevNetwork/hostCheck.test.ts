import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Properties } from "../../../provider/lifecycle/kind";
import { unless } from "../../support/byVersion";
import { findings, warnings } from "../../support/findings";
import { poolXml } from "../../support/guest";
import { networkBench } from "../../support/network";
import { toldBy } from "../../support/told";

describe("the check of a pool against its host", () => {
    const bench = networkBench();
    const found = (program: Properties) => findings(bench.stack, { name: "vfpool", ...program });

    it("finds nothing where the card exists", async () => {
        assert.deepEqual(await found({ pf: "enp7s0f0" }), []);
        assert.deepEqual(await found({ addresses: ["0000:07:10.0", "0000:08:10.1"] }), []);
        assert.deepEqual(toldBy(bench.stack), []);
    });

    const cases: readonly (readonly [what: string, program: Properties, ...finds: readonly string[]])[] = [
        ["a missing PF", { pf: "enp9s0f0" }, "pf pf-exists"],
        ["a device that is no SR-IOV card", { pf: "enp7s0f0-wire" }, "pf pf-has-vfs"],
        [
            "addresses that are no VFs",
            { addresses: ["0000:07:10.0", "0000:07:00.0", "0000:09:10.0"] },
            "addresses[1] vf-of-pool-exists",
            "addresses[2] vf-of-pool-exists",
        ],
        [
            "arguments that this libvirt does not know",
            { pf: "enp7s0f0", title: "VFs", description: "of the card", driver: { name: "vfio", model: "mine" } },
            ...unless("keepsNetworkTitle", ["title libvirt-knows-argument", "description libvirt-knows-argument"]),
            ...unless("keepsDriverModel", ["driver.model libvirt-knows-argument"]),
        ],
    ];
    for (const [what, program, ...finds] of cases)
        it(`finds ${what}: ${finds.join(", ")}`, async () => {
            assert.deepEqual(await found(program), finds);
        });

    it("names the cards of the host where it has no PF of that name", async () => {
        const { failures } = await bench.stack.check({ name: "vfpool", pf: "enp9s0f0" });
        assert.match(failures[0]?.text ?? "", /whose SR-IOV devices are enp7s0f0, enp8s0f0\./);
    });

    it("finds another pool that has the PF, or some of its VFs", async () => {
        await bench.define(poolXml("other", "enp7s0f0"));
        assert.deepEqual(await found({ pf: "enp7s0f0" }), ["pf vf-in-one-pool"]);
        assert.deepEqual(await found({ pf: "enp8s0f0" }), []);
        // a started one lists the VFs that it has
        await bench.stack.byHand("net-start", "other");
        assert.deepEqual(await found({ addresses: ["0000:08:10.0", "0000:07:10.2"] }), ["addresses vf-in-one-pool"]);
        // the pool itself is no other one
        assert.deepEqual(await found({ name: "other", pf: "enp7s0f0", adopt: true }), []);
    });

    it("finds a PF that is down, or has lost its VFs", async () => {
        const sysfs = join(bench.host.folder, "sysfs");
        await writeFile(join(sysfs, "net/enp8s0f0/operstate"), "down\n");
        await bench.host.restart();
        await bench.stack.close();
        assert.deepEqual(await found({ pf: "enp8s0f0" }), []);
        assert.deepEqual(warnings(bench.stack), ["pf pf-is-up"]);

        for (const name of await readdir(join(sysfs, "devices")))
            if (name.startsWith("0000:08:10.")) await rm(join(sysfs, "devices", name), { recursive: true });
        await rm(join(sysfs, "devices/0000:08:00.0/virtfn0"));
        await rm(join(sysfs, "devices/0000:08:00.0/virtfn1"));
        await bench.host.restart();
        await bench.stack.close();
        assert.deepEqual(await found({ pf: "enp8s0f0" }), ["pf pf-has-vfs"]);
    });

    it("is left out where the pool stays as it is", async () => {
        const program = { name: "vfpool", pf: "enp7s0f0" };
        await bench.stack.up(program);
        await bench.define(poolXml("other", "enp7s0f0"));
        assert.deepEqual(await findings(bench.stack, program), []);
        assert.deepEqual(await findings(bench.stack, { ...program, vlan: 42 }), ["pf vf-in-one-pool"]);
        assert.deepEqual(await findings(bench.stack, { ...program, vlan: 42, rules: { "vf-in-one-pool": "off" } }), []);
    });

    it("is left out where the host does not answer, and a warning says so", async () => {
        const uri = "qemu+unix:///system?socket=/nowhere";
        assert.deepEqual(await found({ pf: "enp7s0f0", uri }), []);
        assert.deepEqual(toldBy(bench.stack), [{ id: "not-checked", subject: "vfpool", facts: {}, isWarning: true }]);
        assert.match(
            bench.stack.told[0]?.message.text ?? "",
            /virConnectOpenAuth on .*socket=\/nowhere: libvirt error \[38\/7\]/,
        );
    });
});
