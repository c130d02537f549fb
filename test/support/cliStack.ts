import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiEnvironment } from "../../lab/environment";
import { projectRoot } from "../../lab/places";

/** What one run of the Pulumi CLI came to. */
export interface Run {
    readonly status: number;
    /** Both streams, without colours. */
    readonly output: string;
}

/** One step of `pulumi preview --json`, as far as the tests look. */
export interface PreviewStep {
    readonly op: string;
    readonly urn: string;
    readonly diffReasons?: readonly string[];
    readonly detailedDiff?: Readonly<Record<string, { readonly kind: string }>>;
    readonly oldState?: { readonly inputs: Readonly<Record<string, unknown>> };
    readonly newState?: { readonly inputs: Readonly<Record<string, unknown>> };
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
        const stack = new Stack(folder, state, await pulumiEnvironment({ home, backend }));
        const yaml = ["name: test", "runtime: { name: nodejs, options: { typescript: false } }", "main: index.js"];
        await writeFile(
            join(folder, "Pulumi.yaml"),
            [...yaml, ...(options.refresh === false ? [] : ["options: { refresh: always }"]), ""].join("\n"),
        );
        await stack.write(program);
        await stack.must("stack", "init", "dev");
        await stack.must("config", "set", "libvirt:uri", uri);
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
                resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
            });
        });
    }

    /** Like {@link run}, for what has to succeed. */
    async must(...args: readonly string[]): Promise<string> {
        const { status, output } = await this.run(...args);
        if (status !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${status}:\n${output}`);
        return output;
    }

    up = (): Promise<string> => this.must("up", "--yes", "--skip-preview");
    preview = (): Promise<string> => this.must("preview", "--diff");
    destroy = (): Promise<string> => this.must("destroy", "--yes", "--skip-preview");

    /** What a plain preview would do, by the resource's name. Nothing for what stays as it is. */
    async planned(): Promise<Readonly<Record<string, PreviewStep>>> {
        const output = await this.must("preview", "--json");
        const { steps } = JSON.parse(output.slice(output.indexOf("{"))) as { readonly steps: readonly PreviewStep[] };
        const ours = steps.filter(({ op, urn }) => op !== "same" && op !== "refresh" && urn.includes("libvirt:"));
        return Object.fromEntries(ours.map((step) => [step.urn.split("::").at(-1) ?? "", step]));
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
