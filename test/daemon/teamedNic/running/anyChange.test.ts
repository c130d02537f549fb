import assert from "node:assert/strict";
import fc from "fast-check";
import { guestBench } from "../../../support/guest";
import { some, word } from "../../../support/pick";
import { BRIDGES, runningGuest } from "../../../support/runningGuest";

const persistent = some({
    source: word({ network: "br" }, { network: "br2", portgroup: "a" }, { network: "macvtap" }, { bridge: BRIDGES.br }),
    link: word("up", "down"),
    mtu: word(1500),
    model: word("virtio", "virtio-non-transitional"),
    driver: word({ name: "qemu" }, { name: "vhost" }),
    rom: word({ enabled: false }),
    boot: word(1, 2),
    acpiIndex: word(5, 6),
    guestAddress: word("0000:05:00.0", "0000:06:00.0"),
    alias: word("ua-left"),
    trustGuestRxFilters: word(true, false),
});
const transient = some({
    source: word({ network: "pool", portgroup: "b" }, { network: "pool2" }, { address: "0000:08:10.1" }),
    vlan: word(7, 8),
    boot: word(3),
    acpiIndex: word(7),
    guestAddress: word("0000:07:00.0"),
    alias: word("ua-right"),
});
type Half = { readonly source?: object };
const halfOf = ({ source, ...fields }: Half): object => ({ ...source, ...fields });

describe("any change of a running guest, and any after it", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);

    it("leaves both layers as the program says, QEMU running, and nothing to do", async () => {
        const program = fc.record({
            mac: fc.constantFrom("52:54:00:aa:bb:01", "52:54:00:aa:bb:02"),
            persistent: persistent.map(halfOf),
            transient: transient.map(halfOf),
            apply: fc.constantFrom("live", "live", "next-boot"),
        });
        const pid = await guest.pid();
        let changed = 0;
        await fc.assert(
            fc.asyncProperty(fc.array(program, { minLength: 3, maxLength: 3 }), async (programs) => {
                for (const { mac, persistent, transient, apply } of programs) {
                    const next = { ...bench.program({ ...persistent }, { ...transient }), mac, apply };
                    if ((await bench.stack.check(next)).failures.length > 0) continue;
                    await bench.stack.up(next);
                    changed += 1;
                    if (apply === "next-boot") assert.deepEqual(await bench.stack.previewRefreshed(next), {});
                    else await bench.stack.assertSettled(next);
                }
                const { inputs } = bench.stack.state ?? {};
                if (!inputs) return;
                const live = { ...inputs, apply: "live" };
                await bench.stack.up(live);
                await bench.stack.assertSettled(live);
                await bench.stack.destroy();
                assert.equal((await guest.interfaces()).length, 1);
                assert.equal(await bench.xml(), bench.untouched);
            }),
            { seed: 4, numRuns: 25, endOnFailure: true },
        );
        assert.equal(await guest.pid(), pid);
        assert.ok(changed > 40, `${changed} changes are too few to say anything`);
    });
});
