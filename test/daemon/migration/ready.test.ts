import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import { close } from "../../../provider/libvirt";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import { teamedNic } from "../../../provider/teamedNic";
import { getMigrationReadiness, getMigrationReadinessOutput } from "../../../sdk";
import { command } from "../../support/command";
import { HookStack } from "../../support/hookStack";
import { teamXml } from "../../support/teamXml";
import { fillPool, migrate, startTwoHosts, type TwoHosts } from "../../support/twoHosts";

const SILENT = "qemu+unix:///system?socket=/nowhere";
const LONE_VF =
    "<interface type='network'><source network='vfpool'/><model type='virtio'/><alias name='ua-lone'/></interface>";

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

    it("is said of another VF that is no half of a team", async () => {
        const file = await hosts.one.file(LONE_VF);
        await hosts.one.virsh("attach-device", "web1", file, "--live");
        await assertFound("hostdev-blocks-migration");
        await hosts.one.virsh("detach-device-alias", "web1", "ua-lone", "--live");
        while ((await hosts.one.virsh("dumpxml", "web1")).includes("ua-lone")); // the guest gives it back when it likes
        await assertFound();
    });

    it("is said of a VF half that names no virtio half: it pairs by MAC, and is dead after a migration", async () => {
        const interfaces = teamXml("a", { mac: "52:54:00:aa:bb:07" }).map((xml) =>
            xml.replace("persistent='ua-a'", "persistent='ua-nobody'"),
        );
        await hosts.one.virsh("define", await hosts.one.file(guestXml("web2", { interfaces })));
        const to = [hosts.two.uri];
        const { problems } = await getMigrationReadiness({ uri: hosts.one.uri, domain: "web2", to });
        const rules = problems.map(({ rule }) => rule);
        assert.deepEqual(
            ["persistent-exists", "persistent-has-a-transient"].filter((rule) => !rules.includes(rule)),
            [],
        );
        await hosts.one.virsh("undefine", "web2");
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
        const isReady = await new Promise((resolve) =>
            output.apply(({ ready: value }) => {
                resolve(value);
            }),
        );
        assert.equal(isReady, true);
    });

    it("is told of the same host by another name", async () => {
        const again = hosts.one.uri.replace("socket=", "socket=/");
        const { hosts: answers } = await getMigrationReadiness({ uri: hosts.one.uri, domain: "web1", to: [again] });
        assert.ok(answers[0]?.problems.some(({ rule }) => rule === "target-is-another-host"));
    });
});
