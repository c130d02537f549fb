import type { Invocation, Log, Notification, ReportingDescriptor, Result } from "sarif";
import type { PlacedFailure } from "../../provider/documents";
import { catalogue, formatFinding } from "../../provider/rules";
import type { Reporter } from "./reporter";

const RULES: readonly ReportingDescriptor[] = Object.values(catalogue)
    .flat()
    .map(({ id, severity, says, source }) => ({
        id,
        shortDescription: { text: says },
        help: { text: `${says} Source: ${source}.` },
        defaultConfiguration: { level: severity },
    }));

/** For code scanning: SARIF 2.1.0. Source: docs.oasis-open.org/sarif/sarif/v2.1.0 */
export function sarifReporter(version: string): Reporter {
    const [begin = "", end = ""] = JSON.stringify(empty(version)).split('"here"');
    const problems: Notification[] = [];
    let separator = "";
    return {
        begin: () => begin,
        file({ file, failures, problem }) {
            if (problem !== undefined)
                problems.push({ level: "error", message: { text: problem }, locations: [location(file)] });
            const text = failures.map((failure) => {
                const result = `${separator}\n${JSON.stringify(resultOf(file, failure))}`;
                separator = ",";
                return result;
            });
            return text.join("");
        },
        end() {
            const invocation: Invocation = {
                executionSuccessful: problems.length === 0,
                toolExecutionNotifications: problems,
            };
            return `${end.replace('"then"', () => JSON.stringify(invocation))}\n`;
        },
    };
}

/** A log, with the places where its results and its invocation go. */
const empty = (version: string): Log => ({
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
        {
            tool: { driver: { name: "pulumi-libvirt-teaming", version, rules: [...RULES] } },
            columnKind: "utf16CodeUnits",
            results: ["here" as unknown as Result],
            invocations: ["then" as unknown as Invocation],
        },
    ],
});

const resultOf = (file: string, failure: PlacedFailure): Result => ({
    ruleId: failure.rule,
    ruleIndex: RULES.findIndex(({ id }) => id === failure.rule),
    level: failure.severity,
    message: { text: formatFinding(failure) },
    locations: [location(file, { startLine: failure.place.line, startColumn: failure.place.column })],
});

const location = (file: string, region?: { readonly startLine: number; readonly startColumn: number }) => ({
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(region && { region }) },
});

/** A path as a reference to it; `#` and `:` would mean something else there. */
const uriOf = (file: string): string => file.split("/").map(encodeURIComponent).join("/");
