import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./install/places.mjs";

/** A program of node_modules. */
export const tool = (name) => join(projectRoot, "node_modules/.bin", name);
export const compile = [tool("tsc"), "-p", "tsconfig.json"];

/** Removes dist/, so that what was compiled from a file that is gone does not linger. */
export function clean() {
    rmSync(join(projectRoot, "dist"), { recursive: true, force: true });
}

/** Whether every source is older than the last build. */
export function isBuilt() {
    const info = statSync(join(projectRoot, "dist/tsconfig.tsbuildinfo"), { throwIfNoEntry: false });
    return info !== undefined && newestSource() < info.mtimeMs;
}

function newestSource() {
    const folders = ["provider", "sdk", "test", "bench", "docs", "lab", "examples"];
    const files = folders.flatMap((folder) =>
        readdirSync(join(projectRoot, folder), { recursive: true })
            .filter((name) => name.endsWith(".ts"))
            .map((name) => join(projectRoot, folder, name)),
    );
    const settings = ["tsconfig.json", "package-lock.json"].map((name) => join(projectRoot, name));
    return Math.max(...[...files, ...settings].map((file) => statSync(file).mtimeMs));
}
