import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "../../../lab/places";
import { command } from "../../support/command";

/** It has no types of its own. */
const { load } = createRequire(__filename)("js-yaml") as { readonly load: (text: string) => unknown };

const FOLDER = join(projectRoot, "examples/workflows");
const read = (file: string): unknown => load(readFileSync(join(FOLDER, file), "utf8"));

interface Step {
    readonly name?: string;
    readonly run?: string;
    readonly uses?: string;
    readonly if?: string;
    readonly with?: Readonly<Record<string, string>>;
}
const github = read("github.yml") as { readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>> };
const gitlab = read("gitlab.yml") as Readonly<
    Record<"lint" | "preview", { readonly script: readonly string[]; readonly artifacts?: unknown }>
>;
const ofGithub = Object.values(github.jobs).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
const ofGitlab = [...gitlab.lint.script, ...gitlab.preview.script];

/** The arguments of this package's command in a line of a shell, without redirections. */
const ownArguments = (line: string): readonly string[] | undefined =>
    /npx pulumi-libvirt-teaming ([^>|]*)/.exec(line)?.[1]?.trim().split(/\s+/);

describe("the example workflows", () => {
    for (const [file, lines] of [
        ["github.yml", ofGithub],
        ["gitlab.yml", ofGitlab],
    ] as const)
        it(`call commands and options that the command has: ${file}`, async () => {
            const calls = lines.flatMap((line) => [ownArguments(line) ?? []]).filter((call) => call.length > 0);
            assert.deepEqual(
                calls.map(([name]) => name),
                ["lint", "report"],
            );
            for (const [name = "", ...rest] of calls) {
                const { status, out } = await command([name, "--help"]);
                assert.equal(status, 0);
                for (const option of rest.filter((one) => one.startsWith("--")))
                    assert.match(out, new RegExp(`^ +${option}\\b`, "m"), `${name} has ${option}`);
            }
        });

    it("upload the findings, and comment, also where the step before failed", () => {
        const late = Object.values(github.jobs).flatMap(({ steps }) => steps.slice(3));
        assert.deepEqual(
            late.map((step) => step.if),
            late.map(() => "${{ !cancelled() }}"),
        );
        const upload = late.find(({ uses }) => uses?.startsWith("github/codeql-action/upload-sarif@"));
        assert.equal(upload?.with?.["sarif_file"], "lint.sarif");
        assert.deepEqual(gitlab.lint.artifacts, { when: "always", paths: ["lint.sarif"] });
        assert.equal(gitlab.preview.script.at(-1), 'exit "${status:-0}"');
    });
});
