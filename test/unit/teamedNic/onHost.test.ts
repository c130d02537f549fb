import assert from "node:assert/strict";
import type { Properties } from "../../../provider/lifecycle/kind";
import { ToldHost, ToldOperation } from "../../support/toldHost";

const uri = "test:///a";
const MAC = "52:54:00:aa:bb:01";
const LAN = "<network><name>lan</name><bridge name='virbr0'/></network>";
const POOL =
    "<network><name>vfs</name><forward mode='hostdev'><address type='pci' bus='1' slot='0x10' function='0'/></forward></network>";
const guest = (...devices: readonly string[]): string =>
    `<domain><os><type machine='q35'>hvm</type></os><devices>${devices.join("")}</devices></domain>`;
const nic = (alias: string, more = "", mac = MAC): string =>
    `<interface type='network'><mac address='${mac}'/>${more}<alias name='${alias}'/></interface>`;
const half = (alias: string): string => nic(alias, "<teaming type='persistent'/>");

const pair: Properties = {
    uri,
    name: "a",
    domain: "web",
    mac: MAC,
    persistent: { network: "lan" },
    transient: { network: "vfs" },
};
/** Without what would be allowed. */
const inShort = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/([a-z]): .*/, "$1"));

/** What is found of the pair, changed so, on a host with these guests. */
const found = (
    guests: Readonly<Record<string, string>>,
    said: Properties,
    ...more: [was?: Properties, isReplaced?: boolean]
): Promise<readonly string[]> =>
    new ToldOperation([new ToldHost(uri, { guests, started: { lan: LAN, vfs: POOL } })]).pair(
        { ...pair, ...said },
        ...more,
    );

