import assert from "node:assert/strict";
import type { Libvirt } from "../../../provider/libvirt";
import type { Properties } from "../../../provider/lifecycle/kind";
import { ToldHost, ToldOperation, type Told } from "../../support/toldHost";

const uri = "test:///a";
const LAN = "<network><name>lan</name><bridge name='virbr0'/></network>";
const live = (name: string, vfs: number, connections = 0): string =>
    `<network connections='${connections}'><name>${name}</name><forward mode='hostdev'>${Array.from(
        { length: vfs },
        (_, i) => `<address type='pci' bus='2' slot='0x10' function='${i}'/>`,
    ).join("")}</forward></network>`;
const guestXml = (name: string): string =>
    `<domain><name>${name}</name><os><type machine='q35'>hvm</type></os><devices/></domain>`;

const operationOn = (told: Told): { readonly host: ToldHost; readonly operation: ToldOperation } => {
    const host = new ToldHost(uri, { ...told, started: { lan: LAN, ...told.started } });
    return { host, operation: new ToldOperation([host]) };
};
const pair = (name: string, network: string, more: Properties = {}): Properties => ({
    uri,
    name,
    domain: "web",
    mac: "52:54:00:aa:bb:01",
    persistent: { network: "lan" },
    transient: { network },
    ...more,
});
/** What is said of a pair for which a pool has too few. */
const short = (free: number, ...wanted: readonly string[]): readonly string[] => [
    `warning transient.network pool-has-a-free-vf: a pool with ${wanted.length} free VF${wanted.length === 1 ? "" : "s"}, for ${wanted.map((one) => `${one} on web`).join(", ")}; this one has ${free}`,
];

describe("the VFs of a pool are counted over a whole operation", () => {
    const pools: readonly (readonly [what: string, told: Told, declared?: Properties])[] = [
        ["that is started, less those that guests have", { started: { vfs: live("vfs", 5, 3) } }],
        [
            "that is started, whatever the program says of it",
            { started: { vfs: live("vfs", 2) } },
            { addresses: ["0000:02:10.0"] },
        ],
        ["that the program declares, by addresses", {}, { addresses: ["0000:01:10.0", "0000:01:10.2"] }],
        ["that the program declares, by its PF", { cards: { eth0: 5, eth1: 2 } }, { pf: "eth1" }],
        [
            "that the program declares and starts, where it is stopped",
            { cards: { eth0: 2 }, stopped: { vfs: live("vfs", 0) } },
            { pf: "eth0" },
        ],
    ];
    for (const [what, told, declared] of pools)
        it(what, async () => {
            const { operation } = operationOn(told);
            if (declared) await operation.pool({ uri, name: "vfs", ...declared });
            assert.deepEqual(await operation.pair(pair("a", "vfs")), []);
            assert.deepEqual(await operation.pair(pair("b", "vfs")), []);
            assert.deepEqual(await operation.pair(pair("c", "vfs")), short(2, "a", "b", "c"));
            assert.deepEqual(await operation.pair(pair("d", "vfs")), short(2, "a", "b", "c", "d"));
        });

    describe("(libvirt counts fewer than guests have)", () => {
        const nic = (source: string): string =>
            `<interface type='${source.includes("address") ? "hostdev" : "network"}'><source${source}<alias name='ua-vf'/></interface>`;
        const vf = "><address type='pci' bus='2' slot='0x10' function='0'/></source>";
        const has = (source: string): string =>
            guestXml("other").replace("<devices/>", `<devices>${nic(source)}</devices>`);
        const told: Told = {
            guests: { other: has(" network='vfs'/>") },
            live: { other: has(vf).replace("<domain>", "<domain id='1'>") },
            running: ["other"],
        };
        /** A pool whose count is another each time that it is read. */
        class Counting extends ToldHost {
            constructor(readonly counts: number[]) {
                super(uri, { ...told, started: { lan: LAN, vfs: live("vfs", 3) } });
            }
            override get libvirt(): Libvirt {
                const libvirt = super.libvirt;
                return {
                    ...libvirt,
                    networkLiveXml: (name) =>
                        name === "vfs"
                            ? Promise.resolve(live("vfs", 3, this.counts.shift() ?? 0))
                            : libvirt.networkLiveXml(name),
                };
            }
        }
        const counted = (...counts: number[]): ToldOperation => new ToldOperation([new Counting(counts)]);

        it("is said where it stays so", async () => {
            const [said = "", ...more] = await counted(0, 0, 0).pair(pair("a", "vfs"));
            assert.match(said, /^warning transient\.network pool-counts-vfs-in-use: .* it counts 0 of 1$/);
            assert.deepEqual(more, []);
        });

        it("is not said where the other guest got its VF meanwhile", async () => {
            assert.deepEqual(await counted(0, 1, 1).pair(pair("a", "vfs")), []);
        });
    });

    it("and not where nobody can tell how many it will have", async () => {
        const { operation } = operationOn({});
        await operation.pool({ uri, name: "vfs" }); // an output says which PF
        assert.deepEqual(await operation.pair(pair("a", "vfs")), []);
        await operation.pool({ uri, name: "later", pf: "eth9" });
        assert.deepEqual(await operation.pair(pair("a", "later")), []);
    });

    it("and not where the program declares it stopped", async () => {
        const { operation } = operationOn({ cards: { eth0: 2 } });
        await operation.pool({ uri, name: "vfs", pf: "eth0", active: false });
        assert.deepEqual(await operation.pair(pair("a", "vfs")), [
            "warning transient.network pool-is-started: a started network; this one is missing",
        ]);
    });

    it("each for itself, and on each host for itself", async () => {
        const started = { lan: LAN, one: live("one", 1), two: live("two", 1) };
        const there = new ToldHost("test:///b", { started });
        const operation = new ToldOperation([new ToldHost(uri, { started }), there]);
        for (const [name, network] of ["one", "two"].entries())
            assert.deepEqual(await operation.pair(pair(`a${name}`, network)), []);
        assert.deepEqual(await operation.pair(pair("b", "one", { uri: there.uri })), []);
        assert.deepEqual(await operation.pair(pair("c", "one", { uri: there.uri })), short(1, "b", "c"));
        assert.deepEqual(await operation.pair(pair("d", "one")), short(1, "a0", "d"));
    });

    it("with a VF on each host that a pair migrates to", async () => {
        const started = { lan: LAN, vfs: live("vfs", 1) };
        const there = new ToldHost("test:///b", { started });
        const operation = new ToldOperation([new ToldHost(uri, { started }), there]);
        assert.deepEqual(await operation.pair(pair("a", "vfs", { migratesTo: [there.uri] })), []);
        assert.deepEqual(
            await operation.pair(pair("b", "vfs", { uri: there.uri })),
            short(1, "a", "b"),
            "one that comes counts as one that is there",
        );
        assert.deepEqual(await operation.pair(pair("c", "vfs", { migratesTo: [there.uri, uri, there.uri] })), [
            ...short(1, "a", "c"),
            ...short(1, "a", "b", "c").map((line) => line.replace("network", `network on ${there.uri}`)),
        ]);
    });

    it("once for each pair, and none for what has one already", async () => {
        const { operation } = operationOn({ started: { vfs: live("vfs", 1), full: live("full", 1, 1) } });
        const a = pair("a", "vfs");
        assert.deepEqual(await operation.pair(a), []);
        assert.deepEqual(await operation.pair(a), []);
        const held = pair("b", "full");
        assert.deepEqual(await operation.pair({ ...held, apply: "next-boot" }, held), []);
        assert.deepEqual(await operation.pair(held, pair("b", "vfs")), short(0, "b"), "it moves to another pool");
    });
});

