import assert from "node:assert/strict";
import { command } from "../support/command";
import { SchemaJudge } from "../../cli/lint/schemaJudge";
import { GOOD } from "./lintFolder";

/** A guest as `virsh dumpxml` prints a running one. */
const RUNNING = `<domain type='kvm' id='3'>
  <name>web1</name>
  <memory unit='KiB'>1048576</memory>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/web1.img'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'>
      <mac address='52:54:00:00:00:01'/>
      <source network='lan' portid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f' bridge='virbr0'/>
      <target dev='vnet0'/>
      <model type='virtio'/>
      <alias name='net0'/>
      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
    </interface>
  </devices>
</domain>`;

const LONE = `<interface type='network'>
  <source network='lan'/>
  <model type='virtio'/>
  <coalesce><rx><frames max='many'/></rx></coalesce>
</interface>`;

/** Findings of the schema and of all other rules, as `id path line`. */
async function findings(xml: string, ...options: string[]): Promise<readonly string[]> {
    const { out } = await command(["lint", "--json", ...options, "-"], xml);
    const [file] = JSON.parse(out) as { findings: { rule: string; path: string; line: number }[] }[];
    return (file?.findings ?? []).map(({ rule, path, line }) => `${rule} ${path} ${line}`);
}

describe("libvirt's schema in the command lint", () => {
    it("finds nothing in a pool, and in the dump of a running guest", async () => {
        assert.deepEqual([await findings(GOOD), await findings(RUNNING)], [[], []]);
    });

    it("names the smallest part that the schema refuses, and its line", async () => {
        const guest = RUNNING.replace("file='/web1.img'", "fle='/web1.img'").replace(
            "<target dev='vnet0'/>",
            "<taget/>",
        );
        assert.deepEqual(await findings(guest), [
            "in-schema /domain/devices[1]/disk[1]/source[1]/@fle 6",
            "in-schema /domain/devices/interface[1]/taget[1] 10",
        ]);
        assert.deepEqual(await findings(LONE), ["in-schema /interface/coalesce[1]/rx[1]/frames[1]/@max 4"]);
        const nat = "<network><name>n</name><forward mode='nat'/>\n<bridge name='virbr9' sTP='on'/></network>";
        assert.deepEqual(await findings(nat), ["in-schema /network/bridge[1]/@sTP 2"]);
    });

    it("is silent about an element that another rule names", async () => {
        const pool = GOOD.replace("</network>", "\n<bogus/><vlan><tag id='4096'/></vlan></network>");
        assert.deepEqual(await findings(pool), [
            "pool-element-is-known /network/bogus 2",
            "pool-vlan-in-range /network/vlan 2",
        ]);
    });

    it("is left out with --no-schema, and where its rule is off", async () => {
        assert.deepEqual(await findings(LONE, "--no-schema"), []);
        assert.deepEqual(await findings(LONE, "--rule", "in-schema=off"), []);
    });

    it("is left out where the machine has no schemas", async () => {
        assert.equal(await SchemaJudge.find("/nowhere"), undefined);
    });

    it("has no default in the help of an option", async () => {
        const { out } = await command(["lint", "--help"]);
        assert.deepEqual([out.includes("--no-schema"), out.includes("default:")], [true, false]);
    });
});