describe("of its host, a pair", () => {
    it("has its MAC for itself", async () => {
        const taken = (...by: readonly string[]) => [
            `error mac mac-is-free: a MAC that nothing else on the host has; ${by.join(" and ")} has this one`,
        ];
        assert.deepEqual(await found({ web: guest(nic("ua-x", "", "52:54:00:aa:bb:02")) }, {}), []);
        assert.deepEqual(
            await found({ web: guest(nic("ua-x")), db: guest(nic("ua-y"), nic("ua-z")) }, {}),
            taken("web (ua-x)", "db (ua-y)", "db (ua-z)"),
        );
        assert.deepEqual(await found({ db: guest(nic("ua-x", "", MAC.toUpperCase())) }, {}), taken("db (ua-x)"));
        assert.deepEqual(await found({ db: guest(half("ua-a")) }, {}), taken("db (ua-a)"), "another's half");
    });

    it("is not held against its own halves, which are known by alias or by role, in the guest that has or had them", async () => {
        const adopted = { adopt: true };
        assert.deepEqual(await found({ web: guest(nic("ua-a"), half("ua-other")) }, adopted), []);
        assert.deepEqual(await found({ web: guest(half("ua-a")) }, { ...adopted, domain: "uuid-web" }), []);
        assert.deepEqual(
            await found({ web: guest(nic("ua-old")) }, {}, { ...pair, persistent: { alias: "ua-old" } }),
            [],
        );
        assert.deepEqual(await found({ web: guest(half("ua-a")) }, { domain: "db" }, pair, true), []);
    });

    it("has the VF that it gives back first, where it is replaced and its guest runs", async () => {
        const full = POOL.replace("<network>", "<network connections='1'>");
        const moved = async (running: readonly string[]): Promise<readonly string[]> => {
            const told = { guests: { web: guest(half("ua-a")) }, started: { lan: LAN, vfs: full }, running };
            return inShort(
                await new ToldOperation([new ToldHost(uri, told)]).pair({ ...pair, domain: "db" }, pair, true),
            );
        };
        assert.deepEqual(await moved(["web"]), []);
        assert.deepEqual(await moved([]), ["warning transient.network pool-has-a-free-vf"]);
    });

    describe("plugged into a guest that runs,", () => {
        const VF = "<source><address type='pci' domain='0' bus='1' slot='0x10' function='0'/></source>";
        const ports = (number: number): string =>
            "<controller type='pci' index='9' model='pcie-root-port'/>".repeat(number);
        const virtio = half("ua-a");
        const vf = `<interface type='hostdev'><mac address='${MAC}'/>${VF}<teaming type='transient' persistent='ua-a'/><alias name='ua-a-vf'/></interface>`;
        const vfHalf = `<interface type='network'><source network='vfs'/><mac address='${MAC}'/><teaming type='transient' persistent='ua-a'/><alias name='ua-a-vf'/></interface>`;
        const web = guest(virtio, vfHalf);
        const running = (...devices: readonly string[]) =>
            new ToldOperation([
                new ToldHost(uri, {
                    guests: { web },
                    live: { web: guest(...devices) },
                    running: ["web"],
                    started: {
                        lan: LAN,
                        vfs: devices.includes(vf) ? POOL.replace("<network>", "<network connections='1'>") : POOL,
                    },
                }),
            ]);
        const noPort = (allowed: string) => `error domain root-ports-are-free: ${allowed}`;

        it("needs a root port for each half that the guest does not have yet, and no VF where it has one", async () => {
            assert.deepEqual(await running(virtio, vf).pair(pair), []);
            assert.deepEqual(await running(virtio).pair(pair), [noPort("1 free root port")]);
            assert.deepEqual(await running(ports(1)).pair(pair), [noPort("2 free root ports")]);
            assert.deepEqual(await running(ports(2)).pair(pair), []);
            assert.deepEqual(await running().pair({ ...pair, apply: "next-boot" }), []);
        });

        it("needs the same where it is changed, once the guest has lost its VF", async () => {
            const mtu = { ...pair, persistent: { network: "lan", mtu: 9000 } };
            assert.deepEqual(await running(virtio, vf).pair(mtu, pair), []);
            assert.deepEqual(await running(virtio).pair(mtu, pair), [noPort("1 free root port")]);
        });

        it("needs root ports beside those of the program's other pairs", async () => {
            const other = { ...pair, name: "b", mac: "52:54:00:aa:bb:02", transient: { network: "more" } };
            const operation = running(ports(3));
            assert.deepEqual(await operation.pair(pair), []);
            const two = noPort("4 free root ports, for a on web, b on web");
            assert.deepEqual((await operation.pair(other)).slice(0, 1), [two]);
            assert.deepEqual(await operation.pair(pair), [two], "asked again");
        });
    });

    it("is judged by the rest where libvirt has no driver for some of it, and that is said", async () => {
        const lacks = ["nodeDevices", "domainCapabilities"] as const;
        const host = new ToldHost(uri, { guests: { db: guest(half("ua-a")) }, started: { vfs: POOL }, lacks });
        const said = await new ToldOperation([host]).pair({ ...pair, persistent: { bridge: "br0" } });
        assert.deepEqual(
            [...inShort(said.slice(0, 1)), ...said.slice(1)],
            [
                "error mac mac-is-free",
                `the provider could not check everything: domainCapabilities on ${uri}: libvirt error [3/0] not supported`,
                `the provider could not check everything: nodeDevices on ${uri}: libvirt error [3/0] not supported`,
            ],
        );
        const rival = POOL.replace("<name>vfs</name>", "<name>other</name>");
        const pools = new ToldOperation([new ToldHost(uri, { started: { other: rival }, lacks: ["nodeDevice"] })]);
        const ofPool = await pools.pool({ uri, name: "p", addresses: ["0000:01:10.0"] });
        assert.deepEqual(
            [...inShort(ofPool.slice(0, 1)), ...ofPool.slice(1)],
            [
                "error addresses vf-in-one-pool",
                `the provider could not check everything: nodeDevice pci_0000_01_10_0 on ${uri}: libvirt error [3/0] not supported`,
            ],
        );
    });

    it("takes no alias of another device, in a guest that goes by its name or its UUID", async () => {
        const web = guest(nic("ua-a", "", "52:54:00:aa:bb:02"));
        const taken = ["error persistent.alias alias-is-free"];
        assert.deepEqual(inShort(await found({ web }, {})), taken);
        assert.deepEqual(inShort(await found({ web }, { domain: "uuid-web" })), taken);
        assert.deepEqual(await found({ web }, { adopt: true }), []);
        // an update adopts nothing: in place of the pair's own device, another's would be changed
        const wasNamedOtherwise = { ...pair, name: "old" };
        assert.deepEqual(inShort(await found({ web }, { adopt: true }, wasNamedOtherwise)), taken);
        assert.deepEqual(await found({ web }, {}, pair), []);
        const renamedByHand = guest(half("ua-a"));
        assert.deepEqual(await found({ web: renamedByHand }, {}, wasNamedOtherwise), []);
        const controller = guest("<controller type='pci'><alias name='ua-a'/></controller>");
        assert.deepEqual(inShort(await found({ web: controller }, { adopt: true })), taken);
        // in another guest, what has its alias is none of its halves
        const moved = await found({ web }, {}, { ...pair, domain: "db" }, true);
        assert.deepEqual(inShort(moved), taken);
    });

    it("is checked where a refresh has found only one half of it, or none", async () => {
        const { persistent, transient, ...neither } = pair;
        for (const prior of [{ ...neither, persistent }, { ...neither, transient }, neither]) {
            assert.deepEqual(await found({ web: guest() }, { persistent: { network: "lan", mtu: 1400 } }, prior), []);
            assert.deepEqual(await found({ web: guest() }, { domain: "db" }, prior, true), []);
        }
    });

    it("may be put on a bridge that libvirt makes for a started network", async () => {
        const persistent = { bridge: "virbr0" };
        assert.deepEqual(await found({}, { persistent }), []);
        const stopped = new ToldHost(uri, { started: { vfs: POOL }, stopped: { lan: LAN } });
        assert.deepEqual(inShort(await new ToldOperation([stopped]).pair({ ...pair, persistent })), [
            "warning persistent.bridge netdev-exists",
        ]);
    });

    it("may be put on a bridge that is a host interface alone, and is not checked where libvirt lists none", async () => {
        const persistent = { bridge: "br0" };
        const bridge = new ToldHost(uri, { started: { vfs: POOL }, interfaces: ["br0"] });
        assert.deepEqual(await new ToldOperation([bridge]).pair({ ...pair, persistent }), []);
        const noDriver = new ToldHost(uri, { started: { vfs: POOL }, lacks: ["interfaceXml"] });
        assert.deepEqual(await new ToldOperation([noDriver]).pair({ ...pair, persistent }), [
            "the provider could not check everything: interfaceXml br0 on test:///a: libvirt error [3/0] not supported",
        ]);
    });

    it("needs its device by address on its own host alone", async () => {
        const hosts = [uri, "test:///b"].map((one) => new ToldHost(one, { started: { lan: LAN } }));
        const transient = { address: "0000:01:10.0" };
        const lines = await new ToldOperation(hosts).pair({ ...pair, transient, migratesTo: ["test:///b"] });
        assert.deepEqual(inShort(lines), ["warning transient.address vf-exists"]);
    });

    it("of a guest that runs, is refused for what it needs at once, and warned of what a target lacks", async () => {
        const web = guest("<controller type='pci' index='1' model='pcie-root-port'/>");
        const here = new ToldHost(uri, { guests: { web }, running: ["web"], started: { lan: LAN } });
        const there = new ToldHost("test:///b", { started: { lan: LAN }, stopped: { vfs: POOL } });
        const judge = async (said: Properties, was?: Properties) =>
            inShort(await new ToldOperation([here, there]).pair({ ...pair, migratesTo: [there.uri], ...said }, was));
        const networks = [
            "error transient.network pool-is-started",
            "warning transient.network on test:///b pool-is-started",
        ];
        assert.deepEqual(await judge({}), ["error domain root-ports-are-free", ...networks]);
        assert.deepEqual(await judge({ apply: "next-boot" }), networks);
        // somebody has unplugged both halves, and up plugs them in again
        assert.deepEqual(await judge({}, pair), ["error domain root-ports-are-free", ...networks]);
    });
});
