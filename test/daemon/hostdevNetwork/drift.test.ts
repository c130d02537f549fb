import assert from "node:assert/strict";
import { networkBench } from "../../support/network";

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

    const cases: readonly (readonly [
        what: string,
        () => Promise<void>,
        drift: object,
        lines: readonly string[],
        effect: string,
    ])[] = [
        [
            "another PF",
            redefined("enp7s0f0", "enp8s0f0"),
            { pf: "enp8s0f0" },
            ['pf is "enp8s0f0" on the host, "enp7s0f0" in the program.'],
            "pf enp8s0f0 => enp7s0f0 needs destroy + start; no guest holds a VF",
        ],
        [
            "addresses in place of the PF",
            redefined("<pf dev='enp7s0f0'/>", "<address type='pci' domain='0' bus='0x8' slot='0x10' function='1'/>"),
            { pf: undefined, addresses: ["0000:08:10.1"] },
            [
                'pf is none on the host, "enp7s0f0" in the program.',
                'addresses is ["0000:08:10.1"] on the host, none in the program.',
            ],
            'addresses ["0000:08:10.1"] => none, pf none => enp7s0f0 needs destroy + start; no guest holds a VF',
        ],
        [
            "another VLAN",
            redefined("'42'", "'43'"),
            { vlan: 43 },
            ["vlan is 43 on the host, 42 in the program."],
            "vlan 43 => 42 needs destroy + start; no guest holds a VF",
        ],
        [
            "no VLAN",
            redefined(/<vlan>\s*<tag id='42'\/>\s*<\/vlan>/, ""),
            { vlan: undefined },
            ["vlan is none on the host, 42 in the program."],
            "vlan none => 42 needs destroy + start; no guest holds a VF",
        ],
        [
            "no driver",
            redefined("<driver name='vfio'/>", ""),
            { driver: undefined },
            ['driver is none on the host, "vfio" in the program.'],
            "driver none => vfio needs destroy + start; no guest holds a VF",
        ],
        [
            "not managed",
            redefined("managed='yes'", "managed='no'"),
            { managed: false },
            ["managed is false on the host, true in the program."],
            "managed false => true needs destroy + start; no guest holds a VF",
        ],
        [
            "isolated ports",
            redefined("<vlan>", "<port isolated='yes'/><vlan>"),
            { isolated: true },
            ["isolated is true on the host, none in the program."],
            "isolated true => none needs destroy + start; no guest holds a VF",
        ],
        [
            "another portgroup",
            redefined("<portgroup", "<portgroup name='z'/><portgroup"),
            { portgroups: [...program.portgroups, { name: "z" }] },
            [
                'portgroups is [{"name":"a","vlan":1},{"name":"b"},{"name":"z"}] on the host, ' +
                    '[{"name":"a","vlan":1},{"name":"b"}] in the program.',
            ],
            'portgroups [{"name":"z"},{"name":"a","vlan":1},{"name":"b"}] => [{"name":"a","vlan":1},{"name":"b"}] without a restart',
        ],
        [
            "a changed portgroup",
            redefined("<portgroup name='b'>", "<portgroup name='b' default='yes'>"),
            { portgroups: [program.portgroups[0], { name: "b", default: true }] },
            ["portgroups[1].default is true on the host, none in the program."],
            "portgroups[1].default true => none without a restart",
        ],
        [
            "a portgroup less",
            redefined(/<portgroup name='b'>\s*<\/portgroup>/, ""),
            { portgroups: [program.portgroups[0]] },
            [
                'portgroups is [{"name":"a","vlan":1}] on the host, ' +
                    '[{"name":"a","vlan":1},{"name":"b"}] in the program.',
            ],
            'portgroups [{"name":"a","vlan":1}] => [{"name":"a","vlan":1},{"name":"b"}] without a restart',
        ],
        [
            "not started with the host",
            byHand("net-autostart", "--disable", "p"),
            { autostart: false },
            ["autostart is false on the host, true in the program."],
            "autostart false => true without a restart",
        ],
        [
            "stopped",
            byHand("net-destroy", "p"),
            { active: false },
            ["active is false on the host, true in the program."],
            "active false => true starts the network",
        ],
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
            [
                'mode is none on the host, "hostdev" in the program.',
                "managed is false on the host, true in the program.",
                "autostart is false on the host, true in the program.",
                'pf is none on the host, "enp7s0f0" in the program.',
                "vlan is none on the host, 42 in the program.",
                'driver is none on the host, "vfio" in the program.',
                'portgroups is none on the host, [{"name":"a","vlan":1},{"name":"b"}] in the program.',
            ],
            "autostart false => true without a restart",
        ],
    ];

    for (const [what, change, drift, lines, effect] of cases)
        it(`(${what}) is named with the host's value, with a refresh and without, and put right`, async () => {
            await bench.stack.up(program);
            const { id } = bench.stack.state ?? assert.fail();
            const before = [await bench.definition("p"), await bench.list()];
            await change();
            const { changes } = await bench.stack.preview(program);
            assert.equal(changes, true);
            assert.deepEqual(
                bench.stack.lines.toSorted(),
                [...lines.map((line) => `network p: ${line}`), `p: ${effect}`].toSorted(),
            );
            assert.deepEqual(await bench.stack.drift(program), drift);
            assert.equal(await bench.stack.up(program), "updated");
            await bench.stack.assertSettled(program);
            assert.deepEqual([await bench.definition("p"), await bench.list()], before);
            assert.equal(bench.stack.state?.id, id);
        });

    it("is put right without a refresh too", async () => {
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
        assert.deepEqual([await run.diff(id, outs, inputs), bench.stack.lines], [{}, []]);
        assert.equal((await bench.stack.hooks().diff(id, outs, inputs)).changes, true);
    });

    describe("(removed)", () => {
        beforeEach(async () => {
            await bench.stack.up(program);
            await bench.stack.byHand("net-destroy", "p");
            await bench.stack.byHand("net-undefine", "p");
        });

        it("is gone after a refresh, and made again", async () => {
            assert.equal(await bench.stack.refresh(), undefined);
            assert.equal(await bench.stack.up(program), "created");
            await bench.stack.assertSettled(program);
        });

        it("is told in a line, and made again, without a refresh", async () => {
            const { id } = bench.stack.state ?? assert.fail();
            const { changes, replaces } = await bench.stack.preview(program);
            assert.deepEqual({ changes, replaces }, { changes: true, replaces: ["name"] });
            assert.deepEqual(bench.stack.lines, [`network p is gone from ${bench.host.uri}; up makes it again.`]);
            assert.equal(await bench.stack.up(program), "replaced");
            assert.notEqual(bench.stack.state?.id, id);
            await bench.stack.assertSettled(program);
        });
    });
});
