import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { countCalls } from "../lab/calls";
import { guestXml, plainNetworkXml, startHost, type Host } from "../lab/host";
import { figure, interleave, versus, type Figure } from "./measure";
import type { HooksAlone } from "./programs/hooksAlone";
import { Project, type Cost } from "./project";

const ROUNDS = 3;
const POOLS = 50;
const GUESTS = 100;
const PAIRS_OF_GUEST = 5;
const PAIRS = GUESTS * PAIRS_OF_GUEST;

/** A preview of an unchanged stack of pools and pairs, refresh included, against one whose hooks do nothing; and what the difference is. */
export async function fleet(): Promise<readonly Figure[]> {
    const host = await startHost({ vfs: PAIRS / POOLS });
    const projects: Project[] = [];
    try {
        await populate(host);
        const idle = await made("fleetIdle", host, projects);
        const ours = await made("fleet", host, projects);
        const alone = await aloneFor(ours);
        const rounds = await interleave(ROUNDS, {
            idle: () => unchanged(idle),
            ours: () => unchanged(ours),
            ask: () => alone("ask"),
            replay: () => alone("replay"),
            read: () => alone("read"),
        });
        const calls = await countCalls(host, () => unchanged(ours));
        const part = (what: string, of: (round: (typeof rounds)[number]) => number): Figure =>
            figure(`in the hooks' process: ${what}`, "ms", rounds.map(of));
        return [
            ...versus(
                rounds,
                "ms",
                {
                    what: `preview of ${POOLS + PAIRS} resources whose hooks do nothing`,
                    of: ({ idle }) => idle.milliseconds,
                },
                { what: `preview of ${POOLS} unchanged pools and ${PAIRS} pairs`, of: ({ ours }) => ours.milliseconds },
                { what: "pools and pairs take as long", target: { atMost: 1.2 } },
            ),
            figure(
                "the same in processor time",
                "times",
                rounds.map(({ idle, ours }) => ours.processor / idle.processor),
                { atMost: 1.2 },
            ),
            part("loading the hooks", ({ replay }) => replay.loading),
            part("what they wait for libvirt", ({ ask, replay }) => ask.working - replay.working),
            part("what they compute", ({ replay }) => replay.working),
            part("of that, reading XML", ({ read }) => read.working),
            figure("for each pool", "round trips", [calls.ofNetworks / POOLS]),
            figure("for each guest", "round trips", [calls.ofDomains / GUESTS]),
            figure("to list networks and guests", "round trips", [calls.listings]),
            figure("to open and close connections, and of devices", "round trips", [calls.others]),
        ];
    } finally {
        for (const project of projects) await project.remove();
        await host.stop();
    }
}

async function populate(host: Host): Promise<void> {
    await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
    await host.virsh("net-start", "lan");
    const files = await Promise.all(
        Array.from({ length: GUESTS }, (_, number) => host.file(guestXml(`guest${number}`))),
    );
    await host.virsh(files.map((file) => `define ${file}`).join("; "));
}

async function made(program: string, host: Host, projects: Project[]): Promise<Project> {
    const numbers = { BENCH_POOLS: POOLS, BENCH_GUESTS: GUESTS, BENCH_PAIRS_OF_GUEST: PAIRS_OF_GUEST };
    const project = await Project.create(program, {
        LIBVIRT_DEFAULT_URI: host.uri,
        ...Object.fromEntries(Object.entries(numbers).map(([key, number]) => [key, String(number)])),
    });
    projects.push(project);
    await project.run("up", "--yes", "--skip-preview");
    return project;
}

const unchanged = (project: Project): Promise<Cost> => project.cost("preview", "--expect-no-changes");

/** Runs programs/hooksAlone on what a stack has. */
async function aloneFor(project: Project): Promise<(mode: "ask" | "replay" | "read") => Promise<HooksAlone>> {
    const [stack, answers] = ["stack.json", "answers.json"].map((name) => join(project.folder, name)) as [
        string,
        string,
    ];
    await writeFile(stack, JSON.stringify(await project.exported()));
    return async (mode) => {
        const file = join(__dirname, "programs", "hooksAlone.js");
        const { stdout } = await promisify(execFile)(process.execPath, [file, mode, stack, answers]);
        return JSON.parse(stdout) as HooksAlone;
    };
}
