#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { levels as levelsTable, type Level, type Levels } from "../provider/rules";
import { canonicalReporter } from "./canonical";
import type { Reporter } from "./finding";
import { jsonReporter } from "./json";
import { lint, type Output, type Status } from "./lint";
import { sarifReporter } from "./sarif";
import { textReporter } from "./text";

interface LintOptions {
    readonly json?: true;
    readonly sarif?: true;
    readonly print?: true;
    readonly host?: string;
    readonly rule: Levels;
}

const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };
const isForPeople = process.stdout.isTTY && !process.env["NO_COLOR"];

const program = new Command("pulumi-libvirt-teaming")
    .description("What libvirt does not say of teamed NICs and pools of VFs.")
    .version(version)
    .exitOverride();

program
    .command("lint")
    .description(
        "Hold libvirt's XML (<network>, <domain>, <interface>) against the rules, each explained in docs/rules.md.",
    )
    .argument("<files...>", "XML files; - for standard input")
    .addOption(new Option("--json", "an array with an entry for each file").conflicts(["sarif", "print"]))
    .addOption(new Option("--sarif", "SARIF 2.1.0, for code scanning").conflicts(["json", "print"]))
    .addOption(new Option("--print", "the XML in canonical form; findings go to standard error"))
    .option("--host <uri>", "ask a host too, as virsh -c does: its networks, card and guests")
    .option("--rule <id=level>", "lower a rule to warning or off; may be given again", lower, {})
    .addHelpText(
        "after",
        "\nExit status: 0 nothing worse than a warning, 1 an error was found, 2 a file could not be read as XML, or the host not be asked.",
    )
    .action(async (files: readonly string[], { host, rule, ...how }: LintOptions) => {
        const judge = host === undefined ? undefined : new (await import("./host.js")).HostJudge(host);
        const findings = how.print && textReporter(false);
        const status = await lint(
            files,
            rule,
            findings ? both(canonicalReporter(), findings) : reporterFor(how),
            output,
            judge,
        );
        leave(status);
    });

function reporterFor({ json, sarif }: Omit<LintOptions, "host" | "rule">): Reporter {
    if (json) return jsonReporter();
    return sarif ? sarifReporter(version) : textReporter(isForPeople);
}

/** The first on standard output, the second's findings beside it. */
const both = (first: Reporter, second: Reporter): Reporter => ({
    begin: () => first.begin(),
    file(report) {
        process.stderr.write(second.file(report));
        return first.file(report);
    },
    end: () => first.end(),
});

function lower(given: string, before: Levels): Levels {
    const [id = "", level = ""] = given.split("=");
    if (!Object.hasOwn(levelsTable.fields, id))
        throw new InvalidArgumentError(`no rule is called ${JSON.stringify(id)}; docs/rules.md has them all.`);
    if (level !== "warning" && level !== "off")
        throw new InvalidArgumentError(`found ${JSON.stringify(level)}; a rule is lowered to "warning" or "off".`);
    return { ...before, [id]: level satisfies Level };
}

const output: Output = {
    out: (text) => process.stdout.write(text),
    complain: (line) => process.stderr.write(`${line}\n`),
};

/** Whoever read the output has gone: what is left is still judged, for the complaints. */
let isBroken = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    output.complain("standard output: broken pipe; nobody reads the findings any more");
    isBroken = true;
    process.exitCode = 2;
});

/** Ends as soon as all is written. */
function leave(status: Status): void {
    process.exitCode = isBroken ? 2 : status;
}

program.parseAsync().catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2; // commander has said what is wrong; 1 stands for findings
});
