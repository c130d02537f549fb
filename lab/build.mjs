import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "./install/places.mjs";
import { Failure, main, run, say } from "./install/say.mjs";

/** A program of node_modules. */
export const tool = (name) => join(projectRoot, "node_modules/.bin", name);
export const compile = [tool("tsc"), "-p", "tsconfig.json"];

/** Removes dist/, so that no output of a removed file stays. */
export function clean() {
    rmSync(join(projectRoot, "dist"), { recursive: true, force: true });
}

/** Removes the output of removed files from dist/, and leaves the rest to the compiler, which is quicker then. */
export function prune() {
    const dist = join(projectRoot, "dist");
    if (!existsSync(dist)) return;
    for (const name of readdirSync(dist, { recursive: true })) {
        const [, source] = /^(.*?)(\.js|\.js\.map|\.d\.ts)$/.exec(name) ?? [];
        if (source && !existsSync(join(projectRoot, `${source}.ts`))) rmSync(join(dist, name));
    }
}

/** Whether every source is older than the last build. */
function isBuilt() {
    const info = statSync(join(projectRoot, "dist/tsconfig.tsbuildinfo"), { throwIfNoEntry: false });
    return info !== undefined && newestSource() < info.mtimeMs;
}

/** Compiles what has changed since the last build, from nothing. */
export async function ensureBuilt() {
    if (isBuilt()) return;
    say("Compiling (about 10 s)");
    clean();
    const [program, ...args] = compile;
    if ((await run(program, args, { cwd: projectRoot })) !== 0) throw new Failure("The project does not compile.");
}

function newestSource() {
    const folders = ["provider", "cli", "sdk", "test", "bench", "docs", "lab", "examples"];
    const files = folders.flatMap((folder) =>
        readdirSync(join(projectRoot, folder), { recursive: true })
            .filter((name) => name.endsWith(".ts"))
            .map((name) => join(projectRoot, folder, name)),
    );
    const settings = ["tsconfig.json", "package-lock.json"].map((name) => join(projectRoot, name));
    return Math.max(...[...files, ...settings].map((file) => statSync(file).mtimeMs));
}

// npm run build
if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await main(() => {
        prune();
        const [program, ...args] = compile;
        return run(program, args, { cwd: projectRoot });
    });
}
