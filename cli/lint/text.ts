import { styleText } from "node:util";
import { formatFinding, inDocument, plural, type Severity } from "../../provider/rules";
import { shortened, visibleLine } from "../../provider/xml";
import type { Reporter } from "./reporter";

const COLOUR = { error: "red", warning: "yellow" } as const satisfies Readonly<Record<Severity, string>>;

/** Prints for people: `guest.xml:12:5: error: …`, the place in a form that editors and terminals follow. */
export function textReporter(inColour: boolean, rules: string): Reporter {
    const counts = { file: 0, judged: 0, empty: 0, error: 0, warning: 0, unread: 0 };
    const level = (severity: Severity): string => (inColour ? styleText(COLOUR[severity], severity) : severity);
    return {
        begin: () => "",
        *file({ file, isJudged, failures, problem }) {
            counts.file += 1;
            if (problem !== undefined) counts.unread += 1;
            else if (isJudged) counts.judged += 1;
            else counts.empty += 1;
            for (const failure of failures) {
                counts[failure.severity] += 1;
                const { line, column } = failure.place;
                const where = `${visibleLine(file)}:${line}:${column}`;
                yield `${where}: ${level(failure.severity)}: ${shortened(formatFinding(inDocument(failure)))}\n`;
            }
        },
        end() {
            const { file, judged, empty, error, warning, unread } = counts;
            const guide = error + warning === 0 ? "" : `Each rule in brackets is a section of ${rules}\n`;
            const found = `${plural(error, "error")}, ${plural(warning, "warning")}`;
            const parts = [
                ...(judged === 0 ? [] : [`${judged} judged`]),
                ...(empty === 0 ? [] : [`${empty} without a pool or a pair`]),
                ...(unread === 0 ? [] : [`${unread} not judged`]),
            ];
            // what was not judged has nothing to be found in it
            const isSilent = judged === 0 && error + warning === 0;
            const result = isSilent ? [] : [error + warning === 0 ? "no findings" : found];
            return `${guide}${plural(file, "file")}: ${[parts.join(", "), ...result].join("; ")}\n`;
        },
    };
}
