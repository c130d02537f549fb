import { styleText } from "node:util";
import { formatFinding, plural, type Severity } from "../../provider/rules";
import type { Reporter } from "./reporter";

const COLOUR = { error: "red", warning: "yellow" } as const satisfies Readonly<Record<Severity, string>>;

/** For people: `guest.xml:12:5: error: …`, the place in a form that editors and terminals follow. */
export function textReporter(inColour: boolean): Reporter {
    const counts = { file: 0, error: 0, warning: 0, unread: 0 };
    const level = (severity: Severity): string => (inColour ? styleText(COLOUR[severity], severity) : severity);
    return {
        begin: () => "",
        file({ file, failures, problem }) {
            counts.file += 1;
            if (problem !== undefined) counts.unread += 1;
            return failures
                .map((failure) => {
                    counts[failure.severity] += 1;
                    const { line, column } = failure.place;
                    return `${file}:${line}:${column}: ${level(failure.severity)}: ${formatFinding(failure)}\n`;
                })
                .join("");
        },
        end() {
            const { file, error, warning, unread } = counts;
            const found =
                error + warning === 0 ? "nothing found" : `${plural(error, "error")}, ${plural(warning, "warning")}`;
            return `${plural(file, "file")}: ${found}${unread === 0 ? "" : `; ${unread} could not be judged`}\n`;
        },
    };
}
