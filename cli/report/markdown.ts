import { formatDifference, type Difference } from "../../provider/lifecycle/differences";
import type { Diagnostic } from "./preview";
import type { Report, ResourceReport } from "./report";
import { code, sentence } from "./markdownText";

/** Differences of a resource that a row has room for. */
const MOST = 6;

/** Returns the Markdown of a comment in a pull request. */
export function markdown(report: Report): string {
    const { resources, diagnostics } = report;
    const of = (isWanted: (severity: string) => boolean): readonly Diagnostic[] =>
        diagnostics.filter(({ severity }) => isWanted(severity));
    const parts = [
        `### Teamed NICs and pools: ${summary(report)}`,
        resources.length > 0 ? [...HEAD, ...resources.map(row)].join("\n") : "",
        list(
            "Errors",
            of((severity) => severity === "error"),
        ),
        list("Warnings, and what could not be checked", of(isWarning)),
        list(
            "Effects on guests and hosts",
            of((severity) => severity !== "error" && !isWarning(severity)),
        ),
    ];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const HEAD = ["| resource | host | up does | the program changes | drift that up heals |", "|---|---|---|---|---|"];

const row = ({ subject, uri, ops, isMissing, changes, drift }: ResourceReport): string => {
    const drifted = isMissing ? "missing on the host" : listed(drift);
    return `| ${[code(subject), code(uri), ops.map(sentence).join(", "), listed(changes), drifted].join(" | ")} |`;
};

function listed(all: readonly Difference[]): string {
    const shown = all.slice(0, MOST).map((one) => code(formatDifference(one)));
    return (all.length > MOST ? [...shown, `and ${all.length - MOST} more`] : shown).join("<br>");
}

const isWarning = (severity: string): boolean => severity === "warning" || severity === "info#err";

/** Returns a line for each sentence, which begins with its resource. */
function list(title: string, all: readonly Diagnostic[]): string {
    return all.length === 0
        ? ""
        : [`**${title}**`, "", ...all.map(({ message }) => `- ${sentence(message)}`)].join("\n");
}

function summary({ resources, unchanged }: Report): string {
    const drifted = resources.filter(({ drift, isMissing }) => isMissing || drift.length > 0).length;
    return `${resources.length} to change, ${drifted} drifted, ${unchanged} unchanged`;
}
