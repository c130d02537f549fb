import assert from "node:assert/strict";
import { startHost, type Host } from "../../lab/host";
import { guestXml, plainNetworkXml } from "../../lab/host";
import { Stack } from "../support/cliStack";

const TAKES_OVER_POOL =
    /vfpool: the network already exists \(uuid [0-9a-f-]+\)\. up takes it over from resource a of this stack\./;
const LEFT = (what: string): string =>
    `${what}: another resource has taken it over. The provider does not delete it on the host.`;

/** The same network, as another resource of the stack makes it. */
const madeBy =
    (name: string) =>
    (text: string): string =>
        text.replace(/(<teaming:resource [^>]*) name="[^"]*"/, `$1 name="${name}"`);

describe("what one resource of a stack takes over from another", () => {
    let host: Host;
    let stack: Stack;
    const program = (pool: string, nic: string, more = ""): string => `
const pool = new libvirt.HostdevNetwork("${pool}", { name: "vfpool", pf: "enp7s0f0"${more} });
new libvirt.TeamedNic("${nic}", {
    name: "net0", domain: "web1", mac: "52:54:00:aa:bb:01", persistent: { network: "lan" }, transient: { network: pool.name }${more},
});`;
    const onHost = async (): Promise<readonly string[]> => [
        await host.virsh("net-list", "--all", "--name"),
        await host.virsh("net-dumpxml", "--inactive", "vfpool").catch(() => "none"),
        await host.virsh("dumpxml", "--inactive", "web1"),
    ];

    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
        await host.virsh("net-start", "lan");
        await host.virsh("define", await host.file(guestXml("web1")));
        stack = await Stack.create(host.uri, program("a", "na", ", adopt: true"), { refresh: false });
        await stack.up();
    });
    after(async () => {
        await stack.remove();
        await host.stop();
    });

    it("stays on the host when the first is deleted, as after a new name in the program with adopt", async () => {
        const before = await onHost();
        await stack.write(program("b", "nb", ", adopt: true"));
        const preview = await stack.preview();
        assert.match(preview, TAKES_OVER_POOL);
        assert.ok(
            preview.includes("net0 on web1: the guest already has ua-net0 and ua-net0-vf. up takes them over."),
            preview,
        );
        const up = await stack.up();
        for (const what of ["vfpool", "net0 on web1"]) assert.ok(up.includes(LEFT(what)), up);
        assert.deepEqual(await onHost(), before.map(madeBy("b")));
    });

    it("stays, too, where the first is deleted by a later up", async () => {
        const before = await onHost();
        await stack.write(program("c", "nc", ", adopt: true"));
        const urns = ["HostdevNetwork::c", "TeamedNic::nc"].map(
            (name) => `--target=urn:pulumi:dev::test::pulumi-nodejs:dynamic/libvirt:${name}`,
        );
        await stack.must("up", "--yes", "--skip-preview", ...urns);
        const up = await stack.up();
        for (const what of ["vfpool", "net0 on web1"]) assert.ok(up.includes(LEFT(what)), up);
        assert.deepEqual(await onHost(), before.map(madeBy("c")));
        await stack.write(program("b", "nb", ", adopt: true"));
        await stack.up();
    });

    it("stays, too, where the pair is taken over by its MAC, under other aliases", async () => {
        const renamed = program("b", "nd", ", adopt: true").replace('name: "net0"', 'name: "net1"');
        await stack.write(renamed);
        const up = await stack.up();
        assert.ok(up.includes(LEFT("net0 on web1")), up);
        const guest = await host.virsh("dumpxml", "--inactive", "web1");
        assert.deepEqual(
            [...guest.matchAll(/<alias name='(ua-[^']*)'/g)].map(([, alias]) => alias),
            ["ua-net1", "ua-net1-vf"],
        );
        await stack.write(program("b", "nb", ", adopt: true"));
        await stack.up();
    });

    it("is the pair itself where it is replaced under its own aliases, without adopt", async () => {
        await stack.write(program("b", "nb"));
        await stack.up();
        const before = await onHost();
        const nic = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/libvirt:TeamedNic::nb";
        const up = await stack.must("up", "--yes", "--skip-preview", "--replace", nic);
        assert.ok(up.includes(LEFT("net0 on web1")), up);
        assert.deepEqual(await onHost(), before);
        assert.deepEqual(await stack.planned(), {});
    });

    it("is itself after an up --replace in which another resource failed: the next up deletes what is left over, and takes nothing", async () => {
        const before = await onHost();
        const fails = `\nnew libvirt.TeamedNic("fails", { domain: "nobody", persistent: { network: "lan" }, transient: { address: "0000:08:10.1" } }, { dependsOn: [pool] });`;
        await stack.write(program("b", "nb") + fails);
        const urns = ["HostdevNetwork::b", "TeamedNic::nb"].map(
            (name) => `--replace=urn:pulumi:dev::test::pulumi-nodejs:dynamic/libvirt:${name}`,
        );
        const { status } = await stack.run("up", "--yes", "--skip-preview", ...urns);
        assert.notEqual(status, 0);
        await stack.write(program("b", "nb"));
        await stack.up();
        assert.deepEqual(await onHost(), before);
        assert.deepEqual(await stack.planned(), {});
    });
});
