import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { jsonReporter } from "../cli/lint/json";
import { lint as judge } from "../cli/lint/lint";
import { guestXml } from "../lab/documents";
import { projectRoot } from "../lab/places";
import { nic, type Nic } from "../provider/model/interface";
import { judge as judgeBy, teamRules, type Team } from "../provider/rules";
import { encode, write } from "../provider/xml";
import { figure, interleave, time, versus, type Figure } from "./measure";

const ROUNDS = 9;
const FILES = 1000;

const team = (i: number): Team => {
    const mac = `52:54:00:aa:bb:0${i}`;
    const persistent: Nic = {
        type: "network",
        mac,
        network: "lan",
        model: "virtio",
        mtu: 9000,
        teaming: "persistent",
        alias: `ua-net${i}`,
    };
    const transient: Nic = {
        type: "network",
        mac,
        network: "vfpool",
        model: "virtio",
        teaming: "transient",
        persistent: `ua-net${i}`,
        alias: `ua-net${i}-vf`,
    };
    return { persistent, transient };
};

/** 1,000 files, each a guest of five pairs, against what the XML parser alone takes for them; and all rules on one pair. */
export async function lint(): Promise<readonly Figure[]> {
    const folder = await mkdtemp(join(tmpdir(), "lint-"));
    try {
        const files = Array.from({ length: FILES }, (_, i) => join(folder, `${i}.xml`));
        const interfaces = [0, 1, 2, 3, 4]
            .map(team)
            .map(({ persistent, transient }) => write(encode(nic, persistent)) + write(encode(nic, transient)));
        for (const [i, file] of files.entries()) await writeFile(file, guestXml(`web${i}`, { interfaces }));
        const parser = new XMLParser({ ignoreAttributes: false });
        const quiet = { out: () => undefined, complain: () => undefined };
        const rounds = await interleave(ROUNDS, {
            parser: () =>
                time(() => {
                    for (const file of files) parser.parse(readFileSync(file, "utf8"));
                }),
            lint: () => time(() => judge(files, {}, jsonReporter(), quiet)),
        });
        const memory = await interleave(3, {
            few: () => peak(files),
            many: () => peak([...files, ...files, ...files]),
        });
        return [
            ...versus(
                rounds,
                "ms",
                { what: "fast-xml-parser alone: 1,000 guests of 10 interfaces", of: ({ parser: alone }) => alone },
                { what: "lint of them", of: ({ lint: ours }) => ours },
                { what: "lint takes", target: { atMost: 3 } },
            ),
            ...versus(
                memory,
                "MB",
                { what: "most memory for 1,000 files", of: ({ few }) => few },
                { what: "most memory for 3,000 files", of: ({ many }) => many },
                { what: "three times the files take", target: { atMost: 1.1 } },
            ),
            figure("all rules on one TeamedNic", "ms", await onePair(), { atMost: 0.1 }),
        ];
    } finally {
        await rm(folder, { recursive: true });
    }
}

async function onePair(): Promise<readonly number[]> {
    const many = 1000;
    const rounds = await interleave(ROUNDS, {
        judge: () =>
            time(() => {
                for (let i = 0; i < many; i++) judgeBy(teamRules, team(i % 10));
            }),
    });
    return rounds.map(({ judge: all }) => all / many);
}

/** The most memory that the command has had, in MB. */
async function peak(files: readonly string[]): Promise<number> {
    const program = `process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)))`;
    const hook = join(tmpdir(), `lint-peak-${process.pid}.cjs`);
    await writeFile(hook, program);
    try {
        const { stderr } = spawnSync(
            process.execPath,
            ["--require", hook, join(projectRoot, "dist/cli/index.js"), "lint", "--json", ...files],
            { encoding: "utf8", maxBuffer: 2 ** 28 },
        );
        return Number(stderr) / 1024;
    } finally {
        await rm(hook);
    }
}
