import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../lab/places";

/** What a command left. */
export interface Left {
    readonly status: number | null;
    readonly out: string;
    readonly err: string;
}

export const entry = join(projectRoot, "dist/cli/index.js");

/** Runs this package's own command. */
export function command(args: readonly string[], input: string | Buffer = ""): Promise<Left> {
    return new Promise((resolve) => {
        const child = spawn(process.execPath, [entry, ...args]);
        const [out, err]: [Buffer[], Buffer[]] = [[], []];
        child.stdout.on("data", (data: Buffer) => out.push(data));
        child.stderr.on("data", (data: Buffer) => err.push(data));
        child.stdin.on("error", () => undefined); // it may have ended already
        child.stdin.end(input);
        child.on("close", (status) => {
            resolve({ status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
        });
    });
}
