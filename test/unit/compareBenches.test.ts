import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, formatComparison } from "../../bench/compare";

describe("benches of two checkouts", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "compare-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    /** A checkout whose bench is this program; `note()` writes down that it ran and answers the lines so far. */
    async function checkout(name: string, program: string): Promise<string> {
        const home = join(folder, name);
        const note = `const note = () => {
            const fs = require("node:fs");
            fs.appendFileSync("../runs", ${JSON.stringify(name)} + " " + process.argv.slice(2).join(" ") + "\\n");
            return fs.readFileSync("../runs", "utf8").split("\\n").length - 1;
        };`;
        await mkdir(join(home, "dist/bench"), { recursive: true });
        await writeFile(join(home, "dist/bench/index.js"), `${note}\n${program}`);
        return home;
    }
    const answering = (figures: string): string =>
        `const run = note(); console.log(JSON.stringify({ lint: ${figures} }));`;

    it("run in turn, and each figure has the median of either side", async () => {
        const before = await checkout("old", answering(`[{ what: "lint takes", unit: "times", median: run }]`));
        const after = await checkout("new", answering(`[{ what: "lint takes", unit: "times", median: run * 10 }]`));
        assert.deepEqual(await compare({ before, after }, "lint", 3), {
            comparisons: [{ what: "lint takes", unit: "times", before: 3, after: 40 }],
            errors: [],
        });
        const turn = "old lint --json\nnew lint --json\n";
        assert.equal(await readFile(join(folder, "runs"), "utf8"), turn.repeat(3));
    });

    it("give the figures of the one that runs where the other fails", async () => {
        const before = await checkout("old", `console.error("no such host"); process.exit(1);`);
        const after = await checkout("new", answering(`[{ what: "lint takes", unit: "times", median: 2 }]`));
        assert.deepEqual(await compare({ before, after }, "lint", 2), {
            comparisons: [{ what: "lint takes", unit: "times", before: undefined, after: 2 }],
            errors: [`${before} failed: no such host`],
        });
    });

    it("are printed with the change in percent", () => {
        const lines = [
            { what: "slower", unit: "ms", before: 2, after: 2.1 },
            { what: "faster", unit: "ms", before: 2, after: 1 },
            { what: "new", unit: "ms", before: undefined, after: 1 },
        ].map((comparison) => formatComparison(comparison).split(/\s{2,}/));
        assert.deepEqual(lines, [
            ["slower", "2 ms", "2.10 ms", "+5.0 %"],
            ["faster", "2 ms", "1 ms", "-50.0 %"],
            ["new", "missing", "1 ms"],
        ]);
    });
});
