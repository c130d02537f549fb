import assert from "node:assert/strict";
import { guestBench, MAC } from "../../support/guest";
import { toldBy } from "../../support/told";

describe("deleting a TeamedNic", () => {
    const bench = guestBench();
    const gone = (): string => "";
    const cases: readonly (readonly [what: string, ...(readonly [alias: string, (half: string) => string])[]])[] = [
        ["takes both halves away"],
        ["takes one half away where there is no other", ["ua-net0", gone]],
        ["takes the other half away where there is no first", ["ua-net0-vf", gone]],
        ["is content when both are gone", ["ua-net0", gone], ["ua-net0-vf", gone]],
        ["finds a half whose alias libvirt dropped", ["ua-net0", (half) => half.replace("'ua-net0'", "'net0'")]],
        ["finds a half that left the team", ["ua-net0-vf", (half) => half.replace(/<teaming.*>/, "")]],
    ];
    for (const [what, ...changes] of cases)
        it(`${what}, and nothing else`, async () => {
            await bench.stack.up(bench.program());
            assert.equal((await bench.interfaces()).length, 3);
            for (const [alias, change] of changes) await bench.editHalf(alias, change);
            await bench.stack.destroy();
            assert.equal(await bench.xml(), bench.untouched);
        });

    it("leaves a pair of another name alone", async () => {
        await bench.stack.up(bench.program());
        const { state } = bench.stack;
        const one = await bench.xml();
        bench.stack.state = undefined;
        await bench.stack.up({ ...bench.program(), name: "net1", mac: "52:54:00:aa:bb:02" });
        assert.equal((await bench.interfaces()).length, 5);
        await bench.stack.destroy();
        assert.equal(await bench.xml(), one);
        bench.stack.state = state;
        await bench.stack.assertSettled(bench.program());
    });

    for (const [half, left] of [
        ["persistent", ["ua-net0", "ua-net1-vf", "ua-other"]],
        ["transient", ["ua-net0-vf", "ua-net1", "ua-other"]],
    ] as const)
        it(`leaves the ${half} half alone that another has taken over, and takes the other one away`, async () => {
            await bench.stack.up(bench.program());
            const { id, outs } = bench.stack.state ?? assert.fail();
            bench.stack.state = undefined;
            const taken = half === "persistent" ? "ua-net0" : "ua-net0-vf";
            const other = { ...bench.program(), name: "net1", mac: "52:54:00:aa:bb:02", adopt: true };
            const hooks = bench.stack.hooks();
            await hooks.create(
                await bench.stack.checked({ ...other, [half]: { ...other[half], alias: taken } }, hooks),
            );
            await hooks.delete(id, outs);
            assert.deepEqual(toldBy(bench.stack).at(-1), {
                id: "left-to-another",
                subject: "net0 on guest",
                facts: { isPart: true },
            });
            const aliases = (await bench.interfaces()).map((xml) => /<alias name='([^']*)'/.exec(xml)?.[1]);
            assert.deepEqual(aliases.sort(), left);
        });

    for (const [what, change, mac] of [
        ["MAC", (half: string) => half.replace(MAC, "52:54:00:00:00:07"), MAC],
        ["alias", (half: string) => half.replace("'ua-net0'", "'ua-hand'"), "52:54:00:aa:bb:02"],
    ] as const)
        it(`takes a half away whose ${what} somebody changed, so that who took over the pair has not found it`, async () => {
            await bench.stack.up(bench.program());
            await bench.editHalf("ua-net0", change);
            const name = mac === MAC ? "net1" : "net0";
            const other = { ...bench.program(), name, mac, adopt: true };
            await bench.stack.upAsAnother(other);
            const aliases = (await bench.interfaces()).map((xml) => /<alias name='([^']*)'/.exec(xml)?.[1]);
            assert.deepEqual(aliases.sort(), [`ua-${name}`, `ua-${name}-vf`, "ua-other"]);
            await bench.stack.assertSettled(other);
        });
});
