import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { formatMessage } from "../../provider/lifecycle/message";
import { pairMessage } from "../../provider/teamedNic/words";
import { projectRoot } from "../../lab/places";

const run = promisify(execFile);
const demo = (...args: readonly string[]) =>
    run(process.execPath, [join(projectRoot, "dist/lab/demo.js"), ...args], { cwd: projectRoot });

describe("npm start", () => {
    it("tells its story on a host of its own and leaves nothing running", async () => {
        const { stdout, stderr } = await demo();
        const steps = stdout.split(/^\d+\. /m).slice(1);
        assert.equal(steps.length, 10);
        const [, , xml = "", , drift = "", healed = "", started = "", lost = "", replugged = "", destroyed = ""] =
            steps;
        assert.match(xml, /<pf dev='enp7s0f0'\/>/);
        assert.match(xml, /<teaming type='persistent'\/>[\s\S]*<teaming type='transient' persistent='ua-net0'\/>/);
        assert.match(drift, /~ vlan *: 42 => 44[\s\S]*~ vlan *: 44 => 42/);
        assert.match(drift, /~ autostart *: true => false[\s\S]*~ autostart *: false => true/);
        assert.match(drift, /~ mtu *: 9000 => 1500[\s\S]*~ mtu *: 1500 => 9000/);
        assert.match(healed, /~ 2 updated[\s\S]*Resources:\n +3 unchanged\n/);
        for (const unchanged of [healed, replugged]) assert.doesNotMatch(unchanged, /\[unknown\]/);
        assert.match(
            started,
            /Domain 'demo' started[\s\S]*vf *: "none while the guest is shut off" => "0000:07:10\.0"/,
        );
        assert.match(lost, /\+ transient: "absent"[\s\S]*- transient: "absent"[\s\S]*~ 1 to update/);
        const attached = pairMessage("attach", "net0 on demo", {
            half: "transient",
            alias: "ua-net0-vf",
            reason: "missing",
        });
        assert.ok(stderr.split("\n").some((line) => line.trim() === formatMessage(attached)));
        const [, before] = /domid demo\n(\d+)\n/.exec(started) ?? [];
        assert.match(replugged, new RegExp(`domid demo\\n${String(before)}\\n[\\s\\S]* hostdev [\\s\\S]*3 unchanged`));
        assert.match(destroyed, /- 3 deleted/);
        assert.doesNotMatch(destroyed, /vfpool +(in)?active|^ +<interface/m);
        assert.ok(!existsSync(hostFolder(stdout)));
    });

    it("leaves the host up with --keep, says where it is and how to end it; with --short, nothing is done by hand", async () => {
        const { stdout } = await demo("--keep", "--short");
        assert.equal(stdout.split(/^\d+\. /m).slice(1).length, 4, "host, up, what libvirt has, and that it stays");
        assert.doesNotMatch(stdout, /by hand/);
        const [, uri = ""] = /^ {2}URI: +(\S+)$/m.exec(stdout) ?? [];
        const [, end = ""] = /^ {2}end it: +(.*)$/m.exec(stdout) ?? [];
        const list = spawnSync("virsh", ["-c", uri, "net-list", "--name"], { encoding: "utf8" });
        assert.equal(list.stdout.trim(), "lan\nvfpool");

        assert.equal(spawnSync("bash", ["-c", end]).status, 0);
        while (existsSync(hostFolder(stdout))) await new Promise((next) => setTimeout(next, 50));
    });

    it("takes no other argument", async () => {
        await assert.rejects(demo("--kep"), {
            code: 2,
            stderr: "--kep is unknown. npm start has the options --keep and --short.\n",
        });
    });
});

/** The private host's folder, out of the URI that is printed. */
function hostFolder(output: string): string {
    const [, folder = ""] = /socket=(\S+?)\/run\/libvirt-sock/.exec(output) ?? [];
    return folder;
}
