import { faultAtEveryCall } from "../../support/everyCall";
import { changesTo, wholeIn } from "../../support/everyCallOfPair";
import { guestBench } from "../../support/guest";

describe("a fault at every call of a pair in a guest that is shut off", () => {
    const bench = guestBench();
    faultAtEveryCall({
        bench,
        changes: changesTo(bench),
        revive: () => bench.host.restart(),
        assertWhole: wholeIn(bench),
        clear: () => bench.define(bench.untouched),
    });
});
