import assert from "node:assert/strict";
import { hostMap } from "../../../cli/map/hostMap";
import { countCalls, type Calls } from "../../../lab/calls";
import { guestXml, type Host } from "../../../lab/host";
import { Survey } from "../../../provider/host/survey";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import type { Properties } from "../../../provider/lifecycle/kind";
import { Client } from "../../../provider/libvirt";
import { teamedNic } from "../../../provider/teamedNic";
import { HookStack } from "../../support/hookStack";
import { startTestHost } from "../../support/testHost";

/** Guests that no stack names, on the smaller of two hosts; the other has twice as many. */
const SHUT_OFF = 9;
const RUNNING = 1;
/** Those that each host has beside, shut off: `demo`, which has the pair, and `other`. */
const OWN = 2;

const poolOf = (vlan: number): Properties => ({ name: "vfpool", pf: "enp7s0f0", vlan });
const pair: Properties = {
    name: "net0",
    domain: "demo",
    mac: "52:54:00:aa:bb:01",
    persistent: { network: "lan" },
    transient: { network: "vfpool" },
};

describe("what a host is asked with guests that the stack does not name", () => {
    /** By how many times as many of these guests there are. */
    const counted = new Map<number, Readonly<Record<string, Calls>>>();

    before(async () => {
        for (const times of [1, 2]) counted.set(times, await countOn(times));
    });

    const callsOf = (operation: string): readonly Calls[] =>
        [1, 2].flatMap((times) => counted.get(times)?.[operation] ?? []);

    for (const operation of ["an unchanged pair", "an unchanged pair, refreshed", "an unchanged pool"])
        it(`does not grow with them: ${operation}`, () => {
            const [once, twice] = callsOf(operation);
            assert.ok(once);
            assert.deepEqual(twice, once);
        });

    const everyGuest = [1, 2].map((times) => OWN + times * (SHUT_OFF + 2 * RUNNING));
    const running = [1, 2].map((times) => times * 2 * RUNNING);
    const grows = {
        "a new pair": { by: "one call for each that is shut off and two for each that runs", to: everyGuest },
        "a map": { by: "one call for each that is shut off and two for each that runs", to: everyGuest },
        "a pool's VLAN": { by: "two calls for each that runs, and none for those that are shut off", to: running },
    };
    for (const [operation, { by, to }] of Object.entries(grows))
        it(`grows by ${by}: ${operation}`, () => {
            const [once, twice] = callsOf(operation);
            assert.deepEqual([once?.ofDomains, twice?.ofDomains], to);
            assert.deepEqual(twice, once && { ...once, ofDomains: twice?.ofDomains });
        });
});

/** Counts the calls of each operation. */
async function countOn(times: number): Promise<Readonly<Record<string, Calls>>> {
    const host = await startTestHost();
    const pools = new HookStack((world) => hooksFor(hostdevNetwork, world), host);
    const pairs = new HookStack((world) => hooksFor(teamedNic, world), host);
    /** As a process that begins now. */
    const counted = async (work: () => Promise<unknown>): Promise<Calls> => {
        await pools.close();
        await pairs.close();
        return countCalls(host, work);
    };
    try {
        await populate(host, times);
        await pools.up(poolOf(42));
        const isNew = await counted(() => pairs.checked(pair));
        await pairs.up(pair);
        return {
            "a new pair": isNew,
            "an unchanged pair": await counted(() => pairs.preview(pair)),
            "an unchanged pair, refreshed": await counted(() => pairs.previewRefreshed(pair)),
            "an unchanged pool": await counted(() => pools.preview(poolOf(42))),
            "a pool's VLAN": await counted(() => pools.preview(poolOf(43))),
            "a map": await counted(() => mapOf(host)),
        };
    } finally {
        await pools.close();
        await pairs.close();
        await host.stop();
    }
}

async function populate(host: Host, times: number): Promise<void> {
    await host.virsh("net-start", "lan");
    const commands: string[] = [];
    for (let number = 0; number < times * (SHUT_OFF + RUNNING); number += 1)
        commands.push(`define ${await host.file(guestXml(`guest${number}`))}`);
    for (let number = 0; number < times * RUNNING; number += 1) commands.push(`start guest${number}`);
    await host.virsh(commands.join("; "));
}

async function mapOf(host: Host): Promise<void> {
    const client = new Client(host.uri, { threads: 1 });
    try {
        await hostMap(new Survey(client));
    } finally {
        await client.close();
    }
}
