import { startHost, type Host } from "../lab/host";
import { Project } from "./project";

/** Stacks of a measurement. */
export interface Stacks {
    readonly host: Host;
    /** Makes a stack of one of the programs in programs/. Nothing of it is on the host yet. */
    readonly create: (program: string) => Promise<Project>;
}

/** Numbers that the programs read from their environment, e.g. how many pools they declare. */
export type ProgramNumbers = Readonly<
    Partial<Record<"BENCH_POOLS" | "BENCH_GUESTS" | "BENCH_PAIRS_OF_GUEST" | "BENCH_PAIRS", number>>
>;

/** Runs `work` with a host of its own, whose first PF has that many VFs. Host and stacks are removed afterwards. */
export async function withStacks<T>(
    vfs: number,
    numbers: ProgramNumbers,
    work: (stacks: Stacks) => Promise<T>,
): Promise<T> {
    const host = await startHost({ vfs });
    const projects: Project[] = [];
    const environment: NodeJS.ProcessEnv = { LIBVIRT_DEFAULT_URI: host.uri };
    for (const [name, number] of Object.entries(numbers)) environment[name] = String(number);
    try {
        return await work({
            host,
            async create(program) {
                const project = await Project.create(program, environment);
                projects.push(project);
                return project;
            },
        });
    } finally {
        for (const project of projects) await project.remove();
        await host.stop();
    }
}
