import assert from "node:assert/strict";
import fc from "fast-check";
import type { GuestBench } from "../guest";
import { ofHost, ofUser } from "./commands";
import { ofDefinition, ofRunning } from "./edits";
import { handAt } from "./hand";
import { Model } from "./model";
import { argumentsOf, type Program } from "./pair";
import { assertAsModelled, type Scene } from "./scene";

/** Which histories are run. */
export interface Runs {
    readonly seed: number;
    readonly count: number;
}

/** What was run. */
export interface Counts {
    readonly commands: number;
    readonly survived: number;
}

/** What the program says in the end. */
const LAST: Program = { name: "net0", mac: "52:54:00:aa:bb:01", pool: "pool", vlan: 42, adopt: true };

const most = { maxCommands: 14, size: "max" } as const;
/** One in twelve has a guest that runs, which takes many times as long. */
const histories = fc.oneof(
    { weight: 11, arbitrary: fc.commands([...ofUser, ...ofDefinition], most) },
    { weight: 1, arbitrary: fc.commands([...ofUser, ...ofDefinition, ...ofHost, ...ofRunning], most) },
);

/** Runs random histories of the guest of a bench. */
export async function runHistories(bench: GuestBench, { seed, count }: Runs): Promise<Counts> {
    const hand = handAt(() => bench.host.uri, "guest");
    const counts = { commands: 0, survived: 0 };
    const property = fc.asyncProperty(histories, async (commands) => {
        begin();
        const model = new Model();
        const scene: Scene = { host: bench.host, stack: bench.stack, hand, written: new Map(), ran: [] };
        await fc.asyncModelRun(() => ({ model, real: scene }), commands);
        await end(model, scene);
        counts.commands += scene.ran.length;
        counts.survived += 1;
    });
    try {
        await fc.assert(property, { seed, numRuns: count });
        begin();
    } finally {
        hand.close();
    }
    return counts;

    function begin(): void {
        bench.stack.state = undefined;
        bench.stack.disturb = undefined;
        if (hand.isRunning()) hand.stop();
        hand.define(bench.untouched);
    }
}

/** Whatever has happened, an up completes the program, the next has nothing to do, and a deletion takes away no more. */
async function end(model: Model, scene: Scene): Promise<void> {
    const { stack } = scene;
    const { is } = model.expected(LAST);
    if (is === "refused") return; // by a NIC of somebody else, which stays
    model.program = LAST;
    assert.equal(await stack.up(argumentsOf(LAST)), is);
    model.up(LAST);
    await assertAsModelled(model, scene);
    await stack.assertSettled(argumentsOf(LAST));
    assert.equal(await stack.up(argumentsOf(LAST)), "unchanged");
    await stack.destroy();
    model.program = undefined;
    model.up(undefined);
    await assertAsModelled(model, scene);
}
