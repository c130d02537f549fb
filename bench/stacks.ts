import { startHost, type Host } from "../lab/host";
import { Project, type Settings } from "./project";

/** Stacks of a measurement. */
export interface Stacks {
    readonly host: Host;
    /** Makes a stack of one of the programs in programs/. Nothing of it is on the host yet. */
    readonly create: (program: string) => Promise<Project>;
    /** Makes a stack of a program of its own, with these files in its folder. */
    readonly createOf: (
        settings: Settings,
        files: Readonly<Record<string, string>>,
        more?: NodeJS.ProcessEnv,
    ) => Promise<Project>;
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
    async function kept(made: Promise<Project>): Promise<Project> {
        const project = await made;
        projects.push(project);
        return project;
    }
    try {
        return await work({
            host,
            create: (program) => kept(Project.create(program, environment)),
            createOf: (settings, files, more) =>
                kept(Project.of(Object.assign({}, environment, more), settings, files)),
        });
    } finally {
        for (const project of projects) await project.remove();
        await host.stop();
    }
}
