import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

/** Returns the text of a file; `-` is standard input. */
export const readText = (file: string): Promise<string> =>
    file === "-" ? text(process.stdin) : readFile(file, "utf8");

/** Returns what the Pulumi CLI prints of a preview. A preview that finds errors prints them there too. */
export async function runPreview(): Promise<string> {
    const child = spawn("pulumi", ["preview", "--json", "--non-interactive"], { stdio: ["ignore", "pipe", "inherit"] });
    const failed = new Promise<never>((_, reject) => child.once("error", reject));
    return Promise.race([text(child.stdout), failed]);
}
