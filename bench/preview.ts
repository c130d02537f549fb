import { startHost, type Host } from "../lab/host";
import { countCalls } from "../lab/calls";
import { figure, interleave, time, versus, type Figure } from "./measure";
import { Project } from "./project";

const ROUNDS = 5;
const POOLS = 200;

/** A preview of unchanged pools on a real daemon, refresh included, against one whose hooks do nothing. */
export async function preview(): Promise<readonly Figure[]> {
    const host = await startHost();
    const projects: Project[] = [];
    try {
        const idle = await made("previewIdle", host, projects);
        const pools = await made("previewPools", host, projects);
        const rounds = await interleave(ROUNDS, {
            idle: () => time(() => unchanged(idle)),
            pools: () => time(() => unchanged(pools)),
        });
        const calls = await countCalls(host, () => unchanged(pools));
        return [
            ...versus(
                rounds,
                "ms",
                { what: `preview of ${POOLS} resources whose hooks do nothing`, of: (round) => round.idle },
                { what: `preview of ${POOLS} unchanged pools`, of: (round) => round.pools },
                { what: "the pools take as long", target: { atMost: 1.3 } },
            ),
            figure("for each pool", "round trips", [calls.ofNetworks / POOLS], { atMost: 4 }),
            figure("to list all networks", "round trips", [calls.listings]),
            figure("to open and close connections", "round trips", [calls.others]),
            figure("to the host", "connections", [calls.connections]),
        ];
    } finally {
        for (const project of projects) await project.remove();
        await host.stop();
    }
}

async function made(program: string, host: Host, projects: Project[]): Promise<Project> {
    const project = await Project.create(program, { LIBVIRT_DEFAULT_URI: host.uri, BENCH_POOLS: String(POOLS) });
    projects.push(project);
    await project.run("up", "--yes", "--skip-preview");
    return project;
}

const unchanged = (project: Project): Promise<void> => project.run("preview", "--expect-no-changes");
