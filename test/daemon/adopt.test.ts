import assert from "node:assert/strict";
import fc from "fast-check";
import { inventoryOf } from "../../cli/adopt/inventory";
import { programFor } from "../../cli/adopt/program";
import type { Host } from "../../lab/host";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { Client } from "../../provider/libvirt";
import { hooksFor } from "../../provider/lifecycle/hooks";
import { Operation } from "../../provider/lifecycle/operation";
import { teamedNic } from "../../provider/teamedNic";
import { declaredBy, type DeclaredResource } from "../support/adopted";
import { anyHalf } from "../support/anyNic";
import { anyPool } from "../support/anyPool";
import { guestBench } from "../support/guest";
import { HookStack } from "../support/hookStack";
import { networkBench } from "../support/network";

/** What adopt writes for a host. */
async function programOf(host: Host): Promise<string> {
    const client = new Client(host.uri, { threads: 1 });
    try {
        return programFor(await inventoryOf(new Operation(() => client), [host.uri]));
    } finally {
        await client.close();
    }
}

/** Takes over what a program declares, each in a stack of its own. */
async function takeOver(host: Host, declared: readonly DeclaredResource[]): Promise<void> {
    for (const { kind, program } of declared) {
        const stack = new HookStack(
            (world) => (kind === "TeamedNic" ? hooksFor(teamedNic, world) : hooksFor(hostdevNetwork, world)),
            host,
        );
        assert.equal(await stack.up(program), "created");
        assert.deepEqual(await stack.preview(program), {}, JSON.stringify(program));
        assert.deepEqual(await stack.refresh(), await stack.checked(program));
        await stack.close();
    }
}

const of = (kind: string, declared: readonly DeclaredResource[]): readonly DeclaredResource[] =>
    declared.filter((one) => one.kind === kind);

describe("the program that adopt writes", () => {
    describe("for a pool", () => {
        const bench = networkBench();
        it("takes it over as it is, and the next preview is unchanged", async () => {
            let taken = 0;
            await fc.assert(
                fc.asyncProperty(anyPool, async (program) => {
                    if ((await bench.stack.check(program)).failures.length > 0) return;
                    if ((await bench.stack.up(program).catch(() => "refused")) !== "created") return;
                    const before = [await bench.definition("p"), await bench.uuid("p"), await bench.list()];
                    const declared = declaredBy(await programOf(bench.host));
                    await takeOver(bench.host, declared);
                    taken += declared.length;
                    assert.deepEqual([await bench.definition("p"), await bench.uuid("p"), await bench.list()], before);
                    await bench.stack.destroy();
                }),
                { seed: 1, numRuns: 40 },
            );
            assert.ok(taken > 15, `${taken} pools are too few to say anything`);
        });
    });

    describe("for a guest", () => {
        const bench = guestBench();
        it("takes its pair over as it is, and the next preview is unchanged", async () => {
            let taken = 0;
            const any = fc.tuple(anyHalf("persistent"), anyHalf("transient"));
            await fc.assert(
                fc.asyncProperty(any, async ([persistent, transient]) => {
                    const program = bench.program(persistent, transient);
                    if ((await bench.stack.check(program)).failures.length > 0) return;
                    await bench.stack.up(program);
                    const before = await bench.xml();
                    const pairs = of("TeamedNic", declaredBy(await programOf(bench.host)));
                    await takeOver(bench.host, pairs);
                    taken += pairs.length;
                    assert.equal(await bench.xml(), before);
                    await bench.stack.destroy();
                }),
                { seed: 1, numRuns: 120 },
            );
            assert.ok(taken > 15, `${taken} pairs are too few to say anything`);
        });

        it("has a broken pair in comments that say why", async () => {
            await bench.stack.up(bench.program());
            await bench.editHalf("ua-net0-vf", (half) => half.replace("52:54:00:aa:bb:01", "52:54:00:aa:bb:02"));
            const program = await programOf(bench.host);
            assert.deepEqual(of("TeamedNic", declaredBy(program)), []);
            const comments = program.split("\n").filter((line) => line.startsWith("//"));
            assert.deepEqual(comments.slice(0, 2), [
                "// its halves have two MACs, 52:54:00:aa:bb:01 and 52:54:00:aa:bb:02",
                '// const guestNet0 = new TeamedNic("guest-net0", {',
            ]);
        });
    });
});
