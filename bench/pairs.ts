import { guestXml, plainNetworkXml, startHost, type Host } from "../lab/host";
import { Client } from "../provider/libvirt";
import { figure, interleave, time, versus, type Figure } from "./measure";
import { Project } from "./project";

const ROUNDS = 3;
const PAIRS = 50;

/**
 * What it takes to give each of 50 running guests a pair, against the 100 calls that plug the same devices in and nothing
 * else. What the CLI takes for 50 resources whose hooks do nothing is measured beside it.
 */
export async function pairs(): Promise<readonly Figure[]> {
    const host = await startHost({ vfs: PAIRS });
    const client = new Client(host.uri);
    const projects: Project[] = [];
    const project = async (program: string): Promise<Project> => {
        const settings = { BENCH_PAIRS: String(PAIRS), BENCH_POOLS: String(PAIRS) };
        const made = await Project.create(program, { LIBVIRT_DEFAULT_URI: host.uri, ...settings });
        projects.push(made);
        return made;
    };
    const upAndDown = async (made: Project): Promise<number> => {
        const taken = await time(() => made.run("up", "--yes", "--skip-preview"));
        await made.run("destroy", "--yes", "--skip-preview");
        return taken;
    };
    try {
        const guests = await populate(host);
        const [idle, ours] = [await project("previewIdle"), await project("pairs")];
        const rounds = await interleave(ROUNDS, {
            async calls() {
                const taken = await time(() => Promise.all(guests.map((uuid, i) => plugIn(client, uuid, i))));
                await Promise.all(guests.map((uuid, i) => unplug(client, uuid, i)));
                return taken;
            },
            idle: () => upAndDown(idle),
            up: () => upAndDown(ours),
        });
        const calls = { what: `${2 * PAIRS} attach calls through the client`, of: (round: Round) => round.calls };
        return [
            figure(
                `pulumi up of ${PAIRS} resources whose hooks do nothing`,
                "ms",
                rounds.map(({ idle }) => idle),
            ),
            figure(
                `pulumi up of ${PAIRS} pairs on ${PAIRS} running guests`,
                "ms",
                rounds.map(({ up }) => up),
            ),
            figure(
                "pulumi up, as many times the calls",
                "times",
                rounds.map(({ up, calls }) => up / calls),
            ),
            ...versus(
                rounds,
                "ms",
                calls,
                { what: "what the pairs add to it", of: ({ up, idle }) => up - idle },
                { what: "the pairs take as long as the calls", target: { atMost: 1.5 } },
            ),
        ];
    } finally {
        for (const one of projects) await one.remove();
        await client.close();
        await host.stop();
    }
}

type Round = Readonly<Record<"calls" | "idle" | "up", number>>;

async function populate(host: Host): Promise<readonly string[]> {
    const pool =
        "<network><name>vfpool</name><forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward></network>";
    for (const xml of [plainNetworkXml("lan"), pool]) await host.virsh("net-define", await host.file(xml));
    for (const name of ["lan", "vfpool"]) await host.virsh("net-start", name);
    const uuids: string[] = [];
    for (let i = 0; i < PAIRS; i++) {
        await host.virsh("define", await host.file(guestXml(`guest${i}`)));
        await host.virsh("start", `guest${i}`);
        uuids.push(await host.virsh("domuuid", `guest${i}`));
    }
    return uuids;
}

const half = (i: number, network: string, teaming: string, alias: string): string =>
    `<interface type='network'><mac address='52:54:00:00:00:${i.toString(16).padStart(2, "0")}'/><source network='${network}'/>` +
    `<model type='virtio'/><teaming ${teaming}/><alias name='${alias}'/></interface>`;

async function plugIn(client: Client, uuid: string, i: number): Promise<void> {
    await client.attachDevice(uuid, "live", half(i, "lan", "type='persistent'", "ua-a"));
    await client.attachDevice(uuid, "live", half(i, "vfpool", "type='transient' persistent='ua-a'", "ua-a-vf"));
}

async function unplug(client: Client, uuid: string, i: number): Promise<void> {
    for (const alias of ["ua-a-vf", "ua-a"]) {
        await client.unplugDevice(uuid, alias);
        const isGone = await client.waitUntil(uuid, (live) => !live.includes(`<alias name='${alias}'/>`), 30);
        if (!isGone) throw new Error(`guest${i} keeps ${alias}`);
    }
}
