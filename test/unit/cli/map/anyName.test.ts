import assert from "node:assert/strict";
import fc from "fast-check";
import stringWidth from "string-width";
import type { HostMap } from "../../../../cli/map/hostMap";
import { mermaidForm } from "../../../../cli/map/mermaid";
import { tableForm } from "../../../../cli/map/table";
import { visible } from "../../../../cli/map/visible";
import { anyMap } from "../../../support/anyMap";
import { parseMermaid } from "../../../support/mermaidParser";

/** What is to be read of a map, as it is shown. */
function namesIn({ uri, pools, strays, teams }: HostMap) {
    const vfs = [...pools.flatMap((pool) => pool.vfs), ...strays];
    const shown = (some: readonly (string | undefined)[]): readonly string[] =>
        some.flatMap((one) => (one === undefined ? [] : [visible(one)]));
    return {
        titles: shown([uri, ...pools.flatMap(({ name, pf }) => [name, pf])]),
        addresses: vfs.map(({ address }) => address),
        guests: shown([...vfs, ...teams].map(({ guest }) => guest)),
        problems: shown(teams.flatMap((team) => team.problems)),
        aliases: shown([
            ...vfs.map(({ alias }) => alias),
            ...teams.flatMap((team) => [team.persistent, team.transient]),
        ]),
    };
}

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

describe("a map with any names", () => {
    it("is a table that is never too wide, has no trailing blanks, and loses nothing", () => {
        fc.assert(
            fc.property(anyMap, fc.integer({ min: 40, max: 200 }), (map, width) => {
                const table = tableForm(width, false).host(map, 0);
                for (const line of table.split("\n")) {
                    assert.ok(stringWidth(line) <= width, `${stringWidth(line)} > ${width}: ${line}`);
                    assert.ok(!line.endsWith(" "));
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

    it("is a diagram that mermaid takes, with all of them in it", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(anyMap, { minLength: 1, maxLength: 2 }), async (maps) => {
                const text = [mermaidForm.begin, ...maps.map((map, at) => mermaidForm.host(map, at)), mermaidForm.end];
                const { boxes, arrows, subgraphs } = await parseMermaid(text.join(""));
                for (const { titles, problems, addresses, guests, aliases } of maps.map(namesIn)) {
                    for (const one of titles)
                        assert.ok(
                            subgraphs.some((title) => title.includes(one)),
                            one,
                        );
                    for (const one of addresses) assert.ok(boxes.includes(one), one);
                    for (const one of guests)
                        assert.ok(
                            boxes.some((box) => box === one || box === `${one}, shut off`),
                            one,
                        );
                    for (const one of [...aliases, ...problems])
                        assert.ok(
                            [...arrows, ...boxes].some((label) => label.includes(one)),
                            one,
                        );
                }
            }),
            { numRuns: 100 },
        );
    });
});
