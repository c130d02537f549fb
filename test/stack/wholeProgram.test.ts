import assert from "node:assert/strict";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";
import { levels } from "../../provider/rules";
import { Stack } from "../support/cliStack";
import { startTestHost, stateOf } from "../support/testHost";

const NIC = `
const nic = (name, domain, network, more = {}) =>
    new libvirt.TeamedNic(name, { domain, persistent: { network: "lan" }, transient: { network }, ...more });`;

/** What was said, as `error b.mac "52:54:00:aa:bb:01": another than a has [macs-of-program-differ]`. */
const saidIn = (output: string): readonly string[] =>
    [...output.matchAll(/^ *(.*?: )?(\S+(?: on \S+)?): found (.*?);.*\n +Allowed: (.*?)\. [A-Z].*\[\S*#([a-z-]+);/gm)]
        .map(([, who = "", path = "", found = "", allowed = "", rule = ""]) => {
            const by = who.replace(/^(error|warning): .* has a problem: $/, "refused: ");
            return `${by}${path} ${found}: ${allowed} [${rule}]`;
        })
        .sort();

/** The part of it that the rules of whole programs said. */
const fromProgram = (output: string): readonly string[] =>
    saidIn(output).filter((line) => /^(error|warning): /.test(line));

async function networkOn(host: Host, xml: string, isStarted = true): Promise<void> {
    await host.virsh("net-define", await host.file(xml));
    const [, name = ""] = /<name>(.*)<\/name>/.exec(xml) ?? [];
    if (isStarted) await host.virsh("net-start", name);
}
const poolXml = (name: string, vf: number): string =>
    `<network><name>${name}</name><forward mode='hostdev' managed='yes'><address type='pci' domain='0' bus='7' slot='0x10' function='${vf}'/></forward></network>`;

const socketOf = ({ uri }: Host): string => uri.slice(uri.indexOf("=") + 1);

describe("a program as a whole, on the screen of the CLI", () => {
    let host: Host;
    let other: Host;
    let stack: Stack;

    before(async () => {
        [host, other] = await Promise.all([startTestHost(), startHost()]);
        await host.virsh("net-start", "lan");
        stack = await Stack.create(host.uri, "");
    });
    after(async () => {
        await stack.remove();
        await host.stop();
        await other.stop();
    });

    afterEach(async () => {
        await stack.destroy();
        await stack.run("config", "rm", "libvirt:rules");
    });

    it("is refused where it does not go together: of each mistake both resources are named, and nothing is touched", async () => {
        const program = (more: string): string => `${NIC}
const pool = new libvirt.HostdevNetwork("vfpool", { addresses: ["0000:07:10.0", "0000:07:10.1"] });
nic("a", "demo", pool.name, { mac: "52:54:00:aa:bb:01" ${more}`;
        const bad = program(`, migratesTo: ["${other.uri}"] });
new libvirt.HostdevNetwork("again", { addresses: [pulumi.output("0000:7:10.1"), "0000:07:10.2", "0000:07:10.3"] });
nic("b", "other", "vfpool", { mac: pulumi.output("52:54:00:AA:BB:01") });
nic("c", "demo", pool.name, { name: "a" });
nic("d", "other", "again", { mac: "52:54:00:aa:bb:02" });
nic("e", "demo", "again", { mac: pulumi.secret("52:54:00:AA:BB:02") });
nic("f", "other", "again", { mac: "52:54:00:aa:bb:01", rules: { "macs-of-program-differ": "warning" } });
const late = new libvirt.HostdevNetwork("late", { pf: "enp8s0f0" });
nic("g", late.uuid, "again");`);
        await stack.write(bad);
        const { status, output } = await stack.run("preview");
        assert.notEqual(status, 0);
        assert.deepEqual(fromProgram(output), [
            'error: again.addresses "0000:07:10.1": another than vfpool has [vfs-of-program-differ]',
            'error: b.mac "52:54:00:aa:bb:01": another than a has [macs-of-program-differ]',
            'error: c.aliases "ua-a": another than a has [aliases-of-program-differ]',
            'error: c.aliases "ua-a-vf": another than a has [aliases-of-program-differ]',
            'error: e.mac "[secret]": another than d has [macs-of-program-differ]',
            "error: vfpool.addresses 2: 3 VFs, for a, b, c [pairs-fit-their-pool]",
            `warning: a.migratesTo[0] "${other.uri}": a host for which this program declares pool vfpool, as vfpool does for ${host.uri} [pool-is-declared-on-targets]`,
            'warning: f.mac "52:54:00:aa:bb:01": another than a has [macs-of-program-differ]',
        ]);
        assert.match(output, /^ +error: Resources of this program do not go together, as the errors say of each\.$/m);
        assert.doesNotMatch(output, /AA:BB:02/i);
        assert.doesNotMatch(output, /^ +at .*\.[jt]s:\d+/m, "no stack");

        await stack.write(program("});"));
        await stack.up();
        const healthy = await stateOf(host);
        await stack.write(bad);
        const skipping = await stack.run("up", "--yes", "--skip-preview");
        assert.notEqual(skipping.status, 0);
        // what waits for outputs of what is not made, is not known
        assert.deepEqual(fromProgram(skipping.output), [
            'error: again.addresses "0000:07:10.1": another than vfpool has [vfs-of-program-differ]',
            'error: b.mac "52:54:00:aa:bb:01": another than a has [macs-of-program-differ]',
            'error: c.aliases "ua-a": another than a has [aliases-of-program-differ]',
            'error: c.aliases "ua-a-vf": another than a has [aliases-of-program-differ]',
            'error: e.mac "[secret]": another than d has [macs-of-program-differ]',
            'warning: f.mac "52:54:00:aa:bb:01": another than a has [macs-of-program-differ]',
        ]);
        assert.equal(await stateOf(host), healthy);
        await stack.write(program("});"));
        assert.deepEqual(await stack.planned(), {});
    });

    it("is judged as leniently as the stack's configuration says, where that is possible", async () => {
        const set = (rule: string, level: string) =>
            stack.must("config", "set", "--path", `libvirt:rules.${rule}`, level);
        await stack.write(`${NIC}
const pool = new libvirt.HostdevNetwork("vfpool", { addresses: ["0000:07:10.0"] });
nic("a", "demo", pool.name, { mac: "52:54:00:aa:bb:01" });
nic("b", "other", pool.name, { mac: "52:54:00:aa:bb:01" });`);
        await set("macs-of-program-differ", "warning");
        await set("mac-is-free", "off"); // which pair finds that depends on which is first
        await set("pairs-fit-their-pool", "off");
        await set("pool-has-a-free-vf", "off");
        assert.deepEqual(saidIn(await stack.up()), [
            'warning: b.mac "52:54:00:aa:bb:01": another than a has [macs-of-program-differ]',
        ]);
        assert.deepEqual(await stack.planned(), {});

        await set("mac-is-fre", "warning");
        await set("pf-is-up", "error");
        const { status, output } = await stack.run("preview");
        assert.notEqual(status, 0);
        const refused = saidIn(output).filter((line) => line.startsWith("refused: "));
        const count = Object.keys(levels.fields).length;
        assert.deepEqual(
            [...new Set(refused)],
            [
                `refused: rules.mac-is-fre "warning": one of ${count} names, of which mac-is-free is the nearest [unknown-argument]`,
                'refused: rules.pf-is-up "error": "warning" or "off" [argument-shape]',
            ],
        );
    });

    it("is counted: the third pair for two VFs is refused, of a guest that runs, and all three are named", async () => {
        await host.virsh("start", "demo");
        await stack.write(`${NIC}
const pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp8s0f0" });
for (const name of ["a", "b", "c"]) nic(name, "demo", pool.name);`);
        const { status, output } = await stack.run("preview");
        assert.notEqual(status, 0);
        const [line = ""] = saidIn(output);
        const [, order = ""] =
            /^refused: transient\.network "vfpool": a pool with 3 free VFs, for (.*); this one has 2 \[pool-has-a-free-vf\]$/.exec(
                line,
            ) ?? [];
        assert.deepEqual(order.split(", ").sort(), ["a on demo", "b on demo", "c on demo"], output);
        await host.virsh("destroy", "demo");
    });

    it("is refused where a pool lists a VF of another's PF, which the host alone can tell", async () => {
        await stack.write(`
new libvirt.HostdevNetwork("all", { pf: "enp7s0f0" });
new libvirt.HostdevNetwork("one", { addresses: ["0000:07:10.3"] });`);
        const { status, output } = await stack.run("preview");
        assert.notEqual(status, 0);
        const [said = ""] = saidIn(output); // whichever is looked at last, or both
        assert.match(
            said,
            /^refused: (pf|addresses) "0000:07:10.3": what no other pool has; network (one|all) has it too \[vf-in-one-pool\]$/,
        );
    });

    it("migrates: what is missing where is said of each target", async () => {
        const pools = ["gone", "stopped", "full", "plain"];
        for (const [i, name] of pools.entries()) await networkOn(host, poolXml(name, i));
        await networkOn(host, plainNetworkXml("lan2"));
        await networkOn(other, plainNetworkXml("lan"));
        await networkOn(other, poolXml("stopped", 0), false);
        await networkOn(other, poolXml("full", 1));
        await networkOn(other, plainNetworkXml("plain"));
        const nic = "<interface type='network'><source network='full'/></interface>";
        await other.virsh("define", await other.file(guestXml("user", { interfaces: [nic] })));
        await other.virsh("start", "user");

        await stack.write(`${NIC}
for (const name of ["gone", "stopped", "full"]) nic(name, "demo", name, { migratesTo: ["${other.uri}"] });`);
        assert.deepEqual(saidIn(await stack.must("preview")), [
            `teamed NIC full: transient.network on ${other.uri} "full": a pool with 1 free VF, for full on demo; this one has 0 [pool-has-a-free-vf]`,
            `teamed NIC gone: transient.network on ${other.uri} "gone": a network that is started; this one is missing [pool-is-started]`,
            `teamed NIC stopped: transient.network on ${other.uri} "stopped": a network that is started; this one is stopped [pool-is-started]`,
        ]);

        await stack.write(
            `${NIC}nic("plain", "demo", "plain", { migratesTo: ["${other.uri}"], persistent: { network: "lan2" } });`,
        );
        const { status, output } = await stack.run("preview");
        assert.notEqual(status, 0);
        assert.deepEqual(saidIn(output), [
            `refused: transient.network on ${other.uri} "plain": a network with forward mode hostdev; this one has none [pool-is-a-pool]`,
            `teamed NIC plain: persistent.network on ${other.uri} "lan2": a network that is started; this one is missing [network-is-started]`,
        ]);
    });

    it("goes on where a host does not answer, which is said once of each resource", async () => {
        await other.kill();
        await stack.write(`${NIC}
new libvirt.HostdevNetwork("pool", { uri: "${other.uri}", pf: "enp7s0f0" });
nic("a", "demo", "gone", { uri: "${other.uri}" });
nic("b", "demo", "gone", { migratesTo: ["${other.uri}"] });`);
        const output = await stack.preview();
        const lines = output.split("\n").filter((line) => line.includes(`on ${other.uri}`));
        const why = `not checked: host unreachable: virConnectOpenAuth on ${other.uri}: libvirt error [38/7] Failed to connect socket to '${socketOf(other)}': Connection refused`;
        assert.deepEqual(lines.sort(), [`network pool: ${why}`, `teamed NIC a: ${why}`, `teamed NIC b: ${why}`]);
    });
});
