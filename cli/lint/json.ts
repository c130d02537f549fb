import type { PlacedFailure } from "../../provider/documents";
import { visibleJson } from "../../provider/xml";
import type { FileReport, Reporter } from "./reporter";

/** For machines: an array with an entry for each file. */
export function jsonReporter(): Reporter {
    let separator = "";
    return {
        begin: () => "[",
        *file(report) {
            yield `${separator}\n`;
            for (const part of partsOf(report)) yield visibleJson(part);
            separator = ",";
        },
        end: () => "\n]\n",
    };
}

/** The JSON of an entry, finding by finding. */
function* partsOf({ file, kind, isJudged, failures, unread, problem }: FileReport): Iterable<string> {
    yield `${JSON.stringify({ file, kind: kind ?? null, judged: isJudged }).slice(0, -1)},"findings":[`;
    for (const [i, failure] of failures.entries()) yield `${i === 0 ? "" : ","}${JSON.stringify(finding(failure))}`;
    yield `],${JSON.stringify({ unread, problem }).slice(1)}`; // JSON leaves out what is undefined
}

const finding = ({ rule, severity, property, place, found = null, allowed, says, fix, source }: PlacedFailure) => ({
    rule,
    severity,
    path: property,
    ...place,
    found,
    says,
    allowed,
    fix,
    source,
});
