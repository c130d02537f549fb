import assert from "node:assert/strict";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";
import { Stack } from "../support/cliStack";

describe("what ignoreChanges names, in a stack that does not refresh first", () => {
    let host: Host;
    let stack: Stack;
    const program = (trust: boolean, link: string): string => `
const pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0", vlan: 42, ipv6: ${trust} }, { ignoreChanges: ["vlan"] });
new libvirt.TeamedNic("net0", {
    domain: "web1", persistent: { network: "lan", mtu: 9000, link: "${link}" }, transient: { network: pool.name },
}, { ignoreChanges: ["persistent.mtu"] });`;
    const change = async (define: string, xml: string, from: RegExp, to: string): Promise<void> => {
        assert.match(xml, from);
        await host.virsh(define, await host.file(xml.replace(from, to)));
    };
    const pool = (): Promise<string> => host.virsh("net-dumpxml", "--inactive", "vfpool");
    const guest = (): Promise<string> => host.virsh("dumpxml", "--inactive", "web1");

    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
        await host.virsh("net-start", "lan");
        await host.virsh("define", await host.file(guestXml("web1")));
        stack = await Stack.create(host.uri, program(false, "up"), { refresh: false });
        await stack.up();
        await change("net-define", await pool(), /<tag id='42'\/>/, "<tag id='44'/>");
        await change("define", await guest(), /<mtu size='9000'\/>/, "<mtu size='1500'/>");
    });
    after(async () => {
        await stack.remove();
        await host.stop();
    });

    it("is no drift, and up leaves it alone", async () => {
        assert.deepEqual(await stack.planned(), {});
        await stack.up();
        assert.match(await pool(), /<tag id='44'\/>/);
        assert.match(await guest(), /<mtu size='1500'\/>/);
    });

    it("stays as it is where something else is changed", async () => {
        await stack.write(program(true, "down"));
        await stack.up();
        assert.match(await pool(), /<network .*ipv6='yes'[^]*<tag id='44'\/>/);
        assert.match(
            await guest(),
            /<link state='down'\/>[^]*<mtu size='1500'\/>|<mtu size='1500'\/>[^]*<link state='down'\/>/,
        );
        assert.deepEqual(await stack.planned(), {});
    });
});
