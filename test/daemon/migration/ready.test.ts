import assert from "node:assert/strict";
import { close } from "../../../provider/libvirt";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import { teamedNic } from "../../../provider/teamedNic";
import { getMigrationReadiness, getMigrationReadinessOutput } from "../../../sdk";
import { command } from "../../support/command";
import { HookStack } from "../../support/hookStack";
import { edit } from "../../support/testHost";
import { fillPool, migrate, startTwoHosts, type TwoHosts } from "../../support/twoHosts";

const SILENT = "qemu+unix:///system?socket=/nowhere";
const hostdev = "<hostdev mode='subsystem' type='usb'><source><address bus='1' device='2'/></source></hostdev>";

describe("whether a guest could migrate", () => {
    let hosts: TwoHosts;
    let stack: HookStack;
    const program = () => ({
        name: "net0",
        domain: "web1",
        mac: "52:54:00:aa:bb:01",
        persistent: { network: "lan" },
        transient: { network: "vfpool" },
        migratesTo: [hosts.two.uri],
    });
    const ready = (...more: string[]) =>
        command(["ready", "web1", "--from", hosts.one.uri, "--to", hosts.two.uri, ...more]);

    /** That a preview of the unchanged pair, a program and the command find the same, and nothing else. */
    async function assertFound(...rules: readonly string[]): Promise<void> {
        const readiness = await getMigrationReadiness({ uri: hosts.one.uri, domain: "web1", to: [hosts.two.uri] });
        const found = [...readiness.problems, ...readiness.hosts.flatMap(({ problems }) => problems)];
        assert.deepEqual(
            found.map(({ rule }) => rule),
            rules,
        );
        assert.equal(readiness.ready, rules.length === 0);

        await stack.close();
        await stack.refresh();
        await stack.preview(program());
        assert.deepEqual(
            stack.told.map(({ message: { id, facts } }) => [id, facts["property"]]),
            found.map(({ rule, property }) => [rule, property]),
        );

        const { status, out, err } = await ready("--json");
        assert.deepEqual({ status, err }, { status: rules.length === 0 ? 0 : 1, err: "" });
        assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(readiness)));
    }

    before(async () => {
        hosts = await startTwoHosts();
        stack = new HookStack((world) => hooksFor(teamedNic, world), hosts.one);
        await stack.up(program());
    });
    after(async () => {
        await stack.close();
        await close();
        await hosts.stop();
    });

    it("is said of one that could", async () => {
        await assertFound();
        const { status, out } = await ready();
        assert.equal(status, 0);
        assert.match(out, /│ ready +│/);
    });

    it("is said of a pool that is full, stopped, or missing", async () => {
        await fillPool(hosts.two, 4);
        await assertFound("pool-has-a-free-vf");
        assert.equal((await ready()).status, 1);
        await hosts.two.virsh("destroy", "filler");
        await hosts.two.virsh("net-destroy", "vfpool");
        await assertFound("pool-is-started");
        await hosts.two.virsh("net-start", "vfpool");
    });

    it("is said of the virtio half's network", async () => {
        await hosts.two.virsh("net-destroy", "lan");
        await assertFound("network-is-started");
        await hosts.two.virsh("net-start", "lan");
    });

    it("is said of another device of the host, and of a VF half that names no virtio half", async () => {
        await edit(hosts.one, "guest", "web1", (xml) => xml.replace("</devices>", `${hostdev}</devices>`));
        await assertFound(); // the guest runs without it
        await edit(hosts.one, "guest", "web1", (xml) =>
            xml.replace(/<hostdev mode='subsystem' type='usb'[^]*?<\/hostdev>/, ""),
        );
        await assertFound();
    });

    it("is said of a guest without a definition on its host, once it has migrated", async () => {
        await migrate(hosts.one, hosts.two, "web1", { persistent: false, undefinesource: false });
        const { problems } = await getMigrationReadiness({ uri: hosts.two.uri, domain: "web1", to: [hosts.one.uri] });
        assert.deepEqual(
            problems.map(({ rule, severity }) => [rule, severity]),
            [["migrating-guest-is-defined", "warning"]],
        );
        await migrate(hosts.two, hosts.one, "web1", { persistent: false, undefinesource: false });
    });

    it("is not said of a host that is silent, and not of a guest that is missing", async () => {
        const { hosts: answers, ready: isReady } = await getMigrationReadiness({
            uri: hosts.one.uri,
            domain: "web1",
            to: [SILENT],
        });
        assert.deepEqual([isReady, answers.map(({ answered }) => answered)], [false, [false]]);
        const silent = await command(["ready", "web1", "--from", hosts.one.uri, "--to", hosts.two.uri, "--to", SILENT]);
        assert.equal(silent.status, 2);
        assert.match(silent.out, /no answer/);

        const missing = await command(["ready", "nobody", "--from", hosts.one.uri, "--to", hosts.two.uri]);
        assert.equal(missing.status, 2);
        assert.match(missing.err, /^guest nobody is missing on /);
        await assert.rejects(
            getMigrationReadiness({ uri: hosts.one.uri, domain: "nobody", to: [] }),
            /guest nobody is missing/,
        );
    });

    it("is asked with the output form, too", async () => {
        const output = getMigrationReadinessOutput({ uri: hosts.one.uri, domain: "web1", to: [hosts.two.uri] });
        const isReady = await new Promise((resolve) => output.apply(({ ready: value }) => resolve(value)));
        assert.equal(isReady, true);
    });

    it("is told of the same host by another name", async () => {
        const again = hosts.one.uri.replace("socket=", "socket=/");
        const { hosts: answers } = await getMigrationReadiness({ uri: hosts.one.uri, domain: "web1", to: [again] });
        assert.ok(answers[0]?.problems.some(({ rule }) => rule === "target-is-another-host"));
    });
});