describe("a pool that the program declares", () => {
    it("has the portgroups that the program gives it", async () => {
        const { operation } = operationOn({ cards: { eth0: 2 } });
        await operation.pool({ uri, name: "vfs", pf: "eth0", portgroups: [{ name: "gold" }, { name: "iron" }] });
        const of = (portgroup: string) =>
            operation.pair(pair("a", "vfs", { transient: { network: "vfs", portgroup } }));
        assert.deepEqual(await of("iron"), []);
        assert.deepEqual(await of("lead"), ["error transient.portgroup portgroup-exists: gold or iron"]);
    });

    it("is held against the others that the program declares for its host, and against no other host's", async () => {
        const hosts = [uri, "test:///b"].map((one) => new ToldHost(one, { cards: { eth0: 3, eth1: 1 } }));
        const operation = new ToldOperation(hosts);
        const share = (pool: string) => `a PF and VFs that no other pool has; network ${pool} has the same`;
        assert.deepEqual(await operation.pool({ uri, name: "all", pf: "eth0" }), []);
        assert.deepEqual(await operation.pool({ uri, name: "other", pf: "eth1" }), []);
        assert.deepEqual(await operation.pool({ uri, name: "some", addresses: ["0000:02:10.0", "0000:01:10.2"] }), [
            `error addresses vf-in-one-pool: ${share("all")}`,
            `error addresses vf-in-one-pool: ${share("other")}`,
        ]);
        assert.deepEqual(await operation.pool({ uri, name: "all", pf: "eth0" }), [
            `error pf vf-in-one-pool: ${share("some")}`,
        ]);
        // two of a kind are held against each other in the program
        assert.deepEqual(await operation.pool({ uri, name: "one", addresses: ["0000:01:10.2"] }), [
            `error addresses vf-in-one-pool: ${share("all")}`,
        ]);
        const there = { uri: "test:///b", name: "there", addresses: ["0000:01:10.2"] };
        assert.deepEqual(await operation.pool(there), []);
    });

    it("is one rival where its host has it already, which shows the VFs that it has", async () => {
        const { operation } = operationOn({ cards: { eth0: 1, eth1: 2 }, started: { all: live("all", 2) } });
        assert.deepEqual(await operation.pool({ uri, name: "all", pf: "eth1", adopt: true }), []);
        assert.deepEqual(await operation.pool({ uri, name: "some", addresses: ["0000:02:10.1"] }), [
            "error addresses vf-in-one-pool: a PF and VFs that no other pool has; network all has the same",
        ]);
    });

    it("is no rival of its own: under its name, or the one that it had, on the same host", async () => {
        const xml = "<network><name>old</name><forward mode='hostdev'><pf dev='eth0'/></forward></network>";
        const hosts = [uri, "test:///b"].map((one) => new ToldHost(one, { cards: { eth0: 1 }, stopped: { old: xml } }));
        const operation = new ToldOperation(hosts);
        const old = { uri, name: "old", pf: "eth0" };
        const rival = ["error pf vf-in-one-pool: a PF and VFs that no other pool has; network old has the same"];
        assert.deepEqual(await operation.pool(old, old), []);
        assert.deepEqual(await operation.pool({ ...old, name: "new" }, old), []);
        assert.deepEqual(await new ToldOperation(hosts).pool({ ...old, name: "new" }), rival);
        assert.deepEqual(await new ToldOperation(hosts).pool({ ...old, name: "new", uri: "test:///b" }, old), rival);
    });
});

