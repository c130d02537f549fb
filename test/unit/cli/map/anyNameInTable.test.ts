import assert from "node:assert/strict";
import fc from "fast-check";
import stringWidth from "string-width";
import { tableForm } from "../../../../cli/map/table";
import { anyMap } from "../../../support/anyMap";
import { namesIn } from "../../../support/mapNames";

const squeezed = (text: string): string => text.replaceAll(" ", "");

/** The text of each column, and that over all columns, with what wrapping put in taken out. */
function columnsOf(table: string): { readonly across: string; readonly columns: readonly string[] } {
    const lines = table.split("\n").filter((line) => line.startsWith("│"));
    const cells = lines.map((line) => line.split("│").slice(1, -1).map(squeezed));
    return {
        across: cells
            .filter(({ length }) => length === 1)
            .flat()
            .join(""),
        columns: [0, 1, 2, 3].map((at) =>
            cells
                .filter(({ length }) => length === 4)
                .map((row) => row[at])
                .join(""),
        ),
    };
}

describe("a table of a map with any names", () => {
    it("is never too wide, has no trailing blanks, and loses nothing", () => {
        fc.assert(
            fc.property(anyMap, fc.integer({ min: 40, max: 200 }), (map, width) => {
                const table = tableForm(width, false).host(map, 0);
                for (const line of table.split("\n")) {
                    assert.ok(stringWidth(line) <= width, `${stringWidth(line)} > ${width}: ${line}`);
                    assert.ok(!line.endsWith(" "), `blank at the end: ${line}`);
                }
                const { across, columns } = columnsOf(table);
                const all = [...columns, across].join("\n");
                const { titles, problems, addresses, guests, aliases } = namesIn(map);
                for (const one of [...titles, ...problems]) assert.ok(across.includes(squeezed(one)), one);
                for (const one of addresses) assert.ok(columns[0]?.includes(one), one);
                for (const one of [...guests, ...aliases]) assert.ok(all.includes(squeezed(one)), one);
            }),
            { numRuns: 500 },
        );
    });
});
