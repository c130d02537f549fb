import assert from "node:assert/strict";
import type { Host } from "../../../lab/host";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import type { Properties } from "../../../provider/lifecycle/kind";
import { close } from "../../../provider/libvirt";
import { teamedNic } from "../../../provider/teamedNic";
import { getMigrationReadiness } from "../../../sdk";
import { HookStack } from "../../support/hookStack";
import {
    fillPool,
    holdMigration,
    migrate,
    seenOn,
    startTwoHosts,
    type Migration,
    type TwoHosts,
} from "../../support/twoHosts";

const MAC = "52:54:00:aa:bb:01";
/** The first VF of host two is in use, so that the guest has another one there. */
const [VF, VF_OF_TWO] = ["0000:07:10.0", "0000:07:10.1"];

/** That nothing is done, for this reason. */
const refusedFor =
    (id: string) =>
    (error: { readonly reasons: readonly { readonly id: string }[] }): boolean => {
        assert.deepEqual(
            error.reasons.map((reason) => reason.id),
            [id],
        );
        return true;
    };

describe("the stack of a pair follows its guest", () => {
    let hosts: TwoHosts;
    let stack: HookStack;
    const program = (transient: Properties = {}, more: Properties = {}): Properties => ({
        name: "net0",
        domain: "web1",
        mac: MAC,
        persistent: { network: "lan" },
        transient: { network: "vfpool", ...transient },
        migratesTo: [hosts.two.uri],
        ...more,
    });
    const ids = (): readonly string[] => stack.told.map(({ message: { id } }) => id);
    const facts = (id: string): Properties | undefined =>
        stack.told.find(({ message }) => message.id === id)?.message.facts;
    const hostOf = (): Properties => {
        const { host, vf } = stack.state?.outs ?? {};
        return { host, vf: (vf as { address?: string } | undefined)?.address };
    };
    const there = (options?: Migration): Promise<void> => migrate(hosts.one, hosts.two, "web1", options);
    const back = (options?: Migration): Promise<void> => migrate(hosts.two, hosts.one, "web1", options);
    const onTwo = (): Properties => ({ host: hosts.two.uri, vf: VF_OF_TWO });
    /** That nothing is to be done, without a refresh and with one, and what is said of it. */
    async function assertUnchanged(
        said: readonly string[],
        refreshed = said.filter((id) => id !== "guest-moved"),
    ): Promise<void> {
        assert.deepEqual({ diff: await stack.preview(program()), said: ids() }, { diff: {}, said });
        assert.equal(await stack.up(program()), "unchanged");
        assert.deepEqual(await stack.previewRefreshed(program()), {});
        assert.deepEqual(await stack.refresh(), await stack.checked(program()));
        await stack.preview(program());
        assert.deepEqual(ids(), refreshed);
    }

    beforeEach(async () => {
        hosts = await startTwoHosts();
        await fillPool(hosts.two, 1);
        stack = new HookStack((world) => hooksFor(teamedNic, world), hosts.one);
        assert.equal(await stack.up(program()), "created");
        assert.deepEqual(hostOf(), { host: hosts.one.uri, vf: VF });
    });
    afterEach(async () => {
        await stack.close();
        await close();
        await hosts.stop();
    });

    it("and asks no other host for it where it was", async () => {
        assert.deepEqual(await stack.preview(program()), {});
        const askedOf = (host: Host): readonly string[] =>
            stack.asked.flatMap(({ uri, call }) => (uri === host.uri && call.startsWith("domain") ? [call] : []));
        assert.deepEqual(askedOf(hosts.one), ["domainXml", "domainRun"]);
        // for its free VFs the guest that uses them is read there
        assert.deepEqual(
            askedOf(hosts.two).filter((call) => call !== "domainCapabilities"),
            ["domainXml"],
        );
        assert.deepEqual(ids(), []);
    });

    it("to the other host, and back: a migration is no drift", async () => {
        await there();
        assert.deepEqual({ diff: await stack.preview(program()), said: ids() }, { diff: {}, said: ["guest-moved"] });
        assert.deepEqual(stack.lines, [
            `net0 on web1: web1 runs on ${hosts.two.uri}, and was on ${hosts.one.uri} before.`,
        ]);
        await assertUnchanged(["guest-moved"]);
        assert.deepEqual(hostOf(), onTwo());

        await back();
        await assertUnchanged(["guest-moved"]);
        assert.deepEqual(hostOf(), { host: hosts.one.uri, vf: VF });
    });

    it("and changes the pair where the guest is", async () => {
        await there();
        await stack.preview(program({ vlan: { tags: [42] } }));
        assert.deepEqual(ids(), ["reattach-vf"]);
        assert.equal(await stack.up(program({ vlan: { tags: [42] } })), "updated");
        assert.deepEqual(hostOf(), onTwo());
        assert.match(await hosts.two.virsh("dumpxml", "web1"), /<tag id='42'\/>/);
        assert.match(await hosts.two.virsh("dumpxml", "--inactive", "web1"), /<tag id='42'\/>/);
        await stack.assertSettled(program({ vlan: { tags: [42] } }));
    });

    it("and names a definition that stayed behind, with the command that removes it", async () => {
        await there({ undefinesource: false });
        assert.deepEqual(await stack.preview(program()), {});
        assert.deepEqual(ids(), ["guest-moved", "stale-definition"]);
        assert.deepEqual(facts("stale-definition"), { guest: "web1", host: hosts.two.uri, stale: hosts.one.uri });
        const [, command = ""] = /(undefine \S+)$/.exec(stack.lines.join("\n")) ?? [];
        await hosts.one.virsh(...command.split(" "));
        await assertUnchanged(["guest-moved"]);
        assert.deepEqual(await seenOn(hosts.one, "web1"), undefined);
    });

    it("on two hosts, where the definition stayed on one: each layer is compared and changed where it is", async () => {
        await there({ persistent: false, undefinesource: false });
        await assertUnchanged(["guest-moved", "definition-elsewhere", "migrating-guest-is-defined"]);
        assert.equal(await stack.up(program({ vlan: { tags: [42] } })), "updated");
        assert.deepEqual(hostOf(), onTwo());
        assert.match(await hosts.one.virsh("dumpxml", "--inactive", "web1"), /<tag id='42'\/>/);
        assert.match(await hosts.two.virsh("dumpxml", "web1"), /<tag id='42'\/>/);

        // drift of either layer, each by its own name
        await hosts.two.virsh("detach-device-alias", "web1", "ua-net0-vf", "--live");
        await stack.close();
        assert.deepEqual(await stack.preview(program({ vlan: { tags: [42] } })), { changes: true });
        assert.ok(ids().includes("drift-of-running-guest"));
        assert.equal(await stack.up(program({ vlan: { tags: [42] } })), "updated");
        assert.equal((await seenOn(hosts.two, "web1"))?.vf, VF_OF_TWO);

        await stack.destroy();
        assert.deepEqual((await seenOn(hosts.one, "web1"))?.definition, []);
        assert.deepEqual((await seenOn(hosts.two, "web1"))?.running, []);
    });

    it("and says beforehand that the other host has no free VF; a migration that fails changes nothing", async () => {
        await hosts.two.virsh("destroy", "filler");
        await fillPool(hosts.two, 4);
        await assertUnchanged(["pool-has-a-free-vf"]);
        await assert.rejects(there(), /none are available/);
        await assertUnchanged(["pool-has-a-free-vf"]);
        assert.deepEqual(hostOf(), { host: hosts.one.uri, vf: VF });
    });

    it("and leaves it alone while it migrates; a change has to wait, and nothing is touched", async () => {
        const migration = await holdMigration(hosts.one, hosts.two, "web1");
        const before = [await seenOn(hosts.one, "web1"), await seenOn(hosts.two, "web1")];
        assert.deepEqual(await stack.preview(program()), {});
        assert.deepEqual(ids(), ["guest-migrates"]);
        assert.equal(await stack.up(program()), "unchanged");
        assert.deepEqual(await stack.refresh(), await stack.checked(program()));
        assert.deepEqual(hostOf(), { host: hosts.one.uri, vf: VF });

        const { failures } = await stack.check(program({ vlan: { tags: [42] } }));
        assert.equal(failures.length, 1);
        const refused = refusedFor("change-waits-for-migration");
        await assert.rejects(stack.upTooLate(program({ vlan: { tags: [42] } })), refused);
        await assert.rejects(stack.destroy(), refused);
        assert.deepEqual([await seenOn(hosts.one, "web1"), await seenOn(hosts.two, "web1")], before);

        const { ready, problems } = await getMigrationReadiness({
            uri: hosts.one.uri,
            domain: "web1",
            to: [hosts.two.uri],
        });
        assert.deepEqual(
            { ready, rules: problems.map(({ rule }) => rule) },
            { ready: false, rules: ["guest-migrates-already"] },
        );
        await assert.rejects(migrate(hosts.one, hosts.two, "web1"), /another migration job is already running/);
        await migration.abort();
        await assertUnchanged([]);
        const second = await holdMigration(hosts.one, hosts.two, "web1");
        await second.finish();
        await assertUnchanged(["guest-moved"]);
        assert.deepEqual(hostOf(), onTwo());
    });

    it("and touches nothing of a guest that runs twice: both hosts are named", async () => {
        const xml = await hosts.one.virsh("dumpxml", "--inactive", "web1");
        await hosts.two.virsh("create", await hosts.two.file(xml.replace(/<interface[^]*<\/interface>/, "")));
        await hosts.one.virsh("undefine", "web1"); // it runs there without a definition, so that the others are asked
        const before = [await seenOn(hosts.one, "web1"), await seenOn(hosts.two, "web1")];
        const both = { name: "Refused", reasons: [{ id: "guest-runs-twice" }] };
        for (const call of [() => stack.refresh(), () => stack.destroy()])
            await assert.rejects(call(), (error: { name: string; reasons: { id: string; facts: Properties }[] }) => {
                assert.deepEqual({ name: error.name, reasons: error.reasons.map(({ id }) => ({ id })) }, both);
                assert.deepEqual(error.reasons[0]?.facts["hosts"], [hosts.one.uri, hosts.two.uri]);
                return true;
            });
        assert.deepEqual([await seenOn(hosts.one, "web1"), await seenOn(hosts.two, "web1")], before);
    });

    it("until no host has it: a preview says on which it looked, and nothing is made elsewhere", async () => {
        await hosts.one.virsh("destroy", "web1");
        await hosts.one.virsh("undefine", "web1");
        assert.deepEqual(await stack.preview(program()), {
            changes: true,
            replaces: ["name"],
            deleteBeforeReplace: true,
        });
        assert.deepEqual(facts("missing"), { uris: [hosts.one.uri, hosts.two.uri] });
        const hooks = stack.hooks();
        assert.equal(await stack.refresh(hooks), undefined);
        await stack.check(program(), hooks);
        assert.ok(ids().includes("missing"));
        await assert.rejects(stack.upTooLate(program()), /net0 on web1: the guest is missing on/);
    });

    it("and takes a host that does not answer for no absence", async () => {
        await there();
        await stack.refresh();
        assert.deepEqual(hostOf(), onTwo());
        await hosts.two.kill();
        const { state } = stack;
        await stack.close();
        await assert.rejects(stack.refresh(), refusedFor("guest-not-located"));
        await assert.rejects(stack.destroy(), refusedFor("guest-not-located"));
        assert.equal(stack.state, state);
        await hosts.two.restart();
        await stack.close();
        await assertUnchanged([]);
    });

    it("and changes no guest that is shut off while it may run on a host that does not answer", async () => {
        await hosts.one.virsh("destroy", "web1");
        await hosts.two.kill();
        await stack.close();
        assert.deepEqual(await stack.preview(program()), {});
        assert.deepEqual(
            ids().filter((id) => id !== "not-checked"),
            ["host-silent"],
        );
        await assert.rejects(stack.upTooLate(program({ vlan: { tags: [42] } })), refusedFor("change-waits-for-host"));
        assert.deepEqual((await seenOn(hosts.one, "web1"))?.definition, ["ua-net0", "ua-net0-vf"]);
        // the program says that the host is out of use
        assert.equal(await stack.up(program({ vlan: { tags: [42] } }, { migratesTo: [] })), "updated");
    });

    it("when the program names the host where it is: in place, and nothing is touched", async () => {
        await there();
        const moved = program({}, { uri: hosts.two.uri, migratesTo: [hosts.one.uri] });
        const before = await hosts.two.virsh("dumpxml", "web1");
        assert.deepEqual(await stack.preview(moved), { replaces: [], deleteBeforeReplace: true });
        assert.equal(await stack.up(moved), "updated");
        assert.equal(await hosts.two.virsh("dumpxml", "web1"), before);
        assert.deepEqual(hostOf(), onTwo());
        await stack.assertSettled(moved);
    });

    it("before it migrates, too, as long as the program names the host where it is", async () => {
        const ahead = program({}, { uri: hosts.two.uri, migratesTo: [hosts.one.uri] });
        assert.equal(await stack.up(ahead), "updated");
        assert.deepEqual(hostOf(), { host: hosts.one.uri, vf: VF });
        await stack.assertSettled(ahead);
    });

    it("and is replaced where the program names hosts where it is not", async () => {
        const elsewhere = program({}, { uri: hosts.two.uri, migratesTo: [] });
        assert.deepEqual(await stack.preview(elsewhere), { replaces: ["uri"], deleteBeforeReplace: true });
        assert.deepEqual(ids(), ["replace-pair"]);
    });

    it("under the name that it got on the way", async () => {
        const socket = `unix://${hosts.two.folder}/web2.migration`;
        await hosts.one.virsh(
            ...["migrate", "web1", hosts.two.uri, "--live", "--persistent", "--undefinesource", "--dname", "web2"],
            ...["--migrateuri", socket],
        );
        await assertUnchanged(["guest-moved", "guest-renamed"], ["guest-renamed"]);
        assert.equal(await stack.up(program({ vlan: 43 })), "updated");
        assert.equal(await stack.up(program()), "updated");
        const renamed = program({}, { domain: "web2" });
        assert.deepEqual(await stack.preview(renamed), { replaces: [], deleteBeforeReplace: true });
        assert.equal(await stack.up(renamed), "updated");
        await stack.assertSettled(renamed);
    });

    it("from the first up on, where the guest has migrated before", async () => {
        await stack.destroy();
        await there();
        assert.equal(await stack.up(program()), "created");
        assert.deepEqual(hostOf(), onTwo());
        await stack.assertSettled(program());
        await stack.destroy();
        assert.deepEqual((await seenOn(hosts.two, "web1"))?.definition, []);
    });

    it("and takes two names of one host for one host", async () => {
        await hosts.one.virsh("destroy", "web1");
        const alias = hosts.one.uri.replace("socket=", "socket=/");
        const twice = program({}, { migratesTo: [alias] });
        const { failures } = await stack.check(twice);
        assert.deepEqual(
            failures.map(({ id }) => id),
            ["target-is-another-host"],
        );
        await stack.upTooLate(twice);
        await stack.preview(twice);
        assert.deepEqual(ids(), ["target-is-another-host"]);
        assert.equal((await seenOn(hosts.one, "web1"))?.definition?.length, 2);
    });
});
