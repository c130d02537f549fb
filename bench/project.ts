import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pulumiEnvironment } from "../lab/environment";
import type { Properties } from "../provider/lifecycle/kind";

export interface Cost {
    readonly milliseconds: number;
    /** The time of all processors, in milliseconds: what else the machine does meanwhile hardly counts. */
    readonly processor: number;
}

/** Resource in a state. */
export interface Exported {
    readonly type: string;
    readonly id?: string;
    readonly inputs?: Properties;
    readonly outputs?: Properties;
}

/** Settings of Pulumi.yaml. */
export interface Settings {
    readonly main: string;
    readonly runtime: object;
    /** Whether each preview and up asks the host first. @default true */
    readonly refresh?: boolean;
}

/** A stack of one of the programs in programs/, driven by the real CLI, with everything of it in one folder. */
export class Project {
    private constructor(
        readonly folder: string,
        private readonly environment: NodeJS.ProcessEnv,
    ) {}

    /**
     * @param program its file, without the ending. It is run as it was compiled, so that no compiler is measured, and
     * where it lies, so that it finds this package by its own name.
     */
    static create(program: string, environment: NodeJS.ProcessEnv): Promise<Project> {
        const main = join(__dirname, "programs", `${program}.js`);
        return Project.of(environment, { main, runtime: { name: "nodejs", options: { typescript: false } } });
    }

    /**
     * @param files that the program's folder has from the beginning: their texts, by name
     */
    static async of(
        environment: NodeJS.ProcessEnv,
        { main, runtime, refresh = true }: Settings,
        files: Readonly<Record<string, string>> = {},
    ): Promise<Project> {
        const folder = await mkdtemp(join(tmpdir(), "bench-"));
        const folders = { home: join(folder, "home"), backend: join(folder, "backend") };
        const settings = { name: "bench", runtime, main, options: refresh ? { refresh: "always" } : {} };
        try {
            for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
            await mkdir(folders.backend);
            // what is JSON is YAML
            await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(settings));
            const project = new Project(folder, { ...(await pulumiEnvironment(folders)), ...environment });
            await project.run("stack", "init", "bench");
            return project;
        } catch (error) {
            await rm(folder, { recursive: true, force: true });
            throw error;
        }
    }

    /** @throws Error with what the CLI wrote */
    async run(...args: readonly string[]): Promise<void> {
        const options = { cwd: this.folder, env: this.environment, maxBuffer: 2 ** 26 };
        const all = [...args, "--non-interactive", "--color", "never"];
        await promisify(execFile)("pulumi", all, options).catch((error: unknown) => {
            const { stdout, stderr } = error as { stdout?: string; stderr?: string };
            throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
        });
    }

    up(): Promise<void> {
        return this.run("up", "--yes", "--skip-preview");
    }

    /** Time of a command of the CLI, with all the processes that it starts. */
    async cost(...args: readonly string[]): Promise<Cost> {
        const command = `TIMEFORMAT='%R %U %S'; time pulumi "$@" --non-interactive --color never > /dev/null 2>&1`;
        const options = { cwd: this.folder, env: this.environment };
        const { stderr } = await promisify(execFile)("bash", ["-c", command, "bash", ...args], options);
        const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(" ").map(Number);
        return { milliseconds: wall * 1000, processor: (user + system) * 1000 };
    }

    /** Every resource of the state. */
    async exported(): Promise<readonly Exported[]> {
        const file = join(this.folder, "exported.json");
        await this.run("stack", "export", "--file", file);
        const { deployment } = JSON.parse(await readFile(file, "utf8")) as {
            readonly deployment: { readonly resources: readonly Exported[] };
        };
        return deployment.resources;
    }

    remove(): Promise<void> {
        return rm(this.folder, { recursive: true, force: true });
    }
}
