import { faultAtEveryCall } from "../../../support/everyCall";
import { changesTo, wholeIn } from "../../../support/everyCallOfPair";
import { faultsAt } from "../../../support/faults";
import { guestBench } from "../../../support/guest";
import { runningGuest } from "../../../support/runningGuest";

describe("a fault at every call of a pair in a guest that runs", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    const { restart } = faultsAt(bench, guest);
    /** The daemon as of which all is well. */
    let daemon = 0;
    faultAtEveryCall({
        bench,
        changes: changesTo(bench),
        revive: restart,
        assertWhole: wholeIn(bench),
        async clear() {
            if (bench.host.pid === daemon) {
                await guest.bare();
                await bench.define(bench.untouched);
                return;
            }
            // one that was killed may die again as the guest ends
            while ((await bench.host.virsh("list", "--name").catch(() => "no daemon")) !== "") {
                await bench.host.virsh("destroy", "guest").catch(() => undefined);
                await bench.host.restart();
            }
            await bench.define(bench.untouched);
            await bench.host.virsh("start", "guest");
            daemon = bench.host.pid;
        },
    });
});
