import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { projectRoot } from "../lab/places";
import { figure, interleave, type Figure, type Size } from "./measure";
import type { Cost, Project, Settings } from "./project";
import { withStacks, type Stacks } from "./stacks";

const ROUNDS = 5;
const VFS = 4;

/** A program as a user writes it. */
const PROGRAM = `import { HostdevNetwork } from "pulumi-libvirt-teaming";

export const pool: HostdevNetwork = new HostdevNetwork("vfpool", { pf: "enp7s0f0", vlan: 42 });
`;
/** A program whose provider does nothing. */
const IDLE = `import * as pulumi from "@pulumi/pulumi";

class Idle extends pulumi.dynamic.Resource {}
export const idle: Idle = new Idle({ create: async () => ({ id: "1", outs: {} }) }, "idle", {});
`;

const options = (compiler: object): string =>
    JSON.stringify({
        compilerOptions: {
            strict: true,
            target: "es2022",
            module: "commonjs",
            moduleResolution: "node",
            skipLibCheck: true,
            ...compiler,
        },
    });

const COMPILED = { target: ScriptTarget.ES2022, module: ModuleKind.CommonJS };

/** A way to run a program that is written in TypeScript. */
interface Way extends Settings {
    readonly program: string;
    readonly compiler?: object;
    /** Whether node keeps what it compiled (NODE_COMPILE_CACHE). Node does that from 22.1 on. */
    readonly hasCache?: boolean;
}

const DEFAULT = { program: PROGRAM, main: "index.ts", runtime: { name: "nodejs" } };
const COMPILED_BEFORE = { ...DEFAULT, main: "index.js", runtime: { name: "nodejs", options: { typescript: false } } };
const TSX = { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } };

const WAYS = {
    "a pool, as Pulumi does it": DEFAULT,
    "a provider that does nothing, as Pulumi does it": { ...DEFAULT, program: IDLE },
    "a pool, with noCheck": { ...DEFAULT, compiler: { noCheck: true } },
    "a pool, by tsx": { ...DEFAULT, runtime: TSX },
    "a pool, compiled before": COMPILED_BEFORE,
    "a pool, with a compile cache": { ...DEFAULT, hasCache: true },
    "a pool, without a refresh": { ...DEFAULT, refresh: false },
    "a pool, compiled before, with a compile cache": { ...COMPILED_BEFORE, hasCache: true },
    "a pool, compiled before, with a compile cache, without a refresh": {
        ...COMPILED_BEFORE,
        hasCache: true,
        refresh: false,
    },
} as const satisfies Readonly<Record<string, Way>>;
type Name = keyof typeof WAYS;

/** A preview of one unchanged resource, by each way in which Pulumi runs TypeScript. */
export function start(size: Size): Promise<readonly Figure[]> {
    return withStacks(VFS, {}, async (stacks) => {
        const sides: Partial<Record<Name, () => Promise<Cost>>> = {};
        for (const [name, way] of Object.entries(WAYS) as [Name, Way][]) {
            const project = await create(way, stacks);
            await project.up();
            sides[name] = () => project.cost("preview", "--expect-no-changes");
        }
        const rounds = await interleave(size, ROUNDS, sides as Record<Name, () => Promise<Cost>>);
        const names = Object.keys(WAYS) as Name[];
        const [first] = names;
        if (!first) return [];
        const against = (name: Name, part: keyof Cost): readonly number[] =>
            rounds.map((round) => round[name][part] / round[first][part]);
        return names.flatMap((name) => [
            figure(
                `preview of ${name}`,
                "ms",
                rounds.map((round) => round[name].milliseconds),
            ),
            figure(`preview of ${name}, against the first`, "times", against(name, "milliseconds")),
            figure(`preview of ${name}, against the first in processor time`, "times", against(name, "processor")),
        ]);
    });
}

async function create(
    { program, compiler = {}, hasCache = false, ...settings }: Way,
    { host, createOf }: Stacks,
): Promise<Project> {
    const { main } = settings;
    const text = main.endsWith(".js") ? transpileModule(program, { compilerOptions: COMPILED }).outputText : program;
    const files = {
        "package.json": JSON.stringify({ name: "program", private: true }),
        "tsconfig.json": options(compiler),
        [main]: text,
    };
    const cache = { NODE_COMPILE_CACHE: join(host.folder, "compile-cache") };
    const project = await createOf(settings, files, hasCache ? cache : {});
    const modules = join(project.folder, "node_modules");
    await mkdir(modules);
    for (const name of ["@pulumi", "typescript", "tsx", "@types"])
        await symlink(join(projectRoot, "node_modules", name), join(modules, name));
    await symlink(projectRoot, join(modules, "pulumi-libvirt-teaming"));
    return project;
}
