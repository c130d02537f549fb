import assert from "node:assert/strict";
import fc from "fast-check";
import { does } from "../../support/byVersion";
import { anyHalf } from "../../support/anyNic";
import { ruleSets } from "../../../provider/rules";
import { guestBench } from "../../support/guest";

describe("a TeamedNic that the rules have nothing against", () => {
    const bench = guestBench();

    it("is taken by libvirt and shows no drift that nobody made, made so or changed to it", async () => {
        const mac = fc.constantFrom("52:54:00:aa:bb:01", "52:54:00:aa:bb:02");
        const any = fc
            .record({ mac, persistent: anyHalf("persistent"), transient: anyHalf("transient") })
            .map(({ mac, persistent, transient }) => ({ ...bench.program(persistent, transient), mac, rules }));
        // what stands in no definition is for other tests; what the host's version takes and keeps is not
        const others = ruleSets.pairOnHost.rules.filter(({ reads }) => !reads.includes("halves"));
        const rules = Object.fromEntries(others.map(({ id }) => [id, "off"]));
        let clean = 0;
        await fc.assert(
            fc.asyncProperty(fc.array(any, { minLength: 10, maxLength: 10 }), async (programs) => {
                let made = false;
                for (const program of programs) {
                    const { failures } = await bench.stack.check(program);
                    if (failures.length > 0 || bench.stack.lines.length > 0) continue;
                    clean += 1;
                    await bench.stack.up(program);
                    await bench.stack.assertSettled(program);
                    made = true;
                }
                if (made) await bench.stack.destroy();
                assert.equal(await bench.xml(), bench.untouched);
            }),
            { seed: 1, numRuns: 100 },
        );
        // programs on devices of the host cannot be checked where libvirt does not tell of each
        const enough = does("asksUdevForInterfaces") ? 200 : 100;
        assert.ok(clean > enough, `${clean} programs are too few to say anything`);
    });
});
