import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";
import { Stack } from "../support/cliStack";

describe("a pool and a pair that the state has under other URNs", () => {
    let host: Host;
    let stack: Stack;
    const program = (pool: string, nic: string): string => `
const pool = new libvirt.HostdevNetwork("${pool}", { name: "vfpool", pf: "enp7s0f0" });
new libvirt.TeamedNic("${nic}", {
    name: "net0", domain: "web1", persistent: { network: "lan" }, transient: { network: pool.name },
});`;
    const urn = (type: string, name: string): string =>
        `urn:pulumi:dev::test::pulumi-nodejs:dynamic/libvirt:${type}::${name}`;
    const onHost = async (): Promise<readonly string[]> => [
        await host.virsh("net-list", "--all", "--name"),
        await host.virsh("dumpxml", "--inactive", "web1"),
    ];
    let untouched: readonly string[];
    let made: readonly string[];

    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
        await host.virsh("net-start", "lan");
        await host.virsh("define", await host.file(guestXml("web1")));
        untouched = await onHost();
        stack = await Stack.create(host.uri, program("a", "na"), { refresh: false });
        await stack.up();
        made = await onHost();
    });
    after(async () => {
        await stack.remove();
        await host.stop();
    });

    it("are the same after state rename and state move, with the derived MAC, and are deleted from there", async () => {
        await stack.must("state", "rename", urn("HostdevNetwork", "a"), "b", "--yes");
        await stack.must("state", "rename", urn("TeamedNic", "na"), "nb", "--yes");
        await stack.write(program("b", "nb"));
        assert.deepEqual(await stack.planned(), {});

        await stack.must("stack", "init", "prod");
        const moved = [urn("HostdevNetwork", "b"), urn("TeamedNic", "nb")];
        const between = ["--source", "organization/test/dev", "--dest", "organization/test/prod"];
        await stack.must("state", "move", ...between, "--yes", ...moved);
        await writeFile(
            join(stack.folder, "Pulumi.prod.yaml"),
            `config:\n  libvirt:uri: ${JSON.stringify(host.uri)}\n`,
        );
        assert.deepEqual(await stack.planned(), {});
        await stack.up();
        assert.deepEqual(await onHost(), made);

        await stack.destroy();
        assert.deepEqual(await onHost(), untouched);
    });
});
