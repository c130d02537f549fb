import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { countCalls } from "../lab/calls";
import { guestXml, plainNetworkXml, type Host } from "../lab/host";
import { figure, interleave, versus, type Figure, type Size } from "./measure";
import type { HooksAlone } from "./programs/hooksAlone";
import type { Cost, Project } from "./project";
import { withStacks } from "./stacks";

const ROUNDS = 3;
const POOLS = { full: 50, small: 3 };
const GUESTS = { full: 100, small: 2 };
const PAIRS_OF_GUEST = { full: 5, small: 3 };

/** A preview of an unchanged stack of pools and pairs, refresh included, against one whose hooks do nothing; and what the difference is. */
export function fleet(size: Size): Promise<readonly Figure[]> {
    const poolCount = POOLS[size];
    const guestCount = GUESTS[size];
    const pairCount = guestCount * PAIRS_OF_GUEST[size];
    const resourceCount = poolCount + pairCount;
    const numbers = {
        BENCH_POOLS: poolCount,
        BENCH_GUESTS: guestCount,
        BENCH_PAIRS_OF_GUEST: PAIRS_OF_GUEST[size],
    };
    return withStacks(pairCount / poolCount, numbers, async ({ host, create }) => {
        await populate(host, guestCount);
        const idle = await create("fleetIdle");
        const ours = await create("fleet");
        await Promise.all([idle.up(), ours.up()]);
        const runAlone = await hooksAloneFor(ours);
        const rounds = await interleave(size, ROUNDS, {
            idle: () => previewUnchanged(idle),
            ours: () => previewUnchanged(ours),
            ask: () => runAlone("ask"),
            replay: () => runAlone("replay"),
            read: () => runAlone("read"),
        });
        const processorRatios = rounds.map((round) => round.ours.processor / round.idle.processor);
        const calls = await countCalls(host, () => previewUnchanged(ours));
        const part = (what: string, of: (round: (typeof rounds)[number]) => number): Figure =>
            figure(`in the hooks' process: ${what}`, "ms", rounds.map(of));
        return [
            ...versus(
                rounds,
                "ms",
                {
                    what: `preview of ${resourceCount} resources whose hooks do nothing`,
                    of: (round) => round.idle.milliseconds,
                },
                {
                    what: `preview of ${poolCount} unchanged pools and ${pairCount} pairs`,
                    of: (round) => round.ours.milliseconds,
                },
                { what: "pools and pairs take as long", target: { atMost: 1.2 } },
            ),
            figure("the same in processor time", "times", processorRatios, { atMost: 1.2 }),
            part("loading the hooks", ({ replay }) => replay.loading),
            part("what they wait for libvirt", ({ ask, replay }) => ask.working - replay.working),
            part("what they compute", ({ replay }) => replay.working),
            part("of that, reading XML", ({ read }) => read.working),
            figure("for each pool", "round trips", [calls.ofNetworks / poolCount]),
            figure("for each guest", "round trips", [calls.ofDomains / guestCount]),
            figure("to list networks and guests", "round trips", [calls.listings]),
            figure("to open and close connections, and of devices", "round trips", [calls.others]),
        ];
    });
}

async function populate(host: Host, guestCount: number): Promise<void> {
    await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
    await host.virsh("net-start", "lan");
    const commands: string[] = [];
    for (let number = 0; number < guestCount; number++)
        commands.push(`define ${await host.file(guestXml(`guest${number}`))}`);
    await host.virsh(commands.join("; "));
}

const previewUnchanged = (project: Project): Promise<Cost> => project.cost("preview", "--expect-no-changes");

/** Runs programs/hooksAlone on the state of a stack. */
async function hooksAloneFor(project: Project): Promise<(mode: "ask" | "replay" | "read") => Promise<HooksAlone>> {
    const program = join(__dirname, "programs", "hooksAlone.js");
    const stackFile = join(project.folder, "stack.json");
    const answersFile = join(project.folder, "answers.json");
    await writeFile(stackFile, JSON.stringify(await project.exported()));
    return async (mode) => {
        const { stdout } = await promisify(execFile)(process.execPath, [program, mode, stackFile, answersFile]);
        return JSON.parse(stdout) as HooksAlone;
    };
}
