import type { Invocation, Location, Log, Notification, Region, ReportingDescriptor, Result, Run } from "sarif";
import type { PlacedFailure } from "../../provider/documents";
import { catalogue, formatFinding, inDocument } from "../../provider/rules";
import { defined, legible, shortened, visibleJson } from "../../provider/xml";
import type { Reporter } from "./reporter";

const FACTS = Object.values(catalogue).flat();

/** Returns the rules, each with the place that explains it. */
const rulesIn = (document: string): ReportingDescriptor[] =>
    FACTS.map(({ id, severity, says, source }) => ({
        id,
        helpUri: `file://${uriOf(document)}#${id}`,
        shortDescription: { text: says },
        help: { text: `${says} Source: ${source}.` },
        defaultConfiguration: { level: severity },
    }));

const INDEXES: ReadonlyMap<string, number> = new Map(FACTS.map(({ id }, index) => [id, index]));

const NOTHING_TO_JUDGE = "has no pool of VFs and no teamed NIC";

/** Prints SARIF 2.1.0, for code scanning, a file at a time. Source: docs.oasis-open.org/sarif/sarif/v2.1.0 */
export function sarifReporter(version: string, rules: string): Reporter {
    const problems: Notification[] = [];
    const notes: Notification[] = [];
    let separator = "";
    return {
        begin: () => opening(version, rules),
        *file({ file, isJudged, failures, problem }) {
            if (problem !== undefined)
                problems.push({ level: "error", message: { text: legible(problem) }, locations: [location(file)] });
            else if (!isJudged)
                notes.push({ level: "note", message: { text: NOTHING_TO_JUDGE }, locations: [location(file)] });
            for (const failure of failures) {
                yield `${separator}\n${visibleJson(JSON.stringify(resultOf(file, failure)))}`;
                separator = ",";
            }
        },
        end: () =>
            closing({
                executionSuccessful: problems.length === 0,
                toolExecutionNotifications: [...problems, ...notes],
            }),
    };
}

/** Log up to its first result. Results follow one by one, so that memory holds those of one file only. */
function opening(version: string, document: string): string {
    const run: Run = {
        tool: { driver: { name: "pulumi-libvirt-teaming", version, rules: rulesIn(document) } },
        columnKind: "utf16CodeUnits",
    };
    const log: Omit<Log, "runs"> = { version: "2.1.0", $schema: "https://json.schemastore.org/sarif-2.1.0.json" };
    return `${stillOpen(log)},"runs":[${stillOpen(run)},"results":[`;
}

/** Log after its last result. */
const closing = (invocation: Invocation): string => `],"invocations":[${JSON.stringify(invocation)}]}]}\n`;

/** JSON of an object that more properties are written to. */
const stillOpen = (value: object): string => JSON.stringify(value).slice(0, -1);

const resultOf = (file: string, failure: PlacedFailure): Result => ({
    ruleId: failure.rule,
    ruleIndex: INDEXES.get(failure.rule) ?? -1,
    level: failure.severity,
    message: { text: shortened(formatFinding(inDocument(failure))) },
    locations: [location(file, { startLine: failure.place.line, startColumn: failure.place.column })],
});

const location = (file: string, region?: Region): Location => ({
    physicalLocation: defined({ artifactLocation: { uri: uriOf(file) }, region }),
});

/** URI of a path, in which `#` and `:` would mean something else. */
const uriOf = (file: string): string => file.split("/").map(encodeURIComponent).join("/");
