import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { lint as lintFiles } from "../cli/lint/lint";
import { textReporter } from "../cli/lint/text";
import { LONGEST, worstDocuments } from "../lab/worstDocuments";
import { figure, interleave, time, type Figure, type Size } from "./measure";

const LENGTHS = { full: LONGEST, small: 4096 };

/** Documents of the greatest length that ask most, each against what the XML parser takes to validate and read it. */
export async function worst(size: Size): Promise<readonly Figure[]> {
    const folder = await mkdtemp(join(tmpdir(), "worst-"));
    const file = join(folder, "worst.xml");
    const parser = new XMLParser({ ignoreAttributes: false });
    const quiet = { out: () => undefined, complain: () => undefined };
    const figures: Figure[] = [];
    try {
        for (const [kind, make] of Object.entries(worstDocuments)) {
            const xml = make(LENGTHS[size]);
            await writeFile(file, xml);
            // one round without another to warm up: some documents have a million findings
            const rounds = await interleave("small", 1, {
                parser: () => time(() => parser.parse(xml, true)),
                lint: () => time(() => lintFiles([file], {}, textReporter(false, "docs/rules.md"), quiet)),
            });
            const ratios = rounds.map((round) => round.lint / round.parser);
            figures.push(figure(`lint takes, of fast-xml-parser, for ${kind}`, "times", ratios, { atMost: 10 }));
        }
        return figures;
    } finally {
        await rm(folder, { recursive: true });
    }
}
