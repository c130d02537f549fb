import assert from "node:assert/strict";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";
import { Stack } from "../support/cliStack";

/** Texts that stand nowhere else. */
const CANARIES = ["52:54:00:ca:fe:01", "52:54:00:ca:fe:02", "canaryname", "canarylan", "canaryword", "libvirt-sock"];

describe("what is secret in a program", () => {
    let host: Host;
    let stack: Stack;
    const printed: string[] = [];
    const program = (mac: string, more = ""): string => `
const pool = new libvirt.HostdevNetwork("vfpool", { uri: "", name: pulumi.secret("canaryname"), pf: "enp7s0f0", vlan: 42 });
const nic = new libvirt.TeamedNic("net0", {
    uri: pulumi.output(undefined), domain: "web1", mac: pulumi.secret("52:54:00:ca:fe:${mac}"),
    persistent: { network: pulumi.secret("canarylan") }, transient: { network: pool.name }, ${more}
});
exports.ready = libvirt.getMigrationReadinessOutput({ domain: "web1", to: [] }, { dependsOn: nic });`;
    const run = async (...args: string[]): Promise<number> => {
        const { status, output } = await stack.run(...args);
        printed.push(output);
        return status;
    };
    const assertHidden = (what: string, texts: readonly string[]): void => {
        const seen = texts.flatMap((text) => CANARIES.filter((canary) => text.toLowerCase().includes(canary)));
        assert.deepEqual(seen, [], what);
    };

    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(plainNetworkXml("canarylan")));
        await host.virsh("net-start", "canarylan");
        await host.virsh("define", await host.file(guestXml("web1")));
        await host.virsh("start", "web1");
        stack = await Stack.create(host.uri, program("01"));
        await stack.must("config", "set", "--secret", "libvirt:uri", host.uri);
    });
    after(async () => {
        await stack.remove();
        await host.stop();
    });

    it("stands in clear in no line of preview, up and destroy, with effects, drift, refusals and errors", async () => {
        assert.equal(await run("up", "--yes", "--skip-preview"), 0);
        const state = await stack.stateFile();
        assertHidden("the state", [state]);
        assert.ok(state.includes("ciphertext"));
        await stack.write(program("02"));
        assert.equal(await run("preview", "--diff"), 0);
        assert.equal(await run("preview", "--json"), 0);
        await host.virsh("net-destroy", "canarylan");
        assert.notEqual(await run("preview", "--diff"), 0);
        await host.virsh("net-start", "canarylan");
        await stack.write(program("02", "detachTimeout: -1"));
        assert.notEqual(await run("preview"), 0);
        await stack.write(program("02", `migratesTo: ["qemu+ssh://root:canaryword@kvm2/system"]`));
        assert.notEqual(await run("preview", "--json"), 0);
        assert.match(printed.at(-1) ?? "", /root:\[secret\]@kvm2.*uri-has-no-password/s);
        await stack.write(program("02"));
        await host.kill();
        assert.notEqual(await run("up", "--yes", "--skip-preview"), 0);
        await host.restart();
        assert.equal(await run("destroy", "--yes", "--skip-preview"), 0);
        assertHidden("what was printed", printed);
        assert.match(printed.join(""), /mac \[secret\] => \[secret\]/);
    });
});
