import { countCalls } from "../lab/calls";
import { figure, interleave, time, versus, type Figure, type Size } from "./measure";
import type { Project } from "./project";
import { withStacks } from "./stacks";

const ROUNDS = 5;
const POOLS = { full: 200, small: 3 };
const VFS = 4;

/** A preview of unchanged pools on a real daemon, refresh included, against one whose hooks do nothing. */
export function preview(size: Size): Promise<readonly Figure[]> {
    const count = POOLS[size];
    return withStacks(VFS, { BENCH_POOLS: count }, async ({ host, create }) => {
        const idle = await create("previewIdle");
        const pools = await create("previewPools");
        await Promise.all([idle.up(), pools.up()]);
        const rounds = await interleave(size, ROUNDS, {
            idle: () => time(() => previewUnchanged(idle)),
            pools: () => time(() => previewUnchanged(pools)),
        });
        const calls = await countCalls(host, () => previewUnchanged(pools));
        return [
            ...versus(
                rounds,
                "ms",
                { what: `preview of ${count} resources whose hooks do nothing`, of: (round) => round.idle },
                { what: `preview of ${count} unchanged pools`, of: (round) => round.pools },
                { what: "the pools take as long", target: { atMost: 1.3 } },
            ),
            figure("for each pool", "round trips", [calls.ofNetworks / count], { atMost: 4 }),
            figure("to list all networks", "round trips", [calls.listings]),
            figure("to open and close connections", "round trips", [calls.others]),
            figure("to the host", "connections", [calls.connections]),
        ];
    });
}

const previewUnchanged = (project: Project): Promise<void> => project.run("preview", "--expect-no-changes");
