import assert from "node:assert/strict";
import { faultAtEveryCall } from "../../support/everyCall";
import { networkBench } from "../../support/network";

describe("a fault at every call of a pool that nobody uses", () => {
    const bench = networkBench();
    const POOL = { name: "p", pf: "enp7s0f0", __madeBy: "infra/prod::p" };
    faultAtEveryCall({
        bench,
        changes: [
            { what: "as it is made", to: () => POOL },
            { what: "as it gets a VLAN", from: () => POOL, to: () => ({ ...POOL, vlan: 42 }) },
            { what: "as it is deleted", from: () => POOL },
        ],
        revive: () => bench.host.restart(),
        async assertWhole() {
            const there = await bench.list();
            // what an up has made that was killed, the next one knows for its own
            if (bench.stack.state === undefined && there.length > 0)
                assert.match(await bench.host.virsh("net-dumpxml", "--inactive", "p"), /stack="infra\/prod" name="p"/);
        },
        async clear() {
            for (const line of await bench.list()) {
                const [name = "", state] = line.split(" ");
                if (state === "active") await bench.host.virsh("net-destroy", name);
                await bench.host.virsh("net-undefine", name).catch(() => undefined);
            }
        },
    });
});
