import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startHost, type Host } from "../../lab/host";
import { projectRoot } from "../../lab/places";
import { Stack, type PreviewStep } from "../support/cliStack";
import { assertFindings, findingsOn } from "../support/screen";
import { stateOf } from "../support/testHost";
import { seenOn, startTwoHosts, type TwoHosts } from "../support/twoHosts";

const opsOf = (planned: Readonly<Record<string, PreviewStep>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(planned).map(([name, { op }]) => [name, op]));

describe("a pool on two hosts, in a stack", () => {
    let hosts: TwoHosts;
    let three: Host;
    let stack: Stack;
    let untouched: readonly string[];
    const state = (): Promise<readonly string[]> => Promise.all([hosts.one, hosts.two, three].map(stateOf));
    const networks = async (): Promise<readonly string[]> =>
        Promise.all([hosts.one, hosts.two].map((host) => host.virsh("net-list", "--name")));

    before(async () => {
        hosts = await startTwoHosts({ hasPool: false });
        three = await startHost();
        untouched = await state();
        stack = await Stack.create(hosts.one.uri, "", { refresh: false });
    });
    after(async () => {
        await stack.remove();
        await hosts.stop();
        await three.stop();
    });
    afterEach(async () => {
        await stack.clear();
        assert.deepEqual(await state(), untouched);
    });

    const kvm1 = (): string => `kvm1: { uri: "${hosts.one.uri}", pf: "enp7s0f0" }`;
    const kvm2 = (uri = hosts.two.uri): string => `kvm2: { uri: "${uri}", pf: "enp8s0f0", vlan: 43 }`;
    const pool = (...entries: readonly string[]): string =>
        `const pool = new libvirt.VfPool("vfpool", { vlan: 42, hosts: { ${entries.join(", ")} } });
        exports.uris = pool.uris;`;
    const NIC = `uri: pool.uris.kvm1, domain: "web1", persistent: { network: "lan" }, transient: { network: pool.network }`;
    const nic = (more = ""): string => `new libvirt.TeamedNic("net0", { ${NIC}, ${more} });`;

    it("is made on both before the pair, and hosts come and go alone", async () => {
        const whole = pool(kvm1(), kvm2()) + nic("migratesTo: [pool.uris.kvm2]");
        await stack.write(whole);
        const first = await stack.previewed();
        assert.deepEqual(opsOf(first.planned), {
            vfpool: "create",
            "vfpool-kvm1": "create",
            "vfpool-kvm2": "create",
            net0: "create",
        });
        assertFindings(findingsOn(first.text), []);
        await stack.up();
        assert.deepEqual(await networks(), ["lan\nvfpool", "lan\nvfpool"]);
        const definitions = await Promise.all(
            [hosts.one, hosts.two].map((host) => host.virsh("net-dumpxml", "--inactive", "vfpool")),
        );
        assert.deepEqual(
            definitions.map((xml) => [/<pf dev='(.*)'\/>/.exec(xml)?.[1], /<tag id='(.*)'\/>/.exec(xml)?.[1]]),
            [
                ["enp7s0f0", "42"],
                ["enp8s0f0", "43"],
            ],
        );
        const guest = await seenOn(hosts.one, "web1");
        assert.deepEqual([guest?.running, guest?.vf], [["ua-net0", "ua-net0-vf"], "0000:07:10.0"]);
        const { outputs } = (await stack.resource("vfpool")) as { readonly outputs: unknown };
        assert.deepEqual(outputs, { network: "vfpool", uris: { kvm1: hosts.one.uri, kvm2: hosts.two.uri } });

        // another machine under the same key; what each preview names is all, so that the up before has left nothing to do
        await stack.write(pool(kvm1(), kvm2(three.uri)) + nic("migratesTo: [pool.uris.kvm2]"));
        const { net0, ...others } = await stack.planned();
        assert.deepEqual([net0?.diffs, Object.keys(others)], [["migratesTo"], ["vfpool-kvm2"]]);
        await stack.up();
        assert.deepEqual(await networks(), ["lan\nvfpool", "lan"]);
        assert.equal(await three.virsh("net-list", "--name"), "vfpool");
        assert.deepEqual(await seenOn(hosts.one, "web1"), guest);

        await stack.write(pool(kvm1()) + nic());
        assert.deepEqual(opsOf(await stack.planned()), { "vfpool-kvm2": "delete", net0: "update" });
        await stack.up();
        assert.deepEqual(await networks(), ["lan\nvfpool", "lan"]);
        assert.deepEqual(await seenOn(hosts.one, "web1"), guest);

        await stack.write(pool(kvm1(), kvm2()) + nic());
        assert.deepEqual(opsOf(await stack.planned()), { "vfpool-kvm2": "create" });
        await stack.up();
        assert.deepEqual(opsOf(await stack.planned()), {});
        assert.deepEqual(await networks(), ["lan\nvfpool", "lan\nvfpool"]);
        assert.deepEqual(await seenOn(hosts.one, "web1"), guest);
    });

    it("is what the example two-hosts makes", async () => {
        const example = await readFile(join(projectRoot, "dist/examples/two-hosts/index.js"), "utf8");
        await stack.write(`{\n${example}\n}`);
        const plain = [`kvm1=${hosts.one.uri}`, `kvm2=${hosts.two.uri}`].flatMap((one) => ["--plaintext", one]);
        await stack.must("config", "set-all", ...plain);
        const output = await stack.up();
        assert.match(output, /\+ 5 created/);
        assert.match(output, /vfs: \[\n +\[0\]: "0000:08:10\.0"\n +\[1\]: "0000:08:10\.1"\n/);
        assert.equal((await seenOn(hosts.one, "web1"))?.vf, "0000:07:10.0");
        assert.deepEqual(await stack.planned(), {});
        // an export shows it in plain text
        for (const key of ["kvm1", "kvm2"]) await stack.must("config", "rm", key);
    });

    it("takes hosts that an output has, and keeps what is secret of them secret", async () => {
        await stack.write(
            `const hosts = pulumi.secret({ ${kvm1()}, ${kvm2()} });
            const pool = new libvirt.VfPool("vfpool", { hosts });
            ${nic("migratesTo: [pool.uris.kvm2]")}`,
        );
        await stack.up();
        assert.deepEqual(await networks(), ["lan\nvfpool", "lan\nvfpool"]);
        const { text, planned } = await stack.previewed();
        assert.deepEqual(planned, {});
        const shown = text + (await stack.must("stack", "export"));
        assert.ok(!shown.includes(hosts.two.uri), shown);
    });

    it("is refused before anything is touched where its hosts are none, one twice, or misspelt", async () => {
        /** What a preview shows that fails, with no line of a stack. */
        const refused = async (program: string): Promise<string> => {
            await stack.write(program);
            const { status, output } = await stack.run("preview");
            assert.notEqual(status, 0, output);
            assert.doesNotMatch(output, /^ *at |Error:/m);
            return output;
        };
        assertFindings(findingsOn(await refused(pool())), [["error: vfpool.hosts {} argument-shape"]]);
        const misspelt = `pulumi.output({ kvm1: { uri: "${hosts.one.uri}", pfs: "enp7s0f0" } })`;
        assertFindings(findingsOn(await refused(`new libvirt.VfPool("vfpool", { hosts: ${misspelt} });`)), [
            ['error: vfpool.hosts.kvm1.pfs "[output]" unknown-argument', "pf"],
        ]);
        assertFindings(findingsOn(await refused(pool(kvm1(), `again: { uri: "${hosts.one.uri}", pf: "enp8s0f0" }`))), [
            ['error: vfpool-again.name "vfpool" networks-of-program-differ', "vfpool-kvm1"],
        ]);
    });
});
