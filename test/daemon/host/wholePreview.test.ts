import assert from "node:assert/strict";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../../lab/host";
import { assertInstalled, Client } from "../../../provider/libvirt";
import type { Job } from "../../../provider/libvirt/jobs";
import { hooksFor, type Hooks, type World } from "../../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import {
    renderHostdevNetwork,
    withHostdevNetworkDefaults,
    type HostdevNetworkArgs,
} from "../../../provider/hostdevNetwork/args";
import type { Properties } from "../../../provider/lifecycle/kind";
import { formatMessage } from "../../../provider/lifecycle/message";
import { Operation } from "../../../provider/lifecycle/operation";
import { teamedNic } from "../../../provider/teamedNic";
import { renderTeamedNic, withTeamedNicDefaults, type TeamedNicArgs } from "../../../provider/teamedNic/args";
import { wholePreview, type Held, type InStack } from "../../support/wholePreview";

const POOLS = 50;
const GUESTS = 100;
const PAIRS_OF_GUEST = 5;
/** Those that run, with VFs of the first pool. */
const RUNNING = 2;

const EVERYTHING = POOLS + GUESTS * PAIRS_OF_GUEST;
/** For new pairs of running guests that have neither a free root port nor a free VF left. */
const NO_ROOM = { "root-ports-are-free": "off", "pool-has-a-free-vf": "off" };

/**
 * What is asked once, however many resources there are: each listing but that of guests, and each guest, network and device. The devices are the
 * PF, its PCI function, and another of the lab's whose name begins as the PF's does.
 */
const OF_HOST = { versions: 1, domainCapabilities: 1, networks: 1, nodeDevices: 1, nodeDevice: 3 };
/** Guests are listed once to find those that are named, and once more to see which run when it is asked who has VFs. */
const OF_GUESTS = { guests: 2 };
const OF_NETWORKS = { domainXml: GUESTS, domainRun: RUNNING, networkLiveXml: POOLS + 1 };

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

