import assert from "node:assert/strict";
import type { Difference } from "../../../provider/lifecycle/differences";
import type { Properties } from "../../../provider/lifecycle/kind";
import { networkBench } from "../../support/network";
import { driftOf, toldBy, type MessageData } from "../../support/told";

/** Messages in an order of their own, as properties come in that of the host. */
const byPath = (messages: readonly MessageData[]): readonly MessageData[] => {
    const key = ({ id, facts }: MessageData): string => `${id} ${String(facts["path"])}`;
    return messages.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
};

describe("what somebody did to a HostdevNetwork by hand", () => {
    const bench = networkBench();
    const program = {
        name: "p",
        pf: "enp7s0f0",
        vlan: 42,
        driver: "vfio",
        portgroups: [{ name: "a", vlan: 1 }, { name: "b" }],
    };

    /** A definition that differs in what is replaced. */
    const redefined = (what: string | RegExp, by: string) => async (): Promise<void> => {
        const xml = await bench.host.virsh("net-dumpxml", "--inactive", "p");
        assert.notEqual(xml.replace(what, by), xml);
        await bench.define(xml.replace(what, by));
    };
    const byHand =
        (...command: string[]) =>
        async (): Promise<void> => {
            await bench.stack.byHand(...command);
        };

    const change = (path: string, actual: unknown, desired: unknown): Difference => ({
        path,
        before: actual,
        after: desired,
    });
    const ofPool = (id: string, ...changes: readonly Difference[]): MessageData => ({
        id,
        subject: "p",
        facts: { changes },
    });
    const restarts = (...changes: readonly Difference[]): MessageData => ofPool("restart-pool", ...changes);
    const runsOn = (...changes: readonly Difference[]): MessageData => ofPool("change-without-restart", ...changes);
    const { portgroups } = program;

    /** The drift, by path with the actual value; then its messages where their values or number differ from that. */
    const cases: readonly (readonly [
        what: string,
        byHand: () => Promise<void>,
        drift: Properties,
        effect: MessageData,
        messages?: Properties,
    ])[] = [
        [
            "another PF",
            redefined("enp7s0f0", "enp8s0f0"),
            { pf: "enp8s0f0" },
            restarts(change("pf", "enp8s0f0", "enp7s0f0")),
        ],
        [
            "addresses in place of the PF",
            redefined("<pf dev='enp7s0f0'/>", "<address type='pci' domain='0' bus='0x8' slot='0x10' function='1'/>"),
            { pf: undefined, addresses: ["0000:08:10.1"] },
            restarts(change("addresses", ["0000:08:10.1"], undefined), change("pf", undefined, "enp7s0f0")),
        ],
        ["another VLAN", redefined("'42'", "'43'"), { vlan: 43 }, restarts(change("vlan", 43, 42))],
        [
            "no VLAN",
            redefined(/<vlan>\s*<tag id='42'\/>\s*<\/vlan>/, ""),
            { vlan: undefined },
            restarts(change("vlan", undefined, 42)),
        ],
        [
            "no driver",
            redefined("<driver name='vfio'/>", ""),
            { driver: undefined },
            restarts(change("driver", undefined, "vfio")),
        ],
        [
            "not managed",
            redefined("managed='yes'", "managed='no'"),
            { managed: false },
            restarts(change("managed", false, true)),
        ],
        [
            "isolated ports",
            redefined("<vlan>", "<port isolated='yes'/><vlan>"),
            { isolated: true },
            restarts(change("isolated", true, undefined)),
        ],
        [
            "another portgroup",
            redefined("<portgroup", "<portgroup name='z'/><portgroup"),
            { portgroups: [...portgroups, { name: "z" }] },
            runsOn(change("portgroups", [{ name: "z" }, ...portgroups], portgroups)),
        ],
        [
            "a changed portgroup",
            redefined("<portgroup name='b'>", "<portgroup name='b' default='yes'>"),
            { portgroups: [portgroups[0], { name: "b", default: true }] },
            runsOn(change("portgroups[1].default", true, undefined)),
            { "portgroups[1].default": true },
        ],
        [
            "a portgroup less",
            redefined(/<portgroup name='b'>\s*<\/portgroup>/, ""),
            { portgroups: [portgroups[0]] },
            runsOn(change("portgroups", [portgroups[0]], portgroups)),
        ],
        [
            "not started with the host",
            byHand("net-autostart", "--disable", "p"),
            { autostart: false },
            runsOn(change("autostart", false, true)),
        ],
        ["stopped", byHand("net-destroy", "p"), { active: false }, ofPool("start-pool", change("active", false, true))],
        [
            "undefined while it runs",
            byHand("net-undefine", "p"),
            {
                mode: undefined,
                managed: false, // as libvirt takes its absence
                driver: undefined,
                pf: undefined,
                vlan: undefined,
                portgroups: undefined,
                autostart: false,
            },
            runsOn(change("autostart", false, true)),
        ],
    ];

    for (const [what, byHand, drift, effect, messages = drift] of cases)
        it(`is named with the host's value, with a refresh and without, and healed by up: ${what}`, async () => {
            await bench.stack.up(program);
            const { id, inputs } = bench.stack.state ?? assert.fail();
            const before = [await bench.definition("p"), await bench.list()];
            await byHand();
            const { changes } = await bench.stack.preview(program);
            assert.equal(changes, true);
            const told = Object.entries(messages).map(([path, actual]) => driftOf("p", path, actual, inputs[path]));
            assert.deepEqual(byPath(toldBy(bench.stack)), byPath([...told, effect]));
            assert.deepEqual(await bench.stack.drift(program), drift);
            assert.equal(await bench.stack.up(program), "updated");
            await bench.stack.assertSettled(program);
            assert.deepEqual([await bench.definition("p"), await bench.list()], before);
            assert.equal(bench.stack.state?.id, id);
        });

    it("is healed without a refresh too", async () => {
        await bench.stack.up(program);
        await redefined(/<vlan>\s*<tag id='42'\/>\s*<\/vlan>/, "<port isolated='yes'/>")();
        assert.equal(await bench.stack.up(program), "updated");
        await bench.stack.assertSettled(program);
    });

    it("is not looked for again by a run that has just read it", async () => {
        await bench.stack.up(program);
        const { id, inputs, outs } = bench.stack.state ?? assert.fail();
        const run = bench.stack.hooks();
        assert.deepEqual(await run.read(id, outs), { id, props: outs, inputs });
        await byHand("net-destroy", "p")();
        assert.deepEqual([await run.diff(id, outs, inputs), toldBy(bench.stack)], [{}, []]);
        assert.equal((await bench.stack.hooks().diff(id, outs, inputs)).changes, true);
    });

    describe("(removed)", () => {
        beforeEach(async () => {
            await bench.stack.up(program);
            await bench.stack.byHand("net-destroy", "p");
            await bench.stack.byHand("net-undefine", "p");
        });

        it("is missing after a refresh, and made again", async () => {
            assert.equal(await bench.stack.refresh(), undefined);
            assert.equal(await bench.stack.up(program), "created");
            await bench.stack.assertSettled(program);
        });

        it("is told as missing, and made again, without a refresh", async () => {
            const { id } = bench.stack.state ?? assert.fail();
            const { changes, replaces } = await bench.stack.preview(program);
            assert.deepEqual({ changes, replaces }, { changes: true, replaces: ["name"] });
            assert.deepEqual(toldBy(bench.stack), [{ id: "missing", subject: "p", facts: { uris: [bench.host.uri] } }]);
            assert.equal(await bench.stack.up(program), "replaced");
            assert.notEqual(bench.stack.state?.id, id);
            await bench.stack.assertSettled(program);
        });
    });

    it("leaves each portgroup the VLAN that ignoreChanges names, where another portgroup is gone", async () => {
        const two = [
            { name: "a", vlan: 1 },
            { name: "b", vlan: 2 },
        ];
        const ignoring = { ...program, portgroups: two, ignoreChanges: ["portgroups[*].vlan"] };
        const onHost = async (): Promise<readonly string[]> =>
            (await bench.host.virsh("net-dumpxml", "--inactive", "p"))
                .replace(/\n\s*/g, "")
                .match(/<portgroup [^]*?<\/portgroup>/g) ?? [];
        const group = (name: string, vlan: number): string =>
            `<portgroup name='${name}'><vlan><tag id='${vlan}'/></vlan></portgroup>`;
        await bench.stack.up(ignoring);
        await bench.stack.byHand("net-update", "p", "delete", "portgroup", group("a", 1), "--live", "--config");
        await bench.stack.byHand("net-update", "p", "modify", "portgroup", group("b", 5), "--live", "--config");
        assert.equal(await bench.stack.up(ignoring), "updated");
        assert.deepEqual(await onHost(), [group("a", 1), group("b", 5)]);
    });
});
