import assert from "node:assert/strict";
import { guestXml, type Host } from "../../lab/host";
import type { Previewed } from "../support/cliStack";
import { stackOnHost } from "../support/stackOnHost";
import { edit, stateOf } from "../support/testHost";

// a preview and an up take seconds: all cases drift at once, each on a pool, or a pair and its guest, of its own

/** What drifts of a resource of the program, which has the name of its pool or its guest too. */
interface Case {
    readonly title: string;
    readonly byHand: (host: Host) => Promise<unknown>;
    /** What the preview names: path of the property, the host's value, the program's. */
    readonly drift: readonly (readonly [path: string, host: unknown, program: unknown])[];
}
type Cases = Readonly<Record<string, Case>>;

const interfaceWith = (xml: string, part: string): string =>
    (xml.match(/ *<interface[\s\S]*?<\/interface>\n/g) ?? []).find((nic) => nic.includes(part)) ?? "";
const changeGuest = (name: string, change: (xml: string) => string) => (host: Host) =>
    edit(host, "guest", name, change);
const changePool = (name: string, change: (xml: string) => string) => (host: Host) =>
    edit(host, "network", name, change);

/** Of pools with the VLAN 42 and the portgroup `storage` with the VLAN 43. */
const pools: Cases = {
    moved: {
        title: "another physical function",
        byHand: changePool("moved", (xml) => xml.replace("enp8s0f0", "enp7s0f0")),
        drift: [["pf", "enp7s0f0", "enp8s0f0"]],
    },
    tagged: {
        title: "another VLAN",
        byHand: changePool("tagged", (xml) => xml.replace("id='42'", "id='44'")),
        drift: [["vlan", 44, 42]],
    },
    grouped: {
        title: "a portgroup changed, another added",
        byHand: changePool("grouped", (xml) =>
            xml.replace("id='43'", "id='45'").replace("</network>", "<portgroup name='backup'/></network>"),
        ),
        drift: [
            ["portgroups[0].vlan", 45, 43],
            ["portgroups[1]", { name: "backup" }, undefined],
        ],
    },
    stopped: {
        title: "stopped, and no longer started with the host",
        async byHand(host) {
            await host.virsh("net-destroy", "stopped");
            await host.virsh("net-autostart", "stopped", "--disable");
        },
        drift: [
            ["active", false, true],
            ["autostart", false, true],
        ],
    },
    undefined: {
        title: "undefined while it runs",
        byHand: (host) => host.virsh("net-undefine", "undefined"),
        drift: [
            ["addresses", undefined, ["0000:07:10.4"]],
            ["autostart", false, true],
            ["managed", false, true],
            ["mode", undefined, "hostdev"],
            ["portgroups", undefined, [{ name: "storage", vlan: 43 }]],
            ["vlan", undefined, 42],
        ],
    },
};

/** Of pairs whose halves are `ua-net0` and `ua-net0-vf`. */
const pairs: Cases = {
    remac: {
        title: "the MAC of one half",
        byHand: changeGuest("remac", (xml) => {
            const nic = interfaceWith(xml, "ua-net0-vf");
            return xml.replace(nic, nic.replace("52:54:00:aa:bb:00", "52:54:00:aa:bb:ff"));
        }),
        drift: [["transient.mac", "52:54:00:aa:bb:ff", "52:54:00:aa:bb:00"]],
    },
    realias: {
        title: "an alias, to another of the user's",
        byHand: changeGuest("realias", (xml) => xml.replace("<alias name='ua-net0'/>", "<alias name='ua-mine'/>")),
        drift: [["persistent.alias", "ua-mine", "ua-net0"]],
    },
    unalias: {
        title: "an alias that libvirt drops, and the MTU",
        byHand: changeGuest("unalias", (xml) =>
            xml.replace("<alias name='ua-net0'/>", "<alias name='net0'/>").replace("9000", "1500"),
        ),
        drift: [
            ["persistent.alias", undefined, "ua-net0"],
            ["persistent.mtu", 1500, 9000],
        ],
    },
    unlinked: {
        title: "the link set down, which the program does not speak of",
        byHand: changeGuest("unlinked", (xml) =>
            xml.replace("<mtu size='9000'/>", "<mtu size='9000'/><link state='down'/>"),
        ),
        drift: [["persistent.link", "down", undefined]],
    },
    unteamed: {
        title: "the partner's name and the other half's role",
        byHand: changeGuest("unteamed", (xml) =>
            xml.replace("persistent='ua-net0'", "persistent='ua-nobody'").replace("<teaming type='persistent'/>", ""),
        ),
        drift: [
            ["persistent.teaming", undefined, "persistent"],
            ["transient.persistent", "ua-nobody", "ua-net0"],
        ],
    },
};

const withoutHalf = (guest: string, half: string) =>
    changeGuest(guest, (xml) => xml.replace(interfaceWith(xml, half), ""));
