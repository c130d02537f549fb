import assert from "node:assert/strict";
import { anyArguments, tryArguments, type Tried } from "./argumentSets";
import type { GuestBench } from "./guest";
import type { NetworkBench } from "./network";

/** Tries as many arguments of pairs as of pools. */
export async function tryBoth(
    pairs: GuestBench,
    pools: NetworkBench,
    { seed, count }: { readonly seed: number; readonly count: number },
): Promise<Tried> {
    const half = { seed, count: count / 2 };
    const [ofPairs, ofPools] = [
        await tryArguments(pairs, anyArguments.pair, half, async () => {
            assert.equal(await pairs.xml(), pairs.untouched);
        }),
        await tryArguments(pools, anyArguments.pool, half, async () => {
            assert.deepEqual(await pools.list(), []);
        }),
    ];
    return { refused: ofPairs.refused + ofPools.refused, settled: ofPairs.settled + ofPools.settled };
}
