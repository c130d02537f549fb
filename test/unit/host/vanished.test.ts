import assert from "node:assert/strict";
import { hostMap } from "../../../cli/map/hostMap";
import { occupancyOf } from "../../../provider/host/occupancy";
import { Survey } from "../../../provider/host/survey";
import { teamsOn } from "../../../provider/host/teams";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor, type Hooks } from "../../../provider/lifecycle/hooks";
import type { Message } from "../../../provider/lifecycle/message";
import { Operation } from "../../../provider/lifecycle/operation";
import { LibvirtError, VIR_ERR } from "../../../provider/libvirt/errors";
import type { Libvirt } from "../../../provider/libvirt/libvirt";
import { teamedNic } from "../../../provider/teamedNic";
import { migrationReadiness } from "../../../provider/teamedNic/migrationReadiness";
import { LOOKS, ToldHost, type Told } from "../../support/toldHost";

const uri = "test:///a";
const MAC = "52:54:00:aa:bb:01";
const half = (network: string, alias: string, teaming: string): string =>
    `<interface type='network'><mac address='${MAC}'/><source network='${network}'/><model type='virtio'/>${teaming}<alias name='${alias}'/></interface>`;
const HALVES =
    half("lan", "ua-net0", "<teaming type='persistent'/>") +
    half("vfpool", "ua-net0-vf", "<teaming type='transient' persistent='ua-net0'/>");
const guest = (name: string): string =>
    `<domain id='1'><name>${name}</name><os><type machine='pc-q35-7.2'>hvm</type></os><devices>${HALVES}</devices></domain>`;
const address = "<address type='pci' domain='0' bus='1' slot='0x10' function='0'/>";
const TOLD: Told = {
    started: {
        vfpool: `<network connections='1'><name>vfpool</name><forward mode='hostdev' managed='yes'><pf dev='eth0'/>${address}</forward></network>`,
        lan: "<network><name>lan</name><bridge name='virbr0'/></network>",
    },
    stopped: { spare: "<network><name>spare</name><forward mode='hostdev'><pf dev='eth1'/></forward></network>" },
    ports: {
        vfpool: [
            `<networkport><owner><uuid>uuid-web</uuid></owner><plug type='hostdev-pci' managed='yes'>${address.replace(" type='pci'", "")}</plug></networkport>`,
        ],
    },
    guests: { web: guest("web"), db: guest("db") },
    running: ["web"],
    cards: { eth0: 2, eth1: 2 },
    interfaces: ["eth0", "br0"],
};

/** How libvirt says that an object is missing, by the call that asks for it. */
const GONE = {
    networkXml: VIR_ERR.NO_NETWORK,
    networkLiveXml: VIR_ERR.NO_NETWORK,
    networkPorts: VIR_ERR.NO_NETWORK,
    domainXml: VIR_ERR.NO_DOMAIN,
    domainRun: VIR_ERR.NO_DOMAIN,
    nodeDevice: VIR_ERR.NO_NODE_DEVICE,
    interfaceXml: VIR_ERR.NO_INTERFACE,
} as const satisfies Partial<Record<keyof Libvirt, number>>;
const isOfObject = (call: string): call is keyof typeof GONE => Object.hasOwn(GONE, call);

/** A host from which an object vanishes: the one that the call with this number asks for, from then on. */
class Vanishing {
    readonly calls: string[] = [];
    #gone: string | undefined;
    #isRead = false;

    /** @param isHalfWay whether libvirt first answers that it cannot read what it has found */
    constructor(
        readonly number: number,
        readonly isHalfWay = false,
    ) {}

