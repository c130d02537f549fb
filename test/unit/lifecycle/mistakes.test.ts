import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor, type Hooks } from "../../../provider/lifecycle/hooks";
import type { Kind, Properties } from "../../../provider/lifecycle/kind";
import type { Message } from "../../../provider/lifecycle/message";
import { ignoreFailure, withoutStack } from "../../../provider/lifecycle/mistakes";
import { Operation } from "../../../provider/lifecycle/operation";
import type { Named } from "../../../provider/lifecycle/preview";
import { RollbackFailed } from "../../../provider/lifecycle/rollback";
import { toWire } from "../../../provider/lifecycle/wire";
import type { Libvirt } from "../../../provider/libvirt";
import { teamedNic } from "../../../provider/teamedNic";
import { ToldHost, type Told } from "../../support/toldHost";

const uri = "test:///a";
const UUID = "uuid-web";
const forward = "<forward mode='hostdev' managed='yes'><pf dev='eth0'/></forward>";
const address = "<address type='pci' domain='0' bus='1' slot='0x10' function='0'/>";
const guest = `<domain><name>web</name><os><type machine='pc-q35-7.2'>hvm</type></os><devices/></domain>`;
const TOLD: Told = {
    started: {
        vfpool: `<network><name>vfpool</name><forward mode='hostdev' managed='yes'><pf dev='eth0'/>${address}</forward></network>`,
        lan: "<network><name>lan</name><bridge name='virbr0'/></network>",
    },
    stopped: { vfpool: `<network><name>vfpool</name>${forward}</network>` },
    guests: { web: guest },
    running: ["web"],
    cards: { eth0: 1 },
};

const POOL = { uri, name: "vfpool", pf: "eth0", vlan: 42, whenInUse: "restart" };
const NIC = {
    uri,
    name: "net0",
    domain: "web",
    mac: "52:54:00:aa:bb:01",
    persistent: { network: "lan" },
    transient: { network: "vfpool" },
};

interface Subject {
    readonly title: string;
    readonly hooks: (world: Parameters<typeof hooksFor>[1]) => Hooks;
    readonly id: string;
    readonly args: Properties;
    readonly state: Properties;
}
const subject = <Args extends Named, Outputs extends object>(
    kind: Kind<Args, Outputs>,
    id: string,
    given: Properties,
    outputs: Outputs,
): Subject => {
    const args = toWire(kind.withDefaults(given));
    return { title: kind.title, hooks: (world) => hooksFor(kind, world), id, args, state: { ...args, ...outputs } };
};
const SUBJECTS = [
    subject(hostdevNetwork, "vfpool", POOL, { uuid: "vfpool" }),
    subject(teamedNic, `${UUID}/net0`, NIC, { domainUuid: UUID, host: uri, aliases: {} }),
];

/** What Pulumi calls, in the order in which it does. */
const CALLS: Readonly<Record<string, (hooks: Hooks, of: Subject) => Promise<unknown>>> = {
    "check of what is new": (hooks, { args }) => hooks.check({}, args),
    "check of what changes": (hooks, { args }) => hooks.check({ ...args, rules: { "mac-is-free": "off" } }, args),
    "diff of what is unchanged": (hooks, { id, args, state }) => hooks.diff(id, state, args),
    "diff of what changes": async (hooks, { id, args, state }) => {
        await hooks.check(args, args);
        return hooks.diff(id, { ...state, name: "other" }, args);
    },
    create: (hooks, { args }) => hooks.create({ ...args, adopt: true }),
    read: (hooks, { id, state }) => hooks.read(id, state),
    update: (hooks, { id, args, state }) => hooks.update(id, { ...state, vlan: 7 }, args),
    delete: (hooks, { id, state }) => hooks.delete(id, state),
};

/** A host whose client has a mistake in one method, and which answers everything else. */
function brokenIn(method: string, asked: Set<string>): Libvirt {
    const { libvirt } = new ToldHost(uri, TOLD);
    return new Proxy(libvirt, {
        get(target, name: keyof Libvirt) {
            if (name === "uri") return uri;
            return (...args: unknown[]): unknown => {
                asked.add(name);
                if (name === method) return Promise.reject(new TypeError(`a mistake in ${name}`));
                const own = Reflect.get(target, name) as ((...all: unknown[]) => unknown) | undefined;
                return own ? own.apply(target, args) : Promise.resolve(undefined);
            };
        },
    });
}

async function outcomeOf(of: Subject, call: keyof typeof CALLS, method: string, asked = new Set<string>()) {
    const told: Message[] = [];
    const hooks = of.hooks({
        assertInstalled: () => undefined,
        operation: new Operation(() => brokenIn(method, asked)),
        say: (message) => told.push(message),
        warn: (message) => told.push(message),
    });
    const error: unknown = await CALLS[call]?.(hooks, of).then(
        () => undefined,
        (thrown: unknown) => thrown,
    );
    return { told, error };
}

describe("a mistake in the code", () => {
    for (const of of SUBJECTS)
        for (const call of Object.keys(CALLS))
            it(`ends ${call} of a ${of.title}, and is never told as a host that does not answer`, async () => {
                const methods = new Set<string>();
                await outcomeOf(of, call, "none", methods);
                assert.ok(methods.size > 0, "the host is asked");
                const outcomes: object[] = [];
                for (const method of methods) {
                    const { told, error } = await outcomeOf(of, call, method);
                    const cause: unknown = error instanceof RollbackFailed ? error.cause : error;
                    outcomes.push({
                        method,
                        error: String(cause),
                        told: told.map(({ id }) => id).filter((id) => TOLD_OF_HOSTS.has(id)),
                    });
                }
                assert.deepEqual(
                    outcomes,
                    [...methods].map((method) => ({ method, error: `TypeError: a mistake in ${method}`, told: [] })),
                );
            });

    it("keeps its stack, where a refusal has none", () => {
        assert.match((withoutStack(new TypeError("a mistake")) as Error).stack ?? "", /mistakes\.test/);
        const halfWay = new RollbackFailed(new TypeError("a mistake"), ["the pool is stopped"]);
        assert.match((withoutStack(halfWay) as Error).stack ?? "", /the pool is stopped[^]*mistakes\.test/);
        assert.equal((withoutStack(new Error("refused")) as Error).stack, "");
        assert.equal(withoutStack("no error"), "no error");
    });

    it("is not ignored with a failure of the host", async () => {
        const silent: Promise<number> = Promise.reject(new Error("no answer"));
        assert.equal(await ignoreFailure(silent), undefined);
        assert.equal(await ignoreFailure(Promise.resolve(1)), 1);
        await assert.rejects(ignoreFailure(Promise.reject(new RangeError("a mistake"))), { name: "RangeError" });
    });
});

/** Messages that say that a host was not asked, or has not answered. */
const TOLD_OF_HOSTS: ReadonlySet<string> = new Set(["not-checked", "not-compared", "effect-not-known"]);
