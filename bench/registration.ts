import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { interleave, versus, type Figure } from "./measure";
import type { Registered } from "./programs/registered";

const ROUNDS = 7;
const POOLS = 500;

/** What pools cost a program, against plain dynamic resources that share one provider. */
export async function registration(): Promise<readonly Figure[]> {
    const rounds = await interleave(ROUNDS, {
        plain: () => run("registerPlain"),
        pools: () => run("registerPools"),
    });
    const plain = `${POOLS} plain dynamic resources`;
    const pools = `${POOLS} pools`;
    return [
        ...versus(
            rounds,
            "ms",
            { what: `registering ${plain}`, of: (round) => round.plain.milliseconds },
            { what: `registering ${pools}`, of: (round) => round.pools.milliseconds },
            { what: "the pools take as long", target: { atMost: 1 } },
        ),
        ...versus(
            rounds,
            "MB",
            { what: `a program with ${plain}`, of: (round) => round.plain.megabytes },
            { what: `a program with ${pools}`, of: (round) => round.pools.megabytes },
            { what: "the pools take as much memory", target: { atMost: 1 } },
        ),
    ];
}

async function run(program: string): Promise<Registered> {
    const file = join(__dirname, "programs", `${program}.js`);
    const env = { ...process.env, BENCH_POOLS: String(POOLS) };
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
    return JSON.parse(stdout) as Registered;
}
