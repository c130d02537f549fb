import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findingsOn } from "../support/screen";
import { stackOnHost } from "../support/stackOnHost";
import { stateOf } from "../support/testHost";

const POOL = `new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0" });`;
const NIC = `new libvirt.TeamedNic("net0", { domain: "demo", persistent: { network: "lan" }, transient: { network: "vfpool" } });`;

/** What the provider refuses. A warning of the program may stand beside it. */
const problemsIn = (output: string): readonly string[] =>
    findingsOn(output)
        .filter(({ by }) => by === "refused")
        .map(({ path, found, rule }) => `${path} ${found} ${rule}`);

describe("refusals, on the screen of the CLI", () => {
    const bench = stackOnHost();

    it("shows all findings of a pool at once, in the preview", async () => {
        await bench.stack.write(
            `new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0", addresses: ["0000:07:10.0", "0000:07:10.0", "0000:07:20.9"], vlan: 4096, managed: "maybe", mtu: 9000, uri: "qemu:///embed?root=/tmp" });
            pulumi.runtime.setConfig("libvirt:allowCommands", "true");`,
        );
        const { status, output } = await bench.stack.run("preview");
        assert.notEqual(status, 0);
        assert.deepEqual(problemsIn(output), [
            'managed "maybe" argument-shape',
            "mtu 9000 unknown-argument",
            'uri "root" uri-runs-no-command',
            'pf "enp7s0f0" pool-has-one-source',
            'addresses[2] "0000:07:20.9" pool-address-in-range',
            'addresses[2] "0000:07:20.9" pool-address-in-range',
            'addresses[1] "0000:07:10.0" pool-address-once',
            "vlan 4096 pool-vlan-in-range",
        ]);
        assert.equal(await stateOf(bench.host), bench.untouched);
    });

    it("shows all findings of a teamed NIC at once, in the preview", async () => {
        await bench.stack.write(
            `new libvirt.TeamedNic("net0", { domain: "demo", mac: "01:00:5e:00:00:01", persistent: { network: "lan", bridge: "br0", alias: "net0", model: "e1000" }, transient: { bridge: "br0", mtu: 9000 } });`,
        );
        const { status, output } = await bench.stack.run("preview");
        assert.notEqual(status, 0);
        assert.deepEqual([...problemsIn(output)].sort(), [
            'mac "01:00:5e:00:00:01" mac-is-unicast',
            "persistent - half-has-one-source",
            'persistent.alias "net0" alias-starts-with-ua',
            'persistent.model "e1000" persistent-is-virtio',
            'transient "bridge" transient-is-a-vf',
            "transient.mtu 9000 transient-has-no-mtu",
        ]);
        assert.equal(await stateOf(bench.host), bench.untouched);
    });

    it("leaves nothing of a pool that does not start", async () => {
        // a preview says that the PF is not there; of what it does not ask, libvirt itself has its say
        await bench.stack.write(
            `new libvirt.HostdevNetwork("vfpool", { pf: "enp9s0f0", rules: { "pf-exists": "off" } });`,
        );
        const { status, output } = await bench.stack.run("up", "--yes", "--skip-preview");
        assert.notEqual(status, 0);
        assert.ok(
            output.includes(
                `error: virNetworkCreate on ${bench.host.uri}: libvirt error [1/19] internal error: No usable Vf's present on SRIOV PF enp9s0f0\n`,
            ),
            output,
        );
        assert.equal(await stateOf(bench.host), bench.untouched);
        assert.equal(await bench.stack.resource("vfpool"), undefined);
    });

    it("names a guest that does not exist, over a command that the stack's config allows", async () => {
        const socket = bench.host.uri.slice(bench.host.uri.indexOf("=") + 1);
        const tunnel = join(bench.host.folder, "tunnel");
        const script = `const s = require("net").connect("${socket}"); process.stdin.pipe(s).pipe(process.stdout);`;
        await writeFile(tunnel, `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
        const uri = `qemu+ext:///system?command=${tunnel}`;
        await bench.stack.must("config", "set", "libvirt:allowCommands", "true");
        await bench.stack.write(NIC.replace("demo", "nobody").replace("{", `{ uri: ${JSON.stringify(uri)},`));
        const { status, output } = await bench.stack.run("up", "--yes", "--skip-preview");
        assert.notEqual(status, 0);
        assert.ok(
            output.includes(
                `error: net0 on nobody: the guest is missing on ${uri}. Nothing was changed. Define the guest, or correct domain (virsh list --all). `,
            ),
            output,
        );
        assert.equal(await bench.stack.resource("net0"), undefined);
        await bench.stack.must("config", "rm", "libvirt:allowCommands");
    });

    it("keeps its state while the host cannot be reached, and says so in one sentence", async () => {
        await bench.stack.write(
            `const pool = ${POOL}const nic = ${NIC.replace('"vfpool"', "pool.name")}
            exports.vf = nic.vf; exports.uuid = nic.domainUuid;`,
        );
        await bench.stack.up();
        const pool = await bench.stack.resource("vfpool");
        const nic = await bench.stack.resource("net0");
        const socket = bench.host.uri.slice(bench.host.uri.indexOf("=") + 1);
        await bench.host.kill();

        for (const command of [
            ["preview"],
            ["refresh", "--yes", "--skip-preview"],
            ["up", "--yes", "--skip-preview"],
        ]) {
            const { status, output } = await bench.stack.run(...command);
            assert.notEqual(status, 0, command.join(" "));
            assert.match(
                output,
                new RegExp(
                    `error: .*libvirt error \\[38/7\\] Failed to connect socket to '${socket}': Connection refused\n`,
                ),
            );
            assert.doesNotMatch(output, /^ +at .*\.[jt]s:\d+/m, "no stack");
        }
        for (const [name, before] of [
            ["vfpool", pool],
            ["net0", nic],
        ] as const) {
            const after = await bench.stack.resource(name);
            for (const key of ["id", "inputs", "outputs"])
                assert.deepEqual(after?.[key], before?.[key], `${name} ${key}`);
        }

        await bench.host.restart();
        const { planned, text } = await bench.stack.previewed();
        assert.deepEqual(planned, {});
        assert.doesNotMatch(text, /\[unknown\]/, "a guest that is shut off has no VF, and that is known");
        await bench.stack.destroy();
        assert.equal(await stateOf(bench.host), bench.untouched);
    });
});
