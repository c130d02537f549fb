import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import type { Properties } from "../../../provider/lifecycle/kind";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import type { Message } from "../../../provider/lifecycle/message";
import { teamedNic } from "../../../provider/teamedNic";
import { command } from "../../support/command";
import { findings, warnings } from "../../support/findings";
import { HookStack } from "../../support/hookStack";
import { plug, setLink } from "../../support/pfLink";
import { poolInUse } from "../../support/poolInUse";
import { assertNames, toldBy, type MessageData } from "../../support/told";

const PF = "enp7s0f0";
const POOL = { name: "pool", pf: PF };
const VF = "07:10.0 web1 ua-net0-vf";

/** What a preview in which nothing is to be done says of the PF. */
const note = (id: string, subject: string, property: string): MessageData => ({
    id,
    subject,
    facts: { severity: "warning", property, found: PF },
});
/** What an up is refused with. */
const refusedBy = (rule: string) => (error: Error & { reasons?: readonly Message[] }) => {
    assert.equal(error.name, "Refused");
    assert.deepEqual(
        error.reasons?.map(({ id, facts }) => [id, facts["found"]]),
        [[rule, PF]],
    );
    return true;
};

describe("a PF that is down", () => {
    const bench = poolInUse();
    let pair: HookStack;
    const program = (transient: Properties = { network: "pool" }): Properties => ({
        name: "net0",
        domain: "web1",
        mac: "52:54:00:aa:bb:00",
        persistent: { network: "br" },
        transient,
    });
    beforeEach(() => {
        pair = new HookStack((world) => hooksFor(teamedNic, world), bench.host);
    });
    afterEach(async () => {
        await pair.close();
        await setLink(bench.host, PF, "up");
    });

    it("gives libvirt no VF for a guest that starts, and one without a cable does", async () => {
        await setLink(bench.host, PF, "down");
        await assert.rejects(
            bench.startTeam("web1"),
            /Unable to configure VF 0 of PF 'enp7s0f0' because the PF is not online/,
        );
        await setLink(bench.host, PF, "up");
        await plug(bench.host, PF, "down");
        await bench.host.virsh("start", "web1");
        assert.deepEqual(await bench.vfs(), [VF]);
    });

    it("is noted where nothing is to be done, of the pool and of a pair, unless the rules are off", async () => {
        await bench.startTeam("web1");
        assert.equal(await pair.up({ ...program(), adopt: true }), "created");
        await setLink(bench.host, PF, "down");
        assert.deepEqual(await bench.stack.preview(POOL), {});
        assert.deepEqual(toldBy(bench.stack), [note("pf-stays-up", "pool", "pf")]);
        assertNames(bench.stack, "pf-stays-up", "ip link set enp7s0f0 up");
        assert.deepEqual(await pair.preview({ ...program(), adopt: true }), {});
        assert.deepEqual(toldBy(pair), [note("pool-pf-is-up", "net0 on web1", "transient.network")]);
        const off = { ...program(), adopt: true, rules: { "pool-pf-is-up": "off" } };
        assert.equal(await pair.up(off), "updated");
        await pair.assertSettled(off);
    });

    it("keeps a pair from a guest that runs, before anything is touched", async () => {
        await bench.startGuest("web1");
        await setLink(bench.host, PF, "down");
        assert.deepEqual(await findings(pair, program()), ["transient.network pool-pf-is-up"]);
        assert.deepEqual(await findings(pair, program({ address: "0000:07:10.2" })), [
            "transient.address pool-pf-is-up",
        ]);
        assert.deepEqual(await findings(pair, program({ address: "0000:08:10.0" })), []);
        const before = await bench.host.virsh("dumpxml", "web1", "--inactive");
        await assert.rejects(pair.upTooLate(program()), refusedBy("pool-pf-is-up"));
        assert.equal(await bench.host.virsh("dumpxml", "web1", "--inactive"), before);
        assert.equal(await pair.up({ ...program(), apply: "next-boot" }), "created");
    });

    it("is a warning for a guest that is shut off", async () => {
        await bench.host.virsh("define", await bench.host.file(guestXml("off")));
        await setLink(bench.host, PF, "down");
        assert.deepEqual(await findings(pair, { ...program(), domain: "off" }), []);
        assert.deepEqual(warnings(pair), ["transient.network pool-pf-is-up"]);
        await bench.host.virsh("undefine", "off");
    });

    it("keeps a change from taking the VF of a guest that runs", async () => {
        await bench.startTeam("web1");
        await pair.up({ ...program(), adopt: true });
        await setLink(bench.host, PF, "down");
        const tagged = { ...program({ network: "pool", vlan: 7 }), adopt: true };
        assert.deepEqual(await findings(pair, tagged), ["transient.network pool-pf-is-up"]);
        await assert.rejects(pair.upTooLate(tagged), refusedBy("pool-pf-is-up"));
        assert.deepEqual(await bench.vfs(), [VF]);
        await setLink(bench.host, PF, "up");
        assert.equal(await pair.up(tagged), "updated");
        assert.deepEqual(await bench.vfs(), [VF]);
    });

    it("keeps a pool from a restart that takes the VFs of guests", async () => {
        await bench.startTeam("web1");
        await setLink(bench.host, PF, "down");
        const tagged = { ...POOL, vlan: 42, whenInUse: "restart" };
        const before = await bench.untouched();
        assert.deepEqual(
            (await bench.stack.check(tagged)).failures.map(({ id }) => id),
            ["pf-gives-vfs-back"],
        );
        await assert.rejects(bench.stack.upTooLate(tagged), refusedBy("pf-gives-vfs-back"));
        assert.deepEqual(await bench.untouched(), before);
        assert.deepEqual(await bench.vfs(), [VF]);
        // no cable, and whoever runs the host knows it
        await setLink(bench.host, PF, "up");
        await plug(bench.host, PF, "down");
        assert.equal(await bench.stack.up({ ...tagged, rules: { "pf-gives-vfs-back": "off" } }), "updated");
        assert.deepEqual(await bench.vfs(), [VF]);
    });

    it("is told by the map", async () => {
        await setLink(bench.host, PF, "down");
        const text = await command(["map", bench.host.uri]);
        assert.match(text.out, /PF enp7s0f0; its link is down;/);
        const json = await command(["map", "--json", bench.host.uri]);
        const [host] = JSON.parse(json.out) as readonly { pools: readonly { pf: string; link: string }[] }[];
        assert.deepEqual(
            host?.pools.map(({ pf, link }) => [pf, link]),
            [[PF, "down"]],
        );
    });
});

describe("a PF that is down, below a pool that lists its VFs", () => {
    const addresses = ["0000:07:10.0", "0000:07:10.1"];
    const bench = poolInUse({ name: "pool", addresses });

    it("keeps a change from taking the VF of a guest that runs, and the pool from a restart", async () => {
        await bench.startTeam("web1");
        const pair = new HookStack((world) => hooksFor(teamedNic, world), bench.host);
        const program = (transient: Properties): Properties => ({
            name: "net0",
            domain: "web1",
            mac: "52:54:00:aa:bb:00",
            persistent: { network: "br" },
            transient: { network: "pool", ...transient },
        });
        try {
            await pair.up({ ...program({}), adopt: true });
            await setLink(bench.host, PF, "down");
            assert.deepEqual(await findings(pair, program({ vlan: 7 })), ["transient.network pool-pf-is-up"]);
            const tagged = { name: "pool", addresses, vlan: 42, whenInUse: "restart" };
            assert.deepEqual(
                (await bench.stack.check(tagged)).failures.map(({ id }) => id),
                ["pf-gives-vfs-back"],
            );
            assert.deepEqual(await bench.vfs(), [VF]);
        } finally {
            await pair.close();
            await setLink(bench.host, PF, "up");
        }
    });
});
