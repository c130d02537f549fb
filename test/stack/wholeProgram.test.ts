import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";
import { assertFindings, findingsOn, inShort, type Shown } from "../support/screen";
import { stackOnHost } from "../support/stackOnHost";
import { stateOf } from "../support/testHost";

const NIC = `
const nic = (name, domain, network, more = {}, dependsOn = undefined) =>
    new libvirt.TeamedNic(name, { domain, persistent: { network: "lan" }, transient: { network }, ...more }, { dependsOn });`;

/** What the rules of whole programs found. */
const fromProgram = (output: string): readonly Shown[] =>
    findingsOn(output).filter(({ by }) => by === "error" || by === "warning");

async function networkOn(host: Host, xml: string, isStarted = true): Promise<void> {
    await host.virsh("net-define", await host.file(xml));
    const [, name = ""] = /<name>(.*)<\/name>/.exec(xml) ?? [];
    if (isStarted) await host.virsh("net-start", name);
}
const poolXml = (name: string, vf: number): string =>
    `<network><name>${name}</name><forward mode='hostdev' managed='yes'><address type='pci' domain='0' bus='7' slot='0x10' function='${vf}'/></forward></network>`;

const socketOf = ({ uri }: Host): string => uri.slice(uri.indexOf("=") + 1);

describe("a program as a whole, on the screen of the CLI", () => {
    const bench = stackOnHost({ refresh: false });
    let other: Host;
    before(async () => {
        await bench.host.virsh("net-start", "lan");
        other = await startHost();
    });
    after(() => other.stop());
    afterEach(() => bench.stack.clear());

    it("is refused where it does not go together: of each mistake both resources are named, and nothing is touched", async () => {
        const program = (more: string): string => `${NIC}
const pool = new libvirt.HostdevNetwork("vfpool", { addresses: ["0000:07:10.0", "0000:07:10.1"] });
nic("a", "demo", pool.name, { mac: "52:54:00:aa:bb:01" ${more}`;
        // "d" and "h" name their pool by a text, one after the pool and one before it
        const bad = program(`, migratesTo: ["${other.uri}"] });
nic("h", "other", "late");
const again = new libvirt.HostdevNetwork("again", { addresses: [pulumi.output("0000:7:10.1"), "0000:07:10.2", "0000:07:10.3"] });
nic("b", "other", "vfpool", { mac: pulumi.output("52:54:00:AA:BB:01") }, pool);
nic("c", "demo", pool.name, { name: "a" });
nic("d", "other", "again", { mac: "52:54:00:aa:bb:02" });
nic("e", "demo", "again", { mac: pulumi.secret("52:54:00:AA:BB:02") }, [again]);
nic("f", "other", again.name, { mac: "52:54:00:aa:bb:01", rules: { "macs-of-program-differ": "warning" } });
const late = new libvirt.HostdevNetwork("late", { pf: "enp8s0f0" });
nic("g", late.uuid, again.name);
new libvirt.TeamedNic("i", { domain: "other", mac: "52:54:00:aa:bb:01", persistent: { network: "lan" }, transient: { network: "elsewhere" } }, {
    transformations: [({ props, opts }) => ({ props: { ...props, mac: "52:54:00:aa:bb:03" }, opts })],
});`);
        await bench.stack.write(bad);
        const { status, output } = await bench.stack.run("preview");
        assert.notEqual(status, 0);
        assertFindings(fromProgram(output), [
            ['error: again.addresses "0000:07:10.1" vfs-of-program-differ', "vfpool"],
            ['error: b.mac "52:54:00:aa:bb:01" macs-of-program-differ', "a"],
            ['error: c.aliases "ua-a" aliases-of-program-differ', "a"],
            ['error: c.aliases "ua-a-vf" aliases-of-program-differ', "a"],
            ['error: d.transient.network "again" pair-waits-for-its-pool', "again"],
            ['error: e.mac "[secret]" macs-of-program-differ', "d"],
            ['error: h.transient.network "late" pair-waits-for-its-pool', "late"],
            ["error: vfpool.addresses - pairs-fit-their-pool", 2, 3, "a", "b", "c"],
            [`warning: a.migratesTo[0] "${other.uri}" pool-is-declared-on-targets`, "vfpool", bench.host.uri],
            ['warning: f.mac "52:54:00:aa:bb:01" macs-of-program-differ', "a"],
        ]);
        assert.match(
            output,
            /^ +error: Resources of this program conflict with each other. The errors name each conflict\.$/m,
        );
        assert.doesNotMatch(output, /AA:BB:02/i);
        assert.doesNotMatch(output, /^ +at .*\.[jt]s:\d+/m, "no stack");

        await bench.stack.write(program("});"));
        await bench.stack.up();
        const healthy = await stateOf(bench.host);
        await bench.stack.write(bad);
        const skipping = await bench.stack.run("up", "--yes", "--skip-preview");
        assert.notEqual(skipping.status, 0);
        // what waits for outputs of what is not made, is not known
        assertFindings(fromProgram(skipping.output), [
            ['error: again.addresses "0000:07:10.1" vfs-of-program-differ', "vfpool"],
            ['error: b.mac "52:54:00:aa:bb:01" macs-of-program-differ', "a"],
            ['error: c.aliases "ua-a" aliases-of-program-differ', "a"],
            ['error: c.aliases "ua-a-vf" aliases-of-program-differ', "a"],
            ['error: d.transient.network "again" pair-waits-for-its-pool', "again"],
            ['error: e.mac "[secret]" macs-of-program-differ', "d"],
            ['error: h.transient.network "late" pair-waits-for-its-pool', "late"],
            ['warning: f.mac "52:54:00:aa:bb:01" macs-of-program-differ', "a"],
        ]);
        assert.equal(await stateOf(bench.host), healthy);
        await bench.stack.write(program("});"));
        assert.deepEqual(await bench.stack.planned(), {});
    });

    it("is judged as leniently as the stack's configuration says, where that is possible", async () => {
        const set = (levels: Readonly<Record<string, string>>) =>
            bench.stack.must(
                ...["config", "set-all", "--path"],
                ...Object.entries(levels).flatMap(([rule, level]) => ["--plaintext", `libvirt:rules.${rule}=${level}`]),
            );
        await bench.stack.write(`${NIC}
const pool = new libvirt.HostdevNetwork("vfpool", { addresses: ["0000:07:10.0"] });
nic("a", "demo", pool.name, { mac: "52:54:00:aa:bb:01" });
nic("b", "other", pool.name, { mac: "52:54:00:aa:bb:01" });`);
        await set({
            "macs-of-program-differ": "warning",
            "mac-is-free": "off", // which pair finds that depends on which is first
            "pairs-fit-their-pool": "off",
            "pool-has-a-free-vf": "off",
        });
        assertFindings(findingsOn(await bench.stack.up()), [
            ['warning: b.mac "52:54:00:aa:bb:01" macs-of-program-differ', "a"],
        ]);
        assert.deepEqual(await bench.stack.planned(), {});

        await set({ "mac-is-fre": "warning", "pf-is-up": "error" });
        const { status, output } = await bench.stack.run("preview");
        assert.notEqual(status, 0);
        const refused = findingsOn(output).filter(({ by }) => by === "refused");
        const once = refused.filter((one, i) => refused.findIndex((other) => isDeepStrictEqual(one, other)) === i);
        assertFindings(once, [
            ['refused: libvirt:rules.mac-is-fre "warning" unknown-argument', "mac-is-free"],
            ['refused: libvirt:rules.pf-is-up "error" argument-shape', '"warning"', '"off"'],
        ]);
        await bench.stack.must("config", "rm", "libvirt:rules");
    });

    it("is counted: the third pair for two VFs is refused, of a guest that runs, and all three are named", async () => {
        await bench.host.virsh("start", "demo");
        await bench.stack.write(`${NIC}
const pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp8s0f0" });
for (const name of ["a", "b", "c"]) nic(name, "demo", pool.name);`);
        const { status, output } = await bench.stack.run("preview");
        assert.notEqual(status, 0);
        const [said] = findingsOn(output);
        assert.equal(said && inShort(said), 'refused: transient.network "vfpool" pool-has-a-free-vf', output);
        for (const value of ["3", "2", "a on demo", "b on demo", "c on demo"])
            assert.ok(said?.text.includes(value), `${value}: ${said?.text ?? ""}`);
        await bench.host.virsh("destroy", "demo");
    });

    it("is refused where a pool lists a VF of another's PF, which the host alone can tell", async () => {
        await bench.stack.write(`
new libvirt.HostdevNetwork("all", { pf: "enp7s0f0" });
new libvirt.HostdevNetwork("one", { addresses: ["0000:07:10.3"] });`);
        const { status, output } = await bench.stack.run("preview");
        assert.notEqual(status, 0);
        const [said] = findingsOn(output); // whichever is looked at last, or both
        assert.ok(said);
        assert.match(inShort(said), /^refused: (pf|addresses) "0000:07:10.3" vf-in-one-pool$/);
        assert.match(said.text, said.path === "pf" ? /\bone\b/ : /\ball\b/);
    });

    it("migrates: what is missing where is said of each target", async () => {
        const pools = ["gone", "stopped", "full", "plain"];
        for (const [i, name] of pools.entries()) await networkOn(bench.host, poolXml(name, i));
        await networkOn(bench.host, plainNetworkXml("lan2"));
        await networkOn(other, plainNetworkXml("lan"));
        await networkOn(other, poolXml("stopped", 0), false);
        await networkOn(other, poolXml("full", 1));
        await networkOn(other, plainNetworkXml("plain"));
        const nic = "<interface type='network'><source network='full'/></interface>";
        await other.virsh("define", await other.file(guestXml("user", { interfaces: [nic] })));
        await other.virsh("start", "user");

        await bench.stack.write(`${NIC}
for (const name of ["gone", "stopped", "full"]) nic(name, "demo", name, { migratesTo: ["${other.uri}"] });`);
        assertFindings(findingsOn(await bench.stack.must("preview")), [
            [`full on demo: transient.network on ${other.uri} "full" pool-has-a-free-vf`, 1, 0],
            [`gone on demo: transient.network on ${other.uri} "gone" pool-is-started`, "missing"],
            [`stopped on demo: transient.network on ${other.uri} "stopped" pool-is-started`, "stopped"],
        ]);

        await bench.stack.write(
            `${NIC}nic("plain", "demo", "plain", { migratesTo: ["${other.uri}"], persistent: { network: "lan2" } });`,
        );
        const { status, output } = await bench.stack.run("preview");
        assert.notEqual(status, 0);
        assertFindings(findingsOn(output), [
            [`refused: transient.network on ${other.uri} "plain" transient-network-is-a-pool`, "no forward mode"],
            [`plain on demo: persistent.network on ${other.uri} "lan2" network-is-started`, "missing"],
        ]);
    });

    it("goes on where a host does not answer, which is said once of each resource", async () => {
        await other.kill();
        await bench.stack.write(`${NIC}
new libvirt.HostdevNetwork("pool", { uri: "${other.uri}", pf: "enp7s0f0" });
nic("a", "demo", "gone", { uri: "${other.uri}" });
nic("b", "demo", "gone", { migratesTo: ["${other.uri}"] });`);
        const output = await bench.stack.preview();
        const lines = output.split("\n").filter((line) => line.includes(`on ${other.uri}`));
        const why = `: libvirt error [38/7] Failed to connect socket to '${socketOf(other)}': Connection refused`;
        assert.deepEqual(lines.map((line) => line.split(": ")[0]).sort(), ["a on demo", "b on demo", "pool"]);
        assert.deepEqual(
            lines.filter((line) => !line.endsWith(why)),
            [],
        );
    });
});
