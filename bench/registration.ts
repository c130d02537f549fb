import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { interleave, versus, type Figure, type Size } from "./measure";
import type { Registered } from "./programs/registered";

const ROUNDS = 7;
const POOLS = { full: 500, small: 3 };

/** Cost of pools for a program, against plain dynamic resources that share one provider. */
export async function registration(size: Size): Promise<readonly Figure[]> {
    const count = POOLS[size];
    const rounds = await interleave(size, ROUNDS, {
        plain: () => run("registerPlain", count),
        pools: () => run("registerPools", count),
    });
    const plain = `${count} plain dynamic resources`;
    const pools = `${count} pools`;
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

async function run(program: string, count: number): Promise<Registered> {
    const file = join(__dirname, "programs", `${program}.js`);
    const env = { ...process.env, BENCH_POOLS: String(count) };
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
    return JSON.parse(stdout) as Registered;
}
