import { tryBoth } from "../support/argumentsOnHost";
import { guestBench } from "../support/guest";
import { runHistories } from "../support/histories/histories";
import { judgeMutated } from "../support/mutatedDocuments";
import { networkBench } from "../support/network";

const MINUTES = Number(process.env["SOAK_MINUTES"]);
const SEED = Number(process.env["SOAK_SEED"]);
/** How many of each a round has: it takes about a minute. */
const ROUND = { histories: 60, sets: 200, documents: 10_000 };

describe(`a soak of ${MINUTES} minutes from seed ${SEED}`, () => {
    const pairs = guestBench();
    const pools = networkBench();
    before(async () => {
        for (const network of ["br", "br2", "pool", "pool2"]) await pairs.host.virsh("net-start", network);
    });

    it("finds nothing", async () => {
        const end = performance.now() + MINUTES * 60_000;
        let seed = SEED;
        do {
            await round(seed).catch((cause: unknown) => {
                throw new Error(`Run it again: npm run soak -- --minutes 0 --seed ${seed}`, { cause });
            });
            seed += 1;
        } while (performance.now() < end);
    });

    /** One of each kind, at least. */
    async function round(seed: number): Promise<void> {
        const { commands, survived } = await runHistories(pairs, { seed, count: ROUND.histories });
        const { refused, settled } = await tryBoth(pairs, pools, { seed, count: ROUND.sets });
        const { malformed, judged } = judgeMutated({ seed, count: ROUND.documents });
        console.log(
            `      seed ${seed}: ${survived} histories, ${commands} commands, ${survived} survived; ` +
                `${ROUND.sets} argument sets: ${refused} refused, ${settled} settled; ` +
                `${ROUND.documents} documents: ${malformed} malformed, ${judged} judged`,
        );
    }
});
