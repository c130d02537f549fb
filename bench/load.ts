import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { countCalls, type Calls } from "../lab/calls";
import { guestXml, plainNetworkXml, startHost, type Host } from "../lab/host";
import { Client } from "../provider/libvirt";
import { figure, formatCount, interleave, type Figure, type Size } from "./measure";
import type { LoadAlone, LoadOperation, LoadSettings } from "./programs/loadAlone";

/** A running guest is a QEMU of 43 MB, and takes a second of a processor to start: 100 of them fit a machine of 2 cores and 8 GB. */
const LOADS = {
    full: { guests: 1000, running: 100, networks: 100, pairs: 200, vfs: 120 },
    small: { guests: 12, running: 2, networks: 4, pairs: 3, vfs: 4 },
};
/** One in ten pairs is of a guest that runs. */
const PAIRS_OF_RUNNING = 10;

/** Cost of each operation on a host with many objects outside the stack: round trips, time and memory of its process. */
export async function load(size: Size): Promise<readonly Figure[]> {
    const { guests, running, networks, pairs, vfs } = LOADS[size];
    const host = await startHost({ vfs });
    try {
        await populate(host, size);
        const first = running - Math.ceil(pairs / PAIRS_OF_RUNNING);
        const named = Array.from({ length: pairs }, (_, number) => nameOf(first + number));
        const settings: LoadSettings = {
            uri: host.uri,
            guests: named,
            further: nameOf(guests - 1),
            stateFile: join(host.folder, "stack.json"),
            files: named.map((name) => join(host.folder, `${name}.xml`)),
        };
        const run = (operation: LoadOperation): Promise<Cost> => costOf(host, operation, settings);
        // counts are the same in each round, so one is enough
        const rounds = await interleave("small", 1, {
            new: () => run("new"),
            up: () => run("up"),
            unchanged: () => run("unchanged"),
            another: () => run("another"),
            map: () => run("map"),
            lint: async () => {
                await writeGuests(host, named);
                return run("lint");
            },
            down: () => run("down"),
        });
        const others = guests - pairs;
        const grown = rounds.map(({ another, unchanged }) => (another.ofGuests - unchanged.ofGuests) / others);
        const titles: Readonly<Record<keyof (typeof rounds)[number], string>> = {
            new: `preview of a new pool and ${pairs} new pairs`,
            up: `up of them, ${Math.ceil(pairs / PAIRS_OF_RUNNING)} on running guests`,
            unchanged: "preview of them, unchanged",
            another: "the same with another pair",
            map: "map",
            lint: `lint --host of ${pairs} guests`,
            down: "destroy",
        };
        const where = `${formatCount(guests)} guests (${running} running), ${networks} networks`;
        return [
            ...(Object.keys(titles) as (keyof typeof titles)[]).flatMap((operation) => {
                const costs = rounds.map((round) => round[operation]);
                const of = (what: string, unit: string, cost: (one: Cost) => number): Figure =>
                    figure(`${titles[operation]}: ${what}`, unit, costs.map(cost));
                return [
                    of("calls", "round trips", ({ calls }) => calls),
                    of("time", "ms", ({ milliseconds }) => milliseconds),
                    of("memory", "MB", ({ megabytes }) => megabytes),
                ];
            }),
            figure(`another pair, for each other guest; ${where}`, "round trips", grown, { atMost: 1.2 }),
        ];
    } finally {
        await host.stop();
    }
}

interface Cost extends LoadAlone {
    readonly calls: number;
    /** Those of them that ask for one guest. */
    readonly ofGuests: number;
}

/** Runs programs/loadAlone. */
async function costOf(host: Host, operation: LoadOperation, settings: LoadSettings): Promise<Cost> {
    const program = join(__dirname, "programs", "loadAlone.js");
    let alone: LoadAlone | undefined;
    const calls = await countCalls(host, async () => {
        const { stdout } = await promisify(execFile)(process.execPath, [program, operation, JSON.stringify(settings)]);
        alone = JSON.parse(stdout) as LoadAlone;
    });
    if (!alone) throw new Error(`${operation} measured nothing`);
    const { milliseconds, megabytes } = alone;
    return { milliseconds, megabytes, calls: sum(calls), ofGuests: calls.ofDomains };
}

const sum = ({ ofNetworks, ofDomains, listings, others }: Calls): number => ofNetworks + ofDomains + listings + others;

/** Guests with an interface of their own, the first of which run; and networks, of which one is started. */
async function populate(host: Host, size: Size): Promise<void> {
    const { guests, running, networks } = LOADS[size];
    const commands: string[] = [];
    for (let number = 1; number < networks; number++)
        commands.push(`net-define ${await host.file(plainNetworkXml(number === 1 ? "lan" : `net${number}`))}`);
    commands.push("net-start lan");
    for (let number = 0; number < guests; number++) {
        const mac = `<mac address='52:54:00:aa:${twoDigits(number / 100)}:${twoDigits(number % 100)}'/>`;
        const own = `<interface type='network'>${mac}<source network='lan'/><model type='virtio'/></interface>`;
        commands.push(`define ${await host.file(guestXml(nameOf(number), { interfaces: [own] }))}`);
    }
    for (let number = 0; number < running; number++) commands.push(`start ${nameOf(number)}`);
    const AT_ONCE = 100;
    for (let from = 0; from < commands.length; from += AT_ONCE)
        await host.virsh(commands.slice(from, from + AT_ONCE).join("; "));
}

const twoDigits = (number: number): string => String(Math.floor(number)).padStart(2, "0");
const nameOf = (number: number): string => `guest${String(number).padStart(4, "0")}`;

/** Writes the definitions of guests to files of their names. */
async function writeGuests(host: Host, names: readonly string[]): Promise<void> {
    const client = new Client(host.uri);
    try {
        const guests = (await client.guests()).filter(({ name }) => names.includes(name));
        await Promise.all(
            guests.map(async ({ name, uuid }) => {
                const { config } = await client.domainXml(uuid);
                await writeFile(join(host.folder, `${name}.xml`), config);
            }),
        );
    } finally {
        await client.close();
    }
}