describe("a host is read once in an operation", () => {
    it("however many pairs and pools are held against it, at once or one after the other", async () => {
        const { host, operation } = operationOn({
            started: { vfs: live("vfs", 4) },
            guests: { web: guestXml("web") },
            cards: { eth0: 2, eth1: 4 },
        });
        const judgeAll = () =>
            Promise.all([
                operation.pool({ uri, name: "vfs", pf: "eth1" }, { uri, name: "vfs", pf: "eth1" }),
                operation.pool({ uri, name: "more", pf: "eth0" }),
                operation.pair(pair("a", "vfs", { persistent: { bridge: "eth0" } })),
                operation.pair(pair("b", "more", { persistent: { direct: "eth1" } })),
                operation.pair(pair("c", "vfs")),
                operation.pair(pair("d", "vfs", { transient: { address: "0000:01:10.0" } })),
            ]);
        const calls = [
            "domainCapabilities",
            "domainXml uuid-web",
            "guests", // who there is
            "guests", // who runs, when it is asked who has VFs
            "networkLiveXml lan",
            "networkLiveXml vfs",
            "networkPorts vfs",
            "networkXml vfs",
            "networks",
            "nodeDevice net_eth0_02_00_00_00_00_00",
            "nodeDevice net_eth1_02_00_00_00_00_00",
            "nodeDevice pci_0000_01_00_0",
            "nodeDevice pci_0000_01_10_0",
            "nodeDevice pci_0000_02_00_0",
            "nodeDevices",
            "versions",
        ];
        assert.deepEqual((await judgeAll()).flat(), []);
        assert.deepEqual([...host.asked].sort(), calls);
        await judgeAll();
        assert.deepEqual([...host.asked].sort(), calls);
    });
});

describe("a VLAN of a virtio half", () => {
    const cases: readonly (readonly [what: string, xml: string, version: number, isTagged: boolean])[] = [
        ["on a bridge, before 11.0", "<forward mode='bridge'/><bridge name='br0'/>", 10_999_999, false],
        ["on a bridge, with 11.0", "<forward mode='bridge'/><bridge name='br0'/>", 11_000_000, true],
        ["on its own bridge, before 12.8", "<bridge name='br0'/>", 12_007_999, false],
        ["on its own bridge, with 12.8", "<bridge name='br0'/>", 12_008_000, true],
        ["on Open vSwitch", "<bridge name='br0'/><virtualport type='openvswitch'/>", 9_000_000, true],
        ["on macvtaps that share", "<forward mode='bridge'/>", 11_003_000, false],
        ["on macvtaps that have a device each", "<forward mode='passthrough'/>", 9_000_000, true],
    ];
    for (const [what, xml, version, isTagged] of cases)
        it(`${what}: ${isTagged ? "is tagged" : "is not"}`, async () => {
            const started = { vfs: live("vfs", 1), tags: `<network><name>tags</name>${xml}</network>` };
            const { operation } = operationOn({ version, started });
            assert.deepEqual(
                await operation.pair(pair("a", "vfs", { persistent: { network: "tags", vlan: 42 } })),
                isTagged
                    ? []
                    : ["warning persistent.vlan network-supports-vlan: no value on network tags of this host"],
            );
        });
});