/** Pairs that lose halves by hand, and what is planned then. */
const removed = {
    halfVf: {
        title: "the transient half",
        byHand: withoutHalf("halfVf", "ua-net0-vf"),
        planned: ["update", ["transient"]],
    },
    halfVirtio: {
        title: "the persistent half",
        byHand: withoutHalf("halfVirtio", "<alias name='ua-net0'/>"),
        planned: ["update", ["persistent"]],
    },
    noHalf: {
        title: "both halves",
        byHand: changeGuest("noHalf", (xml) => xml.replace(/ *<interface[\s\S]*?<\/interface>\n/g, "")),
        planned: ["create", []],
    },
} as const;

const guests = [...Object.keys(pairs), ...Object.keys(removed)];
/** A pool for each case, one that is removed, and one whose VFs the pairs get. */
const PROGRAM = `
const pool = (name, source) =>
    new libvirt.HostdevNetwork(name, { ...source, vlan: 42, portgroups: [{ name: "storage", vlan: 43 }] });
pool("moved", { pf: "enp8s0f0" });
for (const [i, name] of ${JSON.stringify(["removed", ...Object.keys(pools).slice(1)])}.entries())
    pool(name, { addresses: ["0000:07:10." + i] });
const vfs = new libvirt.HostdevNetwork("vfs", { addresses: ${JSON.stringify(guests.map((_, i) => `0000:07:11.${i}`))} });
for (const [i, domain] of ${JSON.stringify(guests)}.entries())
    new libvirt.TeamedNic(domain, {
        domain,
        name: "net0",
        mac: "52:54:00:aa:bb:0" + i,
        persistent: { network: "lan", mtu: 9000 },
        transient: { network: vfs.name },
    });`;

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
/** What a preview shows of a resource: its refresh, and its update. */
const partOf = (text: string, urn: string): string =>
    text
        .split(/^(?= *[~+-] .*\((?:refresh|update|create)\))/m)
        .filter((part) => part.includes(`[urn=${urn}]`))
        .join("");
const isPlain = (value: unknown): boolean => value !== undefined && typeof value !== "object";

describe("drift by hand, on the screen of the CLI", () => {
    const bench = stackOnHost({
        program: PROGRAM,
        vfs: 16,
        async prepare(host) {
            for (const guest of guests) await host.virsh("define", await host.file(guestXml(guest)));
        },
        isUp: true,
    });
    const healed = async (name: string): Promise<string> =>
        name in pools
            ? (await bench.host.virsh("net-info", name)) + (await bench.host.virsh("net-dumpxml", name, "--inactive"))
            : bench.host.virsh("dumpxml", name, "--inactive");

    it("shows nothing where nothing drifted", async () => {
        const { text, planned } = await bench.stack.previewed();
        assert.deepEqual(planned, {});
        assert.match(text, /Resources:\n +16 unchanged/);
    });

    describe("of many things at once", () => {
        const drifted = { ...pools, ...pairs };
        const healthy: Record<string, string> = {};
        let shownAll: Previewed;
        before(async () => {
            for (const name of Object.keys(drifted)) healthy[name] = await healed(name);
            for (const { byHand } of [...Object.values(drifted), ...Object.values(removed)]) await byHand(bench.host);
            await bench.host.virsh("net-destroy", "removed");
            await bench.host.virsh("net-undefine", "removed");
            shownAll = await bench.stack.previewed();
        });

        for (const [name, { title, drift }] of Object.entries(drifted))
            it(`names both values of what drifted of a ${name in pools ? "pool" : "guest"}: ${title}`, () => {
                const step = shownAll.planned[name];
                assert.equal(step?.op, "update");
                assert.deepEqual(Object.keys(step.detailedDiff ?? {}).sort(), drift.map(([path]) => path).sort());
                const text = partOf(shownAll.text, step.urn);
                for (const [path, onHost, inProgram] of drift) {
                    assert.deepEqual(
                        [path, at(step.old?.inputs, path), at(step.new?.inputs, path)],
                        [path, onHost, inProgram],
                    );
                    if (!isPlain(onHost) || !isPlain(inProgram)) continue;
                    assert.match(text, shown(path, inProgram, onHost), "the refresh");
                    assert.match(text, shown(path, onHost, inProgram), "the update");
                }
            });

        for (const [name, { title, planned }] of Object.entries(removed))
            it(`attaches again what somebody removed: ${title}`, () => {
                const { op, detailedDiff } = shownAll.planned[name] ?? {};
                assert.deepEqual([op, Object.keys(detailedDiff ?? {})], planned);
            });

        it("makes a pool again that is gone altogether", () => {
            assert.equal(shownAll.planned["removed"]?.op, "create");
        });

        it("plans nothing for the pool that did not drift", () => {
            const all = [...Object.keys(drifted), ...Object.keys(removed), "removed"];
            assert.deepEqual(Object.keys(shownAll.planned).sort(), all.sort());
        });

        it("is healed by up, to the letter, and leaves nothing to do", async () => {
            await bench.stack.up();
            for (const [name, before] of Object.entries(healthy))
                assert.deepEqual([name, await healed(name)], [name, before]);
            assert.deepEqual(await bench.stack.planned(), {});
        });

        it("is gone with all else after destroy: the host is as it was before", async () => {
            await bench.stack.destroy();
            assert.equal(await stateOf(bench.host), bench.untouched);
        });
    });
});
