import assert from "node:assert/strict";
import type { Host } from "../../lab/host";
import { Stack } from "../support/cliStack";
import { CountedSsh } from "../support/countedSsh";
import { startTestHost } from "../support/testHost";

describe("a stack on two hosts over ssh, with the CLI", () => {
    let hosts: readonly [Host, Host];
    let ssh: CountedSsh;
    let stack: Stack;

    before(async () => {
        hosts = await Promise.all([startTestHost(), startTestHost()]);
        const [kvm1, kvm2] = hosts;
        ssh = await CountedSsh.create({ kvm1, kvm2 });
        for (const host of hosts) await host.virsh("net-start", "lan");
        const program = ["kvm1", "kvm2"].map(
            (host) => `
                const uri = "${ssh.uri(host)}";
                const pool = new libvirt.HostdevNetwork("${host}-pool", { uri, name: "pool", pf: "enp7s0f0" });
                for (const name of ["demo", "other"])
                    new libvirt.TeamedNic("${host}-" + name, { uri, domain: name, persistent: { network: "lan" }, transient: { network: pool.name } });`,
        );
        stack = await Stack.create(ssh.uri("kvm1"), program.map((part) => `{${part}}`).join("\n"));
    });
    after(async () => {
        await stack.remove();
        await ssh.remove();
        await Promise.all(hosts.map((host) => host.stop()));
    });

    it("costs one login a host in each run: up, preview, destroy", async () => {
        await stack.up();
        assert.deepEqual(await ssh.logins(), ["kvm1", "kvm2"]);
        assert.deepEqual(await stack.planned(), {});
        assert.deepEqual(await ssh.logins(), ["kvm1", "kvm2"]);
        await stack.destroy();
        assert.deepEqual(await ssh.logins(), ["kvm1", "kvm2"]);
    });
});
