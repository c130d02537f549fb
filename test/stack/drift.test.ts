import assert from "node:assert/strict";
import type { Host } from "../../lab/host";
import { stackOnHost } from "../support/stackOnHost";
import { edit, stateOf } from "../support/testHost";

const PROGRAM = `
const pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0", vlan: 42, portgroups: [{ name: "storage", vlan: 43 }] });
new libvirt.TeamedNic("net0", {
    domain: "demo",
    mac: "52:54:00:aa:bb:01",
    persistent: { network: "lan", mtu: 9000 },
    transient: { network: pool.name },
});`;

interface Case {
    readonly title: string;
    readonly byHand: (host: Host) => Promise<unknown>;
    /** What the preview names: path of the property, the host's value, the program's. */
    readonly drift: readonly (readonly [path: string, host: unknown, program: unknown])[];
}

const interfaceWith = (xml: string, part: string): string =>
    (xml.match(/ *<interface[\s\S]*?<\/interface>\n/g) ?? []).find((nic) => nic.includes(part)) ?? "";
const changeGuest = (change: (xml: string) => string) => (host: Host) => edit(host, "guest", "demo", change);
const changePool = (change: (xml: string) => string) => (host: Host) => edit(host, "network", "vfpool", change);
const inTransient = (from: string, to: string) =>
    changeGuest((xml) => {
        const nic = interfaceWith(xml, "ua-net0-vf");
        return xml.replace(nic, nic.replace(from, to));
    });

const ofPool: readonly Case[] = [
    {
        title: "another physical function",
        byHand: changePool((xml) => xml.replace("enp7s0f0", "enp8s0f0")),
        drift: [["pf", "enp8s0f0", "enp7s0f0"]],
    },
    {
        title: "another VLAN",
        byHand: changePool((xml) => xml.replace("id='42'", "id='44'")),
        drift: [["vlan", 44, 42]],
    },
    {
        title: "a portgroup changed, another added",
        byHand: changePool((xml) =>
            xml.replace("id='43'", "id='45'").replace("</network>", "<portgroup name='backup'/></network>"),
        ),
        drift: [
            ["portgroups[0].vlan", 45, 43],
            ["portgroups[1]", { name: "backup" }, undefined],
        ],
    },
    {
        title: "stopped, and no longer started with the host",
        async byHand(host) {
            await host.virsh("net-destroy", "vfpool");
            await host.virsh("net-autostart", "vfpool", "--disable");
        },
        drift: [
            ["active", false, true],
            ["autostart", false, true],
        ],
    },
    {
        title: "undefined while it runs",
        byHand: (host) => host.virsh("net-undefine", "vfpool"),
        drift: [
            ["autostart", false, true],
            ["managed", false, true],
            ["mode", undefined, "hostdev"],
            ["pf", undefined, "enp7s0f0"],
            ["portgroups", undefined, [{ name: "storage", vlan: 43 }]],
            ["vlan", undefined, 42],
        ],
    },
];

const ofGuest: readonly Case[] = [
    {
        title: "the MAC of one half",
        byHand: inTransient("52:54:00:aa:bb:01", "52:54:00:aa:bb:02"),
        drift: [["transient.mac", "52:54:00:aa:bb:02", "52:54:00:aa:bb:01"]],
    },
    {
        title: "an alias, to another of the user's",
        byHand: changeGuest((xml) => xml.replace("<alias name='ua-net0'/>", "<alias name='ua-mine'/>")),
        drift: [["persistent.alias", "ua-mine", "ua-net0"]],
    },
    {
        title: "an alias that libvirt drops, and the MTU",
        byHand: changeGuest((xml) =>
            xml.replace("<alias name='ua-net0'/>", "<alias name='net0'/>").replace("9000", "1500"),
        ),
        drift: [
            ["persistent.alias", undefined, "ua-net0"],
            ["persistent.mtu", 1500, 9000],
        ],
    },
    {
        title: "the link set down, which the program does not speak of",
        byHand: changeGuest((xml) => xml.replace("<mtu size='9000'/>", "<mtu size='9000'/><link state='down'/>")),
        drift: [["persistent.link", "down", undefined]],
    },
    {
        title: "the partner's name and the other half's role",
        byHand: changeGuest((xml) =>
            xml.replace("persistent='ua-net0'", "persistent='ua-nobody'").replace("<teaming type='persistent'/>", ""),
        ),
        drift: [
            ["persistent.teaming", undefined, "persistent"],
            ["transient.persistent", "ua-nobody", "ua-net0"],
        ],
    },
];

