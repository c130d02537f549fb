import { spawn } from "node:child_process";

const [bold, plain] = process.stdout.isTTY ? ["\u001b[1m", "\u001b[0m"] : ["", ""];
let step = 0;

/** Begins a step of the story. */
export function say(text: string): void {
    console.log(`\n${bold}${(step += 1)}. ${text}${plain}\n`);
}

/** Says every 20 s that something long goes on, and in the end how long it took. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const elapsed = (): string => `${Math.round((performance.now() - begin) / 1000)} s`;
    const progress = setInterval(() => {
        console.log(`  ${what}: ${elapsed()}`);
    }, 20_000);
    try {
        const result = await work();
        console.log(`  ${what}: done in ${elapsed()}`);
        return result;
    } finally {
        clearInterval(progress);
    }
}

/**
 * Runs a command that people could type, and shows it with what it prints.
 * @returns what it printed to its standard output
 * @throws Error where it fails
 */
export function show(program: string, args: readonly string[], options: ShowOptions): Promise<string> {
    const line = [program, ...args].map((word) => (/^[\w.:/@=+-]+$/.test(word) ? word : `'${word}'`)).join(" ");
    console.log(`$ ${line}`);
    const { quiet = false, ...where } = options;
    return withProgress(
        program,
        () =>
            new Promise((resolve, reject) => {
                const child = spawn(program, args, { ...where, stdio: ["ignore", "pipe", "inherit"] });
                let printed = "";
                child.stdout.setEncoding("utf8").on("data", (text: string) => {
                    printed += text;
                    if (!quiet) process.stdout.write(text);
                });
                child.once("error", reject);
                child.once("close", (status) => {
                    if (status === 0) resolve(printed);
                    else reject(new Error(`${line} ended with ${status ?? "a signal"}.`));
                });
            }),
    );
}

interface ShowOptions {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** Whether what it prints is not shown. @default false */
    readonly quiet?: boolean;
}
