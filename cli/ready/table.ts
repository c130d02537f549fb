import { styleText } from "node:util";
import { getBorderCharacters, table } from "table";
import type {
    MigrationProblem,
    MigrationReadiness,
    TargetReadiness,
} from "../../provider/teamedNic/migrationReadiness";
import { NARROWEST } from "../map/grid";
import { legible, visibleName } from "../../provider/xml";

/** Width of the longest word in the first column, and what borders and padding take of a line. */
const FIRST = 9;
const FRAME = 7;

/** For people: a row for the guest and for each host, no wider than `width`, in terminal columns. */
export function readyTable(width: number, isInColour: boolean): (readiness: MigrationReadiness) => string {
    const paint = (tone: "green" | "red", text: string): string => (isInColour ? styleText(tone, text) : text);
    const row = (word: string, isGood: boolean, lines: readonly string[]): readonly [string, string] => [
        paint(isGood ? "green" : "red", word),
        lines.join("\n"),
    ];
    const rowOf = ({ uri, ready, answered, problems, unchecked }: TargetReadiness): readonly [string, string] => {
        const word = answered ? (ready ? "ready" : "not ready") : "no answer";
        return row(word, ready, [visibleName(uri), ...problems.map(sentence), ...unchecked.map(legible)]);
    };
    return ({ domain, uri, running, problems, hosts }) =>
        table(
            [
                row(problems.length === 0 ? "ready" : "not ready", problems.length === 0, [
                    `${visibleName(domain)} on ${visibleName(uri)}${running ? "" : ", shut off"}`,
                    ...problems.map(sentence),
                ]),
                ...hosts.map(rowOf),
            ].map((cells) => [...cells]),
            {
                border: getBorderCharacters("norc"),
                columns: [{ width: FIRST }, { width: Math.max(width, NARROWEST) - FIRST - FRAME, wrapWord: true }],
            },
        );
}

const sentence = ({ severity, text }: MigrationProblem): string => `${severity}: ${legible(text)}`;
