import { guestXml, plainNetworkXml, type Host } from "../lab/host";
import { Client } from "../provider/libvirt";
import { figure, interleave, time, versus, type Figure, type Size } from "./measure";
import type { Project } from "./project";
import { withStacks } from "./stacks";

const ROUNDS = 3;
const PAIRS = { full: 50, small: 2 };

/**
 * The time to give each running guest a pair, against the calls that attach the same devices and nothing else. The CLI's
 * own time is measured beside it, with as many resources whose hooks do nothing.
 */
export function pairs(size: Size): Promise<readonly Figure[]> {
    const count = PAIRS[size];
    return withStacks(count, { BENCH_PAIRS: count, BENCH_POOLS: count }, async ({ host, create }) => {
        const guests = await populate(host, count);
        const idle = await create("previewIdle");
        const ours = await create("pairs");
        const client = new Client(host.uri);
        try {
            const rounds = await interleave(size, ROUNDS, {
                calls: () => attachAndDetach(client, guests),
                idle: () => upAndDown(idle),
                up: () => upAndDown(ours),
            });
            const idleUps = rounds.map((round) => round.idle);
            const ups = rounds.map((round) => round.up);
            const ratios = rounds.map((round) => round.up / round.calls);
            return [
                figure(`pulumi up of ${count} resources whose hooks do nothing`, "ms", idleUps),
                figure(`pulumi up of ${count} pairs on ${count} running guests`, "ms", ups),
                figure("pulumi up, as many times the calls", "times", ratios),
                ...versus(
                    rounds,
                    "ms",
                    { what: `${2 * count} attach calls through the client`, of: (round) => round.calls },
                    { what: "what the pairs add to it", of: (round) => round.up - round.idle },
                    { what: "the pairs take as long as the calls", target: { atMost: 1.5 } },
                ),
            ];
        } finally {
            await client.close();
        }
    });
}

/** Defines and starts the guests. @returns their UUIDs */
async function populate(host: Host, count: number): Promise<readonly string[]> {
    const pool =
        "<network><name>vfpool</name><forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward></network>";
    for (const xml of [plainNetworkXml("lan"), pool]) await host.virsh("net-define", await host.file(xml));
    for (const name of ["lan", "vfpool"]) await host.virsh("net-start", name);
    const uuids: string[] = [];
    for (let number = 0; number < count; number++) {
        await host.virsh("define", await host.file(guestXml(`guest${number}`)));
        await host.virsh("start", `guest${number}`);
        uuids.push(await host.virsh("domuuid", `guest${number}`));
    }
    return uuids;
}

/** Returns the time of the up; what it made is removed again. */
async function upAndDown(project: Project): Promise<number> {
    const taken = await time(() => project.up());
    await project.run("destroy", "--yes", "--skip-preview");
    return taken;
}

/** Returns the time to attach; what it attached is detached again. */
async function attachAndDetach(client: Client, guests: readonly string[]): Promise<number> {
    const taken = await time(() => Promise.all(guests.map((uuid, number) => attach(client, uuid, number))));
    await Promise.all(guests.map((uuid) => detach(client, uuid)));
    return taken;
}

async function attach(client: Client, uuid: string, number: number): Promise<void> {
    const transient = "type='transient' persistent='ua-a'";
    await client.attachDevice(uuid, "live", halfXml(number, "lan", "type='persistent'", "ua-a"));
    await client.attachDevice(uuid, "live", halfXml(number, "vfpool", transient, "ua-a-vf"));
}

const halfXml = (number: number, network: string, teaming: string, alias: string): string =>
    `<interface type='network'><mac address='52:54:00:00:00:${number.toString(16).padStart(2, "0")}'/><source network='${network}'/>` +
    `<model type='virtio'/><teaming ${teaming}/><alias name='${alias}'/></interface>`;

async function detach(client: Client, uuid: string): Promise<void> {
    for (const alias of ["ua-a-vf", "ua-a"]) {
        await client.unplugDevice(uuid, alias);
        const isGone = await client.until(
            async () => !(await client.domainXml(uuid)).live?.includes(`<alias name='${alias}'/>`),
            30,
        );
        if (!isGone) throw new Error(`guest ${uuid} keeps ${alias}`);
    }
}
