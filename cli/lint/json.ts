import type { PlacedFailure } from "../../provider/documents";
import type { Reporter } from "./reporter";

/** For machines: an array with an entry for each file. */
export function jsonReporter(): Reporter {
    let separator = "";
    return {
        begin: () => "[",
        file({ file, kind = null, isJudged, failures, unread, problem }) {
            const entry = {
                file,
                kind,
                judged: isJudged,
                findings: failures.map(finding),
                unread,
                problem, // JSON leaves out what is undefined
            };
            const text = `${separator}\n${JSON.stringify(entry)}`;
            separator = ",";
            return text;
        },
        end: () => "\n]\n",
    };
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