describe(`a preview of ${POOLS} pools and ${GUESTS * PAIRS_OF_GUEST} pairs on one host`, () => {
    let host: Host;
    /** What Pulumi keeps of each, by name. */
    let state: ReadonlyMap<string, Held>;

    before(async () => {
        host = await startHost({ vfs: RUNNING * PAIRS_OF_GUEST });
        const guests = numbers(GUESTS).map((guest) =>
            guestXml(nameOf(guest), {
                interfaces: numbers(PAIRS_OF_GUEST).map((n) => renderTeamedNic(pairInFull(pair(guest, n)))),
            }),
        );
        const pools = numbers(POOLS).map(pool);
        const networks = ["lan", ...pools.map(({ name }) => name)];
        await each(
            "net-define",
            await files([plainNetworkXml("lan"), ...pools.map((one) => renderHostdevNetwork(poolInFull(one)))]),
        );
        await each("net-start", networks);
        await each("net-autostart", networks);
        await each("define", await files(guests));
        await each("start", numbers(RUNNING).map(nameOf));
        state = await readAll();
    });
    after(() => host.stop());

    it("of what is as it was: lists guests never and networks once, reads each guest and each pool once", async () => {
        const { asked, ...result } = await preview((hooks) => [
            ...numbers(POOLS).map((i) => ({ hooks: hooks.pools, ...there(pool(i)) })),
            ...everyPair().map(([guest, n]) => ({ hooks: hooks.pairs, ...there(pair(guest, n)) })),
        ]);
        assert.deepEqual(result, { failures: [], warned: [], changed: 0 });
        const ofCard = { nodeDevices: 1, nodeDevice: 3 };
        assert.deepEqual(asked, {
            ...ofCard,
            ...{ networks: 1, domainXml: GUESTS, domainRun: RUNNING, networkXml: POOLS, networkLiveXml: POOLS },
        });
    });

    it("of what all gets another VLAN: lists networks once and guests twice, reads each guest once", async () => {
        const { asked, ...result } = await preview((hooks) => [
            ...numbers(POOLS).map((i) => ({ hooks: hooks.pools, ...there(pool(i)), says: { ...pool(i), vlan: 99 } })),
            ...everyPair().map(([guest, n]) => {
                const { transient, ...others } = pair(guest, n);
                const says = { ...others, transient: { ...transient, vlan: 99 } };
                return { hooks: hooks.pairs, ...there(pair(guest, n)), says };
            }),
        ]);
        assert.deepEqual(result, { failures: [], warned: [], changed: EVERYTHING });
        assert.deepEqual(asked, { ...OF_HOST, ...OF_GUESTS, ...OF_NETWORKS, networkXml: POOLS, networkPorts: POOLS });
    });

    it("of what is all new: lists networks once and guests twice, reads each guest once", async () => {
        const { asked, ...result } = await preview((hooks) => [
            ...numbers(POOLS).map((i) => ({ hooks: hooks.pools, says: { ...pool(i), name: `new${i}` } })),
            ...everyPair().map(([guest, n]) => ({
                hooks: hooks.pairs,
                says: { ...pair(guest, n + PAIRS_OF_GUEST), rules: NO_ROOM },
            })),
        ]);
        assert.deepEqual(result, { failures: [], warned: [], changed: EVERYTHING });
        assert.deepEqual(asked, { ...OF_HOST, ...OF_GUESTS, ...OF_NETWORKS, networkPorts: POOLS });
    });

    /** One preview, in a process of its own as far as it matters. */
    async function preview(stack: (hooks: AllHooks) => readonly InStack[]) {
        const warned: string[] = [];
        const { answer, asked } = await inProcess((hooks) => wholePreview(stack(hooks)), warned);
        return {
            failures: answer.flatMap(({ failures }) => failures),
            warned,
            changed: answer.filter(({ changes }) => changes).length,
            asked,
        };
    }

    /** Calls hooks as a process that begins now. */
    async function inProcess<T>(work: (hooks: AllHooks) => Promise<T>, warned: string[] = []) {
        const calls = new Map<Job, number>();
        // what is counted is what is asked, however long it takes
        const trace = (job: Job): unknown => calls.set(job, (calls.get(job) ?? 0) + 1);
        const client = new Client(host.uri, { trace, listing: Infinity });
        const world: World = {
            assertInstalled,
            operation: new Operation(() => client),
            say: () => undefined,
            warn: (message) => warned.push(formatMessage(message)),
        };
        try {
            const answer = await work({ pools: hooksFor(hostdevNetwork, world), pairs: hooksFor(teamedNic, world) });
            return { answer, asked: Object.fromEntries(calls) };
        } finally {
            await client.close();
        }
    }

    /** What an up would have left, the VFs of running guests among it. */
    async function readAll(): Promise<typeof state> {
        const client = new Client(host.uri);
        const all = [...(await client.networks()), ...(await client.guests())];
        await client.close();
        const uuidOf = (name: string): string => all.find((one) => one.name === name)?.uuid ?? "";
        const { answer } = await inProcess((hooks) =>
            Promise.all([
                ...numbers(POOLS)
                    .map(pool)
                    .map((one) => {
                        const uuid = uuidOf(one.name);
                        return kept(one, hooks.pools.read(uuid, { ...poolInFull(one), uuid }));
                    }),
                ...everyPair().map(([guest, n]) => {
                    const one = pair(guest, n);
                    const domainUuid = uuidOf(one.domain);
                    return kept(one, hooks.pairs.read(keyOf(one), { ...pairInFull(one), domainUuid }));
                }),
            ]),
        );
        return new Map(answer);
    }

    /** A resource that is there, and said to be as it is. */
    function there(says: Said): Pick<InStack, "held" | "says"> {
        const held = state.get(keyOf(says));
        assert.ok(held);
        return { held, says };
    }

    const pool = (i: number) => ({
        uri: host.uri,
        name: `pool${i}`,
        pf: "enp7s0f0",
        vlan: i + 1,
        whenInUse: "restart",
        rules: { "vf-in-one-pool": "off" }, // the lab has no card for each
    });
    const pair = (guest: number, n: number) => ({
        uri: host.uri,
        name: `net${n}`,
        domain: nameOf(guest),
        mac: `52:54:00:00:${hex(guest)}:${hex(n)}`,
        persistent: { network: "lan" },
        transient: { network: guest < RUNNING ? "pool0" : `pool${(guest * PAIRS_OF_GUEST + n) % POOLS}` },
    });
    const files = (texts: readonly string[]): Promise<readonly string[]> =>
        Promise.all(texts.map((text) => host.file(text)));
    const each = (command: string, what: readonly string[]): Promise<unknown> =>
        host.virsh(what.map((one) => `${command} ${one}`).join("; "));
});

interface AllHooks {
    readonly pools: Hooks;
    readonly pairs: Hooks;
}
interface Said extends Properties {
    readonly name: string;
    readonly domain?: string;
}

const nameOf = (guest: number): string => `guest${guest}`;
const keyOf = ({ name, domain = "" }: Said): string => `${domain}/${name}`;
const everyPair = (): readonly (readonly [guest: number, n: number])[] =>
    numbers(GUESTS).flatMap((guest) => numbers(PAIRS_OF_GUEST).map((n) => [guest, n] as const));
const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

const poolInFull = (said: Properties): HostdevNetworkArgs =>
    withHostdevNetworkDefaults(said) as unknown as HostdevNetworkArgs;
const pairInFull = (said: Properties): TeamedNicArgs => withTeamedNicDefaults(said) as unknown as TeamedNicArgs;

/** What Pulumi keeps of what a hook has read. */
async function kept(said: Said, reading: ReturnType<Hooks["read"]>): Promise<readonly [string, Held]> {
    const { id = "", inputs = {}, props: outs = {} } = await reading;
    return [keyOf(said), { id, inputs, outs }];
}
