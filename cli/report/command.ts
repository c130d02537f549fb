import type { Command } from "commander";
import { visibleJson } from "../../provider/xml";
import type { Output, Status } from "../output";
import { withoutPasswords } from "../passwords";

interface ReportOptions {
    readonly run?: true;
    readonly json?: true;
}

/** Adds `report` to a program. */
export function addReport(program: Command, output: Output, leave: (status: Status) => void): void {
    program
        .command("report")
        .description(
            "Writes what `pulumi preview --json` says of teamed NICs and pools as Markdown, for a pull request.",
        )
        .argument("[file]", "output of `pulumi preview --json`; `-` is standard input", "-")
        .option("--run", "run `pulumi preview --json` in this folder instead")
        .option("--json", "one object, for machines")
        .addHelpText(
            "after",
            "\nExit status: 0 the preview has no error, 1 it has one, 2 the preview could not be read.",
        )
        .action(async (file: string, { run, json }: ReportOptions) => {
            const { readText, runPreview } = await import("./source.js");
            const { readPreview } = await import("./preview.js");
            const { reportOf } = await import("./report.js");
            const { markdown } = await import("./markdown.js");
            const name = run ? "pulumi preview --json" : file === "-" ? "standard input" : file;
            try {
                const preview = readPreview(await (run ? runPreview() : readText(file)));
                if (!preview) {
                    output.complain(
                        `${name}: this is not the output of \`pulumi preview --json\`. Look for the error that Pulumi printed instead, and run it again.`,
                    );
                    leave(2);
                    return;
                }
                const all = reportOf(preview);
                const report = withoutPasswords(
                    all,
                    all.resources.map(({ uri }) => uri),
                );
                output.out(json ? `${visibleJson(JSON.stringify(report, undefined, 2))}\n` : markdown(report));
                leave(report.diagnostics.some(({ severity }) => severity === "error") ? 1 : 0);
            } catch (error) {
                if (!(error instanceof Error && "code" in error)) throw error;
                output.complain(`${name}: ${error.message}`);
                leave(2);
            }
        });
}
