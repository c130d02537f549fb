import assert from "node:assert/strict";
import { countCalls } from "../../../../lab/calls";
import { guestBench } from "../../../support/guest";
import { runningGuest } from "../../../support/runningGuest";

describe("a preview of an unchanged pair of a running guest", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);

    for (const refresh of [true, false])
        it(`asks the host for the guest, both its definitions, and whether the PF of its pool is up, ${refresh ? "after" : "without"} a refresh`, async () => {
            const program = bench.program({ mtu: 1600, link: "down", isolated: true }, { vlan: 42, boot: 3 });
            await bench.stack.up(program);
            assert.notEqual(await guest.half("ua-net0-vf"), "");
            await bench.stack.close(); // a preview is a process of its own
            const { ofDomains, ofNetworks, listings } = await countCalls(bench.host, () =>
                refresh ? bench.stack.previewRefreshed(program) : bench.stack.preview(program),
            );
            // of networks and devices, once for all pairs of a pool
            assert.deepEqual({ ofDomains, ofNetworks, listings }, { ofDomains: 3, ofNetworks: 1, listings: 4 });
        });
});
