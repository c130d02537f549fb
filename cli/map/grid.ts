import stringWidth from "string-width";
import { getBorderCharacters, table, type SpanningCellConfig } from "table";

/** Four cells, or one text over all of them, between two lines. */
export type Row = string | readonly [string, string, string, string];

/** A narrower terminal breaks lines itself: below that no cell is readable. */
export const NARROWEST = 40;

/** Columns for borders and padding, and those of them that a text over all cells may use. */
const FRAME = 13;
const WITHIN = 9;

/** The width of a PCI address, in the first column. */
const ADDRESS = 12;

/** Rows in a frame, as wide as they need, and at most as wide as is said; what is longer goes on in the next line. */
export function grid(rows: readonly Row[], width: number): string {
    const spanning = rows.flatMap((row, at) => (typeof row === "string" ? [at] : []));
    const lines = new Set([0, rows.length, ...spanning.flatMap((at) => [at, at + 1])]);
    return table(
        rows.map((row) => (typeof row === "string" ? [row, "", "", ""] : [...row])),
        {
            border: getBorderCharacters("norc"),
            columns: widthsOf(rows, Math.max(width, NARROWEST) - FRAME).map((one) => ({ width: one, wrapWord: true })),
            drawHorizontalLine: (at) => lines.has(at),
            spanningCells: spanning.map((row): SpanningCellConfig => ({ row, col: 0, colSpan: 4 })),
        },
    );
}

/** The widest columns are narrowed first, so that what is short stays in one line; addresses always do. */
function widthsOf(rows: readonly Row[], room: number): readonly number[] {
    const need = [0, 1, 2, 3].map((column) =>
        Math.max(2, ...rows.map((row) => (typeof row === "string" ? 0 : widthOf(row[column] ?? "")))),
    );
    let most = Math.max(...need);
    const narrowed = (): readonly number[] =>
        need.map((one, column) => Math.min(one, column === 0 ? Math.max(most, ADDRESS) : most));
    while (sum(narrowed()) > room) most -= 1;
    const widths = narrowed();
    const across = Math.max(0, ...rows.map((row) => (typeof row === "string" ? widthOf(row) - WITHIN : 0)));
    const more = Math.max(0, Math.min(room, across) - sum(widths));
    return widths.map((one, column) => (column === 3 ? one + more : one));
}

const widthOf = (text: string): number => Math.max(...text.split("\n").map((line) => stringWidth(line)));
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
