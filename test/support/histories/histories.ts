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
    readonly histories: number;
    readonly commands: number;
    readonly survived: number;
}

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
    const counts = { histories: 0, commands: 0, survived: 0 };
    const property = fc.asyncProperty(histories, async (commands) => {
        counts.histories += 1;
        await begin();
        const model = new Model();
        const scene: Scene = { host: bench.host, stack: bench.stack, hand, written: new Map(), ran: [] };
        await fc.asyncModelRun(() => ({ model, real: scene }), commands);
        await end(model, scene);
        counts.commands += scene.ran.length;
        counts.survived += 1;
    });
    try {
        await fc.assert(property, { seed, numRuns: count });
    } finally {
        hand.close();
    }
    return counts;

    async function begin(): Promise<void> {
        bench.stack.state = undefined;
        bench.stack.disturb = undefined;
        if (hand.isRunning()) hand.stop();
        hand.define(bench.untouched);
    }
}

/** Whatever has happened, an up completes the program, the next has nothing to do, and a deletion takes away no more. */
async function end(model: Model, scene: Scene): Promise<void> {
    const { stack } = scene;
    const settled = LAST;
    if (model.expected(settled).is === "refused") return;
    const ways = { created: 1, updated: 1, replaced: 1, unchanged: 1 };
    assert.ok((await stack.up(argumentsOf(settled))) in ways);
    model.program = settled;
    model.up(settled);
    await assertAsModelled(model, scene);
    await stack.assertSettled(argumentsOf(settled));
    assert.equal(await stack.up(argumentsOf(settled)), "unchanged");
    await stack.destroy();
    model.program = undefined;
    model.up(undefined);
    await assertAsModelled(model, scene);
}