    get libvirt(): Libvirt {
        const told = new ToldHost(uri, TOLD).libvirt;
        return new Proxy(told, {
            get: (target, name: keyof Libvirt) => {
                const own = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
                if (!isOfObject(name)) return own;
                return (object: string, ...more: unknown[]) => {
                    const kind = name.replace(/Live|Xml|Ports|Run/g, "");
                    if (this.calls.push(`${name} ${object}`) === this.number) this.#gone = `${kind} ${object}`;
                    if (this.#gone !== `${kind} ${object}`) return own.call(target, object, ...more);
                    const isDevice = name === "nodeDevice" || name === "interfaceXml";
                    const isFirst = this.isHalfWay && isDevice && !this.#isRead;
                    this.#isRead = true;
                    const code = isFirst ? VIR_ERR.INTERNAL_ERROR : GONE[name];
                    return Promise.reject(new LibvirtError(name, code, 0, "it has vanished", uri));
                };
            },
        });
    }
}

const POOL = hostdevNetwork.withDefaults({ uri, name: "vfpool", pf: "eth0" });
const POOL_STATE = { ...POOL, uuid: "vfpool" };
const PAIR = teamedNic.withDefaults({
    ...{ uri, name: "net0", domain: "web", mac: MAC },
    ...{ persistent: { network: "lan" }, transient: { network: "vfpool" } },
});
const PAIR_STATE = { ...PAIR, domainUuid: "uuid-web", host: uri, aliases: {} };

const withHooks = async (
    libvirt: Libvirt,
    of: "pool" | "pair",
    use: (hooks: Hooks) => Promise<unknown>,
): Promise<void> => {
    const told: string[] = [];
    const world = {
        assertInstalled: () => undefined,
        operation: new Operation(() => libvirt),
        say: ({ id }: Message) => told.push(id),
        warn: ({ id }: Message) => told.push(id),
    };
    await use(of === "pool" ? hooksFor(hostdevNetwork, world) : hooksFor(teamedNic, world));
    // a host that has lost an object has answered
    assert.deepEqual(
        told.filter((id) => ["not-checked", "not-compared", "effect-not-known"].includes(id)),
        [],
    );
};

/** Whatever only reads a host. */
const OPERATIONS: Readonly<Record<string, (libvirt: Libvirt) => Promise<unknown>>> = {
    map: (libvirt) => hostMap(new Survey(libvirt)),
    getTeams: (libvirt) => teamsOn(new Survey(libvirt)),
    getHostdevNetwork: async (libvirt) => {
        const survey = new Survey(libvirt);
        for (const pool of await survey.pools()) await occupancyOf(survey, pool);
    },
    getMigrationReadiness: async (libvirt) => {
        const target = new ToldHost("test:///b", TOLD).libvirt;
        for (const [from, to] of [
            [libvirt, target],
            [target, libvirt],
        ] as const)
            await migrationReadiness(new Survey(from), "db", [new Survey(to)]).catch((error: unknown) => {
                assert.match(String(error), /guest db is missing on/);
            });
    },
    "a look at devices": async (libvirt) => {
        const survey = new Survey(libvirt);
        for (const name of ["eth0", "br0", "virbr0", "none"]) await survey.hasNetDevice(name);
        await survey.pfNames("0000:01:10.0");
        await survey.mtu("eth0");
        await survey.macs();
    },
    "a preview of a new pool": (libvirt) =>
        withHooks(libvirt, "pool", (hooks) => hooks.check({}, { ...POOL, adopt: true })),
    "a preview of a pool": (libvirt) =>
        withHooks(libvirt, "pool", async (hooks) => {
            await hooks.check(POOL, POOL);
            await hooks.diff("vfpool", POOL_STATE, POOL);
        }),
    "a refresh of a pool": (libvirt) => withHooks(libvirt, "pool", (hooks) => hooks.read("vfpool", POOL_STATE)),
    "a preview of a change of a pool": (libvirt) =>
        withHooks(libvirt, "pool", async (hooks) => {
            await hooks.check(POOL, { ...POOL, vlan: 42, whenInUse: "restart" });
            await hooks.diff("vfpool", POOL_STATE, { ...POOL, vlan: 42, whenInUse: "restart" });
        }),
    "a preview of a new pair": (libvirt) =>
        withHooks(libvirt, "pair", (hooks) => hooks.check({}, { ...PAIR, adopt: true })),
    "a preview of a pair": (libvirt) =>
        withHooks(libvirt, "pair", async (hooks) => {
            await hooks.check(PAIR, PAIR);
            await hooks.diff("uuid-web/net0", PAIR_STATE, PAIR);
        }),
    "a refresh of a pair": (libvirt) => withHooks(libvirt, "pair", (hooks) => hooks.read("uuid-web/net0", PAIR_STATE)),
};

describe("what vanishes between its listing and its reading", () => {
    let tried = 0;
    after(() => {
        console.log(`      ${tried} objects vanished, ${tried} survived`);
    });

    for (const [title, operation] of Object.entries(OPERATIONS))
        it(`fails no part of ${title}`, async () => {
            const whole = new Vanishing(0);
            await operation(whole.libvirt);
            assert.ok(whole.calls.length > 0, "objects are read");
            for (const [index, call] of whole.calls.entries())
                for (const isHalfWay of [false, true]) {
                    await assert.doesNotReject(operation(new Vanishing(index + 1, isHalfWay).libvirt), call);
                    tried += 1;
                }
        });

    it("is in no map", async () => {
        const { calls } = await whole();
        const number = calls.indexOf("networkLiveXml vfpool") + 1;
        const { pools, teams } = await hostMap(new Survey(new Vanishing(number).libvirt));
        assert.deepEqual(
            pools.map(({ name }) => name),
            ["spare"],
        );
        assert.deepEqual(
            teams.map(({ guest }) => guest),
            ["db", "web"],
        );
        const ofGuest = calls.indexOf("domainXml uuid-web") + 1;
        const left = await hostMap(new Survey(new Vanishing(ofGuest).libvirt));
        assert.deepEqual(
            left.teams.map(({ guest }) => guest),
            ["db"],
        );
    });

    const whole = async (): Promise<Vanishing> => {
        const host = new Vanishing(0);
        await hostMap(new Survey(host.libvirt));
        return host;
    };

    describe("is asked for again where libvirt cannot read a device", () => {
        /** A host that answers these codes, and what comes after them from then on. */
        const answering = (codes: readonly number[], then?: string): { asked: number; readonly libvirt: Libvirt } => {
            const host = {
                asked: 0,
                libvirt: {
                    ...new ToldHost(uri, TOLD).libvirt,
                    interfaceXml: (): Promise<string> => {
                        const code = codes[Math.min(host.asked++, codes.length - 1)] ?? 0;
                        if (then !== undefined && host.asked > codes.length) return Promise.resolve(then);
                        return Promise.reject(
                            new LibvirtError("virInterfaceGetXMLDesc", code, 26, "it is broken", uri),
                        );
                    },
                },
            };
            return host;
        };
        const { INTERNAL_ERROR, SYSTEM_ERROR, NO_INTERFACE, AUTH_FAILED } = VIR_ERR;

        it("until it is gone", async () => {
            const host = answering([INTERNAL_ERROR, INTERNAL_ERROR, SYSTEM_ERROR, NO_INTERFACE]);
            assert.equal(await new Survey(host.libvirt).hasNetDevice("br1"), false);
            assert.equal(host.asked, 4);
        });
        it("until it is there", async () => {
            const host = answering([INTERNAL_ERROR, SYSTEM_ERROR, INTERNAL_ERROR], "<interface/>");
            assert.equal(await new Survey(host.libvirt).hasNetDevice("br1"), true);
            assert.equal(host.asked, 4);
        });
        it("and what libvirt answers in the end is told", async () => {
            const host = answering([INTERNAL_ERROR]);
            await assert.rejects(new Survey(host.libvirt).hasNetDevice("br1"), { code: INTERNAL_ERROR });
            assert.equal(host.asked, 1 + LOOKS);
        });
        it("and no more where it says something else", async () => {
            const host = answering([INTERNAL_ERROR, AUTH_FAILED]);
            await assert.rejects(new Survey(host.libvirt).hasNetDevice("br1"), { code: AUTH_FAILED });
            assert.equal(host.asked, 2);
        });
    });
});
