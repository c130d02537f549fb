import { styleText } from "node:util";
import { describe, type Severity } from "../provider/rules";
import type { Reporter } from "./finding";

const COLOUR = { error: "red", warning: "yellow" } as const satisfies Readonly<Record<Severity, string>>;

/** For people: `guest.xml:12:5: error: …`, the place in a form that editors and terminals follow. */
export function textReporter(inColour: boolean): Reporter {
    const counts: Record<Severity, number> = { error: 0, warning: 0 };
    let files = 0;
    const level = (severity: Severity): string => (inColour ? styleText(COLOUR[severity], severity) : severity);
    return {
        begin: () => "",
        file({ file, failures }) {
            files += 1;
            return failures
                .map((failure) => {
                    counts[failure.severity] += 1;
                    const { line, column } = failure.place;
                    return `${file}:${line}:${column}: ${level(failure.severity)}: ${describe(failure)}\n`;
                })
                .join("");
        },
        end: () =>
            `${some(files, "file")}: ${counts.error + counts.warning === 0 ? "nothing found" : `${some(counts.error, "error")}, ${some(counts.warning, "warning")}`}\n`,
    };
}

const some = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