/** One of each at a time: a preview and an up take seconds, and the two resources do not know of each other. */
const pairs = ofPool.map((pool, at): readonly [Case, Case] => [pool, ofGuest[at] ?? assert.fail("as many of each")]);

/** The value at a path such as `portgroups[0].vlan`. */
function at(values: unknown, path: string): unknown {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
    return keys.reduce((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], values);
}

/** How `preview --diff` shows a change of a plain value; the column of colons depends on the other names. */
function shown(path: string, from: unknown, to: unknown): RegExp {
    const key = path.split(".").at(-1) ?? "";
    return new RegExp(`~ ${key}\\s*: ${JSON.stringify(from)} => ${JSON.stringify(to)}`);
}
const isPlain = (value: unknown): boolean => value !== undefined && typeof value !== "object";

describe("drift by hand, on the screen of the CLI", () => {
    const bench = stackOnHost({ program: PROGRAM, isUp: true });
    let healthy: string;
    before(async () => {
        healthy = await stateOf(bench.host);
    });

    it("shows nothing where nothing drifted", async () => {
        const { text, planned } = await bench.stack.previewed();
        assert.deepEqual(planned, {});
        assert.match(text, /Resources:\n +3 unchanged/);
    });

    // each preview names exactly what has drifted since the up before it, and so that this up left nothing to do
    for (const [pool, guest] of pairs) {
        const drift = { vfpool: pool.drift, net0: guest.drift };

        it(`names both values of what drifted, and up heals it: of the pool ${pool.title}; of the guest ${guest.title}`, async () => {
            await pool.byHand(bench.host);
            await guest.byHand(bench.host);

            const { text, planned } = await bench.stack.previewed();
            assert.deepEqual(Object.keys(planned).sort(), Object.keys(drift).sort());
            for (const [name, paths] of Object.entries(drift)) {
                const step = planned[name];
                assert.equal(step?.op, "update");
                assert.deepEqual(Object.keys(step.detailedDiff ?? {}).sort(), paths.map(([path]) => path).sort());
                for (const [path, onHost, inProgram] of paths) {
                    assert.deepEqual(
                        [path, at(step.old?.inputs, path), at(step.new?.inputs, path)],
                        [path, onHost, inProgram],
                    );
                    if (!isPlain(onHost) || !isPlain(inProgram)) continue;
                    assert.match(text, shown(path, inProgram, onHost), "the refresh");
                    assert.match(text, shown(path, onHost, inProgram), "the update");
                }
            }

            await bench.stack.up();
            assert.equal(await stateOf(bench.host), healthy);
        });
    }

    for (const half of ["ua-net0-vf", "<alias name='ua-net0'/>"]) {
        it(`attaches a half again that somebody removed: ${half}`, async () => {
            await edit(bench.host, "guest", "demo", (xml) => xml.replace(interfaceWith(xml, half), ""));

            const { net0, ...others } = await bench.stack.planned();
            const role = half === "ua-net0-vf" ? "transient" : "persistent";
            assert.deepEqual([net0?.op, Object.keys(net0?.detailedDiff ?? {}), others], ["update", [role], {}]);

            await bench.stack.up();
        });
    }

    it("makes again what is gone altogether", async () => {
        await bench.host.virsh("net-destroy", "vfpool");
        await bench.host.virsh("net-undefine", "vfpool");
        await edit(bench.host, "guest", "demo", (xml) => xml.replace(/ *<interface[\s\S]*?<\/interface>\n/g, ""));

        const planned = await bench.stack.planned();
        assert.deepEqual([planned["vfpool"]?.op, planned["net0"]?.op], ["create", "create"]);

        await bench.stack.up();
        assert.deepEqual(await bench.stack.planned(), {});
    });

    it("leaves the host as it was before", async () => {
        await bench.stack.destroy();
        assert.equal(await stateOf(bench.host), bench.untouched);
    });
});
