import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiEnvironment } from "../../lab/environment";
import { projectRoot } from "../../lab/places";

/** What one run of the Pulumi CLI came to. */
export interface Run {
    readonly status: number;
    /** Both streams, without colours. */
    readonly output: string;
    readonly stdout: string;
}

/** One step of a preview, as the engine tells it, as far as the tests look. */
export interface PreviewStep {
    readonly op: string;
    readonly urn: string;
    /** Top-level properties that differ. */
    readonly diffs?: readonly string[];
    /** By the paths of all that differ. */
    readonly detailedDiff?: Readonly<Record<string, unknown>>;
    readonly old?: { readonly inputs: Readonly<Record<string, unknown>> };
    readonly new?: { readonly inputs: Readonly<Record<string, unknown>> };
}

/** What one preview comes to. */
export interface Previewed {
    /** What it shows, with the differences. */
    readonly text: string;
    /** What up would do, by the resource's name. Nothing for what stays as it is. */
    readonly planned: Readonly<Record<string, PreviewStep>>;
}

/** An event in the log of Pulumi's engine. */
interface EngineEvent {
    readonly resourcePreEvent?: { readonly metadata: PreviewStep };
}

/** A program of its own, in a stack of its own with a backend of its own, driven by the real CLI. */
export class Stack {
    private constructor(
        readonly folder: string,
        private readonly state: string,
        private readonly environment: NodeJS.ProcessEnv,
    ) {}

    /**
     * @param program JavaScript that may use `libvirt` (this package) and `pulumi`
     * @param folder where it is to live; a folder below the project's root finds the package by its own name
     */
    static async create(
        uri: string,
        program: string,
        options: { readonly folder?: string; readonly refresh?: boolean } = {},
    ): Promise<Stack> {
        const cache = join(projectRoot, ".cache");
        await mkdir(cache, { recursive: true });
        const folder = options.folder ?? (await mkdtemp(join(cache, "stack-")));
        const state = await mkdtemp(join(tmpdir(), "pulumi-"));
        const [home, backend] = [join(state, "home"), join(state, "backend")];
        await mkdir(backend);
        const environment = await pulumiEnvironment({ home, backend });
        // for the log of the engine's events
        const stack = new Stack(folder, state, { ...environment, PULUMI_DEBUG_COMMANDS: "true" });
        const yaml = ["name: test", "runtime: { name: nodejs, options: { typescript: false } }", "main: index.js"];
        await writeFile(
            join(folder, "Pulumi.yaml"),
            [...yaml, ...(options.refresh === false ? [] : ["options: { refresh: always }"]), ""].join("\n"),
        );
        await stack.write(program);
        await writeFile(join(folder, "Pulumi.dev.yaml"), `config:\n  libvirt:uri: ${JSON.stringify(uri)}\n`);
        await stack.must("stack", "init", "dev");
        return stack;
    }

    async write(program: string): Promise<void> {
        await writeFile(
            join(this.folder, "index.js"),
            `const pulumi = require("@pulumi/pulumi");\nconst libvirt = require("pulumi-libvirt-teaming");\n${program}\n`,
        );
    }

    run(...args: readonly string[]): Promise<Run> {
        const options = { cwd: this.folder, env: this.environment, maxBuffer: 64 << 20 };
        return new Promise((resolve) => {
            execFile("pulumi", [...args, "--color", "never", "--non-interactive"], options, (error, stdout, stderr) => {
                resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr, stdout });
            });
        });
    }

    /** Like {@link run}, for what has to succeed. */
    must = async (...args: readonly string[]): Promise<string> => (await this.succeeding(args)).output;
    /** Returns what it prints for programs. */
    stdout = async (...args: readonly string[]): Promise<string> => (await this.succeeding(args)).stdout;

    private async succeeding(args: readonly string[]): Promise<Run> {
        const run = await this.run(...args);
        if (run.status !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${run.status}:\n${run.output}`);
        return run;
    }

    up = (): Promise<string> => this.must("up", "--yes", "--skip-preview");
    preview = async (): Promise<string> => (await this.previewed()).text;
    planned = async (): Promise<Previewed["planned"]> => (await this.previewed()).planned;
    destroy = (): Promise<string> => this.must("destroy", "--yes", "--skip-preview");

    async previewed(): Promise<Previewed> {
        const log = join(this.state, "events.json");
        await rm(log, { force: true });
        const text = await this.must("preview", "--diff", "--event-log", log);
        const events = (await readFile(log, "utf8"))
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as EngineEvent);
        const steps = events
            .flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : []))
            .filter(({ op, urn }) => op !== "same" && op !== "refresh" && urn.includes("libvirt:"));
        return { text, planned: Object.fromEntries(steps.map((step) => [step.urn.split("::").at(-1) ?? "", step])) };
    }

    /** Destroys what the stack has, if it has anything. */
    async clear(): Promise<void> {
        if ((await this.stateFile()).includes('"urn"')) await this.destroy();
    }

    /** The state file, as it stands on the disk. */
    stateFile(): Promise<string> {
        return readFile(join(this.state, "backend/.pulumi/stacks/test/dev.json"), "utf8");
    }

    /** What the stack holds of a resource, as it stands in the state file. */
    async resource(name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
        const { deployment } = JSON.parse(await this.must("stack", "export")) as {
            readonly deployment: {
                readonly resources?: readonly (Readonly<Record<string, unknown>> & { readonly urn: string })[];
            };
        };
        return deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`));
    }

    async remove(): Promise<void> {
        await rm(this.folder, { recursive: true, force: true });
        await rm(this.state, { recursive: true, force: true });
    }
}
