import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A part of a document that a reader types, writes to a file, or compares with the screen. */
export type Step =
    | { readonly kind: "commands"; readonly text: string }
    | { readonly kind: "file"; readonly file: string; readonly text: string }
    | { readonly kind: "screen"; readonly text: string };

/** Takes the blocks of a document: `sh` is typed, `text` is seen, and all else is a file that its first line names. */
export const stepsOf = (markdown: string): readonly Step[] =>
    [...markdown.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, text = ""]): Step => {
        if (language === "sh") return { kind: "commands", text };
        if (language === "text") return { kind: "screen", text };
        const [, file = ""] = /^(?:#|\/\/) (\S+)\n/.exec(text) ?? [];
        return { kind: "file", file, text };
    });

/** Follows steps as a reader does. `cd` lasts. */
export class Reader {
    #screen = "";

    constructor(
        private folder: string,
        private readonly environment: NodeJS.ProcessEnv,
        /** What a reader puts in place of the document's examples. */
        private readonly own: Readonly<Record<string, string>>,
    ) {}

    /**
     * @returns the lines that the document shows and the screen did not
     * @throws Error with what a command printed, where one fails
     */
    async follow(steps: readonly Step[]): Promise<readonly string[]> {
        const missed: string[] = [];
        for (const step of steps) {
            const text = this.#inOwnWords(step.text);
            if (step.kind === "commands") this.#screen = await this.#type(text);
            else if (step.kind === "file") await writeFile(join(this.folder, step.file), text);
            else
                missed.push(
                    ...text
                        .trimEnd()
                        .split("\n")
                        .filter((line) => !this.#screen.includes(line.trim())),
                );
        }
        return missed;
    }

    #inOwnWords(text: string): string {
        return Object.entries(this.own).reduce((sofar, [example, own]) => sofar.replaceAll(example, own), text);
    }

    async #type(commands: string): Promise<string> {
        const script = `set -euo pipefail\n${commands}\npwd`;
        const { stdout } = await run("bash", ["-c", script], { cwd: this.folder, env: this.environment });
        const lines = stdout.trimEnd().split("\n");
        this.folder = lines.pop() ?? this.folder;
        return lines.join("\n");
    }
}
