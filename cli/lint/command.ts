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

/** Facts about the package that `lint` prints. */
export interface Writer {
    /** This package's. */
    readonly version: string;
    readonly isInColour: boolean;
    /** Path of docs/rules.md. */
    readonly rules: string;
}

/** Adds `lint` to a program. */
export function addLint(program: Command, writer: Writer, output: Output, leave: (status: Status) => void): void {
    program
        .command("lint")
        .description(
            "Check libvirt's XML (<network>, <domain>, <interface>, <hostdev>) against the rules of docs/rules.md.",
        )
        .argument("<files...>", "XML files; - for standard input")
        .addOption(new Option("--json", "an array with an entry for each file").conflicts(["sarif", "print"]))
        .addOption(new Option("--sarif", "SARIF 2.1.0, for code scanning").conflicts(["json", "print"]))
        .addOption(new Option("--print", "the XML in canonical form; findings go to standard error"))
        .option("--host <uri>", "also check the XML against a host, named as for virsh -c")
        .option("--rule <id=level>", "lower a rule to warning or off; repeatable", lower)
        .option("--no-schema", "skip libvirt's schema, which is used if libvirt is installed")
        .addHelpText(
            "after",
            "\nExit status: 0 no error, 1 at least one error, 2 a file is not XML or has an unknown root, or the host did not answer.",
        )
        .action(async (files: readonly string[], { host, schema, rule = {}, ...how }: LintOptions) => {
            const judge = host === undefined ? undefined : new (await import("./hostJudge.js")).HostJudge(host);
            const bySchema = schema ? await (await import("./schemaJudge.js")).SchemaJudge.find() : undefined;
            leave(await lint(files, rule, reporterFor(how, writer), output, { host: judge, schema: bySchema }));
        });
}

function reporterFor(
    { json, sarif, print }: Omit<LintOptions, "host" | "schema" | "rule">,
    { version, isInColour, rules }: Writer,
): Reporter {
    if (print) return both(canonicalReporter(), textReporter(false, rules));
    if (json) return jsonReporter();
    return sarif ? sarifReporter(version, rules) : textReporter(isInColour, rules);
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
        throw new InvalidArgumentError(`${JSON.stringify(id)} is not a rule. See docs/rules.md for all rules.`);
    if (level !== "warning" && level !== "off")
        throw new InvalidArgumentError(`${JSON.stringify(level)} is not "warning" or "off".`);
    return { ...before, [id]: level satisfies Level };
}
