import { InvalidArgumentError, Option, type Command } from "commander";
import { levels as levelsTable, type Level, type Levels } from "../../provider/rules";
import { canonicalReporter } from "./canonical";
import type { Reporter } from "./reporter";
import { jsonReporter } from "./json";
import { joined } from "./joined";
import { lint } from "./lint";
import type { Output, Status } from "../output";
import { sarifReporter } from "./sarif";
import { textReporter } from "./text";

interface LintOptions {
    readonly json?: true;
    readonly sarif?: true;
    readonly print?: true;
    readonly host?: string;
    readonly schema: boolean;
    readonly rule?: Levels;
}

/** What `lint` writes of itself. */
export interface Writer {
    /** This package's. */
    readonly version: string;
    readonly isInColour: boolean;
}

/** Adds `lint` to a program. */
export function addLint(program: Command, writer: Writer, output: Output, leave: (status: Status) => void): void {
    program
        .command("lint")
        .description(
            "Hold libvirt's XML (<network>, <domain>, <interface>, <hostdev>) against the rules, each explained in docs/rules.md.",
        )
        .argument("<files...>", "XML files; - for standard input")
        .addOption(new Option("--json", "an array with an entry for each file").conflicts(["sarif", "print"]))
        .addOption(new Option("--sarif", "SARIF 2.1.0, for code scanning").conflicts(["json", "print"]))
        .addOption(new Option("--print", "the XML in canonical form; findings go to standard error"))
        .option("--host <uri>", "ask a host too, as virsh -c does: its networks, card and guests")
        .option("--rule <id=level>", "lower a rule to warning or off; may be given again", lower)
        .option("--no-schema", "leave out libvirt's schema, which is asked where libvirt is installed")
        .addHelpText(
            "after",
            "\nExit status: 0 nothing worse than a warning, 1 an error was found, 2 a file could not be read as XML, its root is unknown, or the host could not be asked.",
        )
        .action(async (files: readonly string[], { host, schema, rule = {}, ...how }: LintOptions) => {
            const judge = host === undefined ? undefined : new (await import("./hostJudge.js")).HostJudge(host);
            const bySchema = schema ? await (await import("./schemaJudge.js")).SchemaJudge.find() : undefined;
            leave(await lint(files, rule, reporterFor(how, writer), output, { host: judge, schema: bySchema }));
        });
}

function reporterFor(
    { json, sarif, print }: Omit<LintOptions, "host" | "schema" | "rule">,
    { version, isInColour }: Writer,
): Reporter {
    if (print) return both(canonicalReporter(), textReporter(false));
    if (json) return jsonReporter();
    return sarif ? sarifReporter(version) : textReporter(isInColour);
}

/** The first on standard output, the second's findings beside it. */
const both = (first: Reporter, second: Reporter): Reporter => ({
    begin: () => first.begin(),
    file(report) {
        for (const text of joined(second.file(report))) process.stderr.write(text);
        return first.file(report);
    },
    end: () => first.end(),
});

function lower(given: string, before: Levels = {}): Levels {
    const [id = "", level = ""] = given.split("=");
    if (!Object.hasOwn(levelsTable.fields, id))
        throw new InvalidArgumentError(`no rule is called ${JSON.stringify(id)}; docs/rules.md has them all.`);
    if (level !== "warning" && level !== "off")
        throw new InvalidArgumentError(`found ${JSON.stringify(level)}; a rule is lowered to "warning" or "off".`);
    return { ...before, [id]: level satisfies Level };
}
