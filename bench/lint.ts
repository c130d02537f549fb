import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { jsonReporter } from "../cli/lint/json";
import { lint as lintFiles } from "../cli/lint/lint";
import { guestXml } from "../lab/documents";
import { projectRoot } from "../lab/places";
import { nic, type Nic } from "../provider/model/interface";
import { judge, teamRules, type Team } from "../provider/rules";
import { encode, write } from "../provider/xml";
import { figure, formatCount, interleave, time, versus, type Figure, type Size } from "./measure";

const ROUNDS = 9;
const MEMORY_ROUNDS = 3;
const FILES = { full: 1000, small: 10 };
/** One judgement is so short that it would measure the clock. */
const JUDGEMENTS_A_ROUND = 1000;

/** Files, each a guest of five pairs, against what the XML parser alone takes for them; and all rules on one pair. */
export async function lint(size: Size): Promise<readonly Figure[]> {
    const folder = await mkdtemp(join(tmpdir(), "lint-"));
    try {
        const files = await writeGuests(folder, FILES[size]);
        const threefold = [...files, ...files, ...files];
        const parser = new XMLParser({ ignoreAttributes: false });
        const quiet = { out: () => undefined, complain: () => undefined };
        const rounds = await interleave(size, ROUNDS, {
            parser: () =>
                time(() => {
                    for (const file of files) parser.parse(readFileSync(file, "utf8"));
                }),
            lint: () => time(() => lintFiles(files, {}, jsonReporter(), quiet)),
        });
        const memory = await interleave(size, MEMORY_ROUNDS, {
            few: () => peakMemory(folder, files),
            many: () => peakMemory(folder, threefold),
        });
        const count = formatCount(files.length);
        return [
            ...versus(
                rounds,
                "ms",
                { what: `fast-xml-parser alone: ${count} guests of 10 interfaces`, of: (round) => round.parser },
                { what: "lint of them", of: (round) => round.lint },
                { what: "lint takes", target: { atMost: 3 } },
            ),
            ...versus(
                memory,
                "MB",
                { what: `most memory for ${count} files`, of: ({ few }) => few },
                { what: `most memory for ${formatCount(threefold.length)} files`, of: ({ many }) => many },
                { what: "three times the files take", target: { atMost: 1.1 } },
            ),
            figure("all rules on one TeamedNic", "ms", await judgeOnePair(size), { atMost: 0.1 }),
        ];
    } finally {
        await rm(folder, { recursive: true });
    }
}

async function writeGuests(folder: string, count: number): Promise<readonly string[]> {
    const interfaces = [0, 1, 2, 3, 4]
        .map(team)
        .map(({ persistent, transient }) => write(encode(nic, persistent)) + write(encode(nic, transient)));
    const files: string[] = [];
    for (let number = 0; number < count; number++) {
        const file = join(folder, `${number}.xml`);
        await writeFile(file, guestXml(`web${number}`, { interfaces }));
        files.push(file);
    }
    return files;
}

function team(number: number): Team {
    const mac = `52:54:00:aa:bb:0${number}`;
    const persistent: Nic = {
        type: "network",
        mac,
        network: "lan",
        model: "virtio",
        mtu: 9000,
        teaming: "persistent",
        alias: `ua-net${number}`,
    };
    const transient: Nic = {
        type: "network",
        mac,
        network: "vfpool",
        model: "virtio",
        teaming: "transient",
        persistent: `ua-net${number}`,
        alias: `ua-net${number}-vf`,
    };
    return { persistent, transient };
}

async function judgeOnePair(size: Size): Promise<readonly number[]> {
    const rounds = await interleave(size, ROUNDS, {
        judge: () =>
            time(() => {
                for (let i = 0; i < JUDGEMENTS_A_ROUND; i++) judge(teamRules, team(i % 10));
            }),
    });
    return rounds.map((round) => round.judge / JUDGEMENTS_A_ROUND);
}

/** The most memory that the command has had, in MB. */
async function peakMemory(folder: string, files: readonly string[]): Promise<number> {
    const program = `process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)))`;
    const hook = join(folder, "peak.cjs");
    await writeFile(hook, program);
    const { status, stderr } = spawnSync(
        process.execPath,
        ["--require", hook, join(projectRoot, "dist/cli/index.js"), "lint", "--json", ...files],
        { encoding: "utf8", maxBuffer: 2 ** 28 },
    );
    if (status !== 0) throw new Error(`lint ended with ${String(status)}: ${stderr}`);
    return Number(stderr) / 1024;
}
