import { strict as assert } from "node:assert";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pulumiEnvironment } from "../environment";
import { projectRoot } from "../places";
import { GUEST, GUEST_CONSOLE, GUEST_IP, labGuestXml } from "./guest";
import type { Carrier } from "./moments";
import { report } from "./report";
import { say, show, withProgress } from "./screen";
import { HOSTS, startTwoHosts, uriOf, type HostName } from "./twoHosts";

const vfOf = (host: HostName): Carrier => ({ host, half: "VF" });

/**
 * Boots two hosts and moves a guest with a teamed NIC between them, while its stack stays as it is.
 * @param folder gets all that this writes
 * @throws Error if a step does not have its expected result
 */
export async function story(folder: string): Promise<void> {
    say("Two emulated hosts start. Each has three VFs of the network card pf0, and a bridge br0.");
    const { bin, pinger } = await withProgress("both hosts start", () => startTwoHosts(folder));
    const backend = join(folder, "backend");
    await mkdir(backend);
    const variables = await pulumiEnvironment({ home: join(folder, "home"), backend });
    const env = { ...variables, LC_ALL: "C", PATH: [bin, variables["PATH"]].join(delimiter) };
    const program = join(projectRoot, "lab/twoHosts/program");

    // an earlier run that failed has left the settings of its stack
    await rm(join(program, "Pulumi.lab.yaml"), { force: true });
    const virsh = (host: HostName, ...args: string[]): Promise<string> =>
        show("virsh", ["-c", uriOf(host), ...args], { cwd: folder, env, quiet: args[0] === "dumpxml" });
    const pulumi = (...args: string[]): Promise<string> =>
        show("pulumi", [...args, "--non-interactive", "--stack", "lab"], { cwd: program, env });
    const up = (...args: string[]): Promise<string> =>
        pulumi("up", "--yes", "--skip-preview", "--suppress-progress", ...args);
    const guestConsole = (host: HostName, words: string): Promise<string> => {
        const wait = `until grep -m 1 '${words}' ${GUEST_CONSOLE}; do sleep 1; done`;
        return show("ssh", [`root@${host}`, wait], { cwd: folder, env });
    };
    const summary: string[] = [];
    /** Does something to the guest under ping, until a VF of a host carries the answers, and tells what became of the pings. */
    async function underPing(title: string, host: HostName, work: () => Promise<unknown>): Promise<void> {
        const lines = report(title, await pinger.during(work, vfOf(host)));
        console.log(`\n${lines.join("\n")}`);
        summary.push(...lines);
    }
    const migrate = (from: HostName, to: HostName): Promise<void> =>
        underPing(`migration from ${from} to ${to}`, to, () =>
            virsh(from, "migrate", GUEST, uriOf(to), "--live", "--persistent", "--undefinesource"),
        );
    /** A preview finds nothing to do, and the stack says that the guest is on a host. */
    async function isUnchangedOn(host: HostName): Promise<void> {
        await pulumi("preview", "--expect-no-changes", "--suppress-progress");
        // no resource changes; an output of the program is what up has found
        await up("--expect-no-changes");
        assert.equal((await pulumi("stack", "output", "host")).trim(), uriOf(host));
    }

    // the first question of all has libvirt look at what its QEMU can do, which takes an emulated host a while
    for (const host of HOSTS) await virsh(host, "version", "--daemon");
    for (const host of HOSTS) assert.equal((await virsh(host, "net-list", "--all", "--name")).trim(), "");

    say("A guest runs on kvm1: a Linux without a NIC.");
    await writeFile(join(folder, "web1.xml"), labGuestXml());
    await virsh("kvm1", "define", "web1.xml");
    await virsh("kvm1", "start", GUEST);
    await guestConsole("kvm1", "guest: has booted");

    say(
        "pulumi up creates a pool of VFs on both hosts, and attaches a teamed NIC to the running guest (lab/twoHosts/program).",
    );
    await pulumi("stack", "init");
    await up();
    for (const host of HOSTS) await virsh(host, "net-list", "--all");
    await guestConsole("kvm1", "joins .*virtio_net.*igbvf");

    say("Another host pings the guest five times a second.");
    pinger.start(GUEST_IP);
    await withProgress("the VF of kvm1 carries the answers", () => pinger.carriedBy(vfOf("kvm1")));

    say("The guest migrates to kvm2 while it runs.");
    await migrate("kvm1", "kvm2");

    say("The migration is no change for the stack: the preview is unchanged, and the output host is kvm2.");
    await isUnchangedOn("kvm2");

    say("An argument of the VF half changes. pulumi up reattaches the VF on kvm2.");
    await pulumi("config", "set", "trustGuestRxFilters", "true");
    await underPing("reattach on kvm2", "kvm2", () => up());

    say("An argument of the virtio half changes. pulumi up replaces that half and reattaches the VF.");
    await pulumi("config", "set", "bootRom", "false");
    await underPing("replacement of the virtio half on kvm2", "kvm2", () => up());

    say("The guest migrates back to kvm1. Again that is no change for the stack.");
    await migrate("kvm2", "kvm1");
    await isUnchangedOn("kvm1");

    say("pulumi destroy detaches the NIC from the running guest, and deletes the pools of both hosts.");
    pinger.stop();
    await pulumi("destroy", "--yes", "--skip-preview", "--suppress-progress");
    await pulumi("stack", "rm", "--yes");
    for (const host of HOSTS) assert.equal((await virsh(host, "net-list", "--all", "--name")).trim(), "");
    assert.equal((await virsh("kvm1", "domstate", GUEST)).trim(), "running");
    assert.doesNotMatch(await virsh("kvm1", "dumpxml", GUEST), /<interface/);

    say("The guest lost these pings, and these halves carried the answers.");
    console.log(summary.join("\n"));
}
