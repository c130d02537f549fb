import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Host } from "../../../lab/host";
import type { Properties } from "../../../provider/lifecycle/kind";
import type { HookStack } from "../hookStack";
import type { Hand, Layer } from "./hand";
import type { Model, Shown } from "./model";
import { argumentsOf, devicesIn, type Device, type Program } from "./pair";

/** The host that a history happens to. */
export interface Scene {
    readonly host: Host;
    readonly stack: HookStack;
    readonly hand: Hand;
    /** What the definition has of each device of the model. */
    readonly written: Map<Device, string>;
    /** The commands that were carried out. */
    readonly ran: string[];
}

/** What a preview shows. */
export async function shown({ stack }: Scene, program: Program | undefined): Promise<Shown> {
    const { state } = stack;
    if (!program) return { is: state ? "deleted" : "nothing" };
    const { failures, inputs, diff } = await stack.seen(argumentsOf(program));
    if (failures.length > 0) return { is: "refused", rules: [...new Set(failures.map(({ id }) => id))].sort() };
    const told = stack.told.map(({ message }) => message);
    if (!state || !diff) {
        const takesOver = told.flatMap(({ id, facts }) =>
            id === "take-over-pair" ? (facts["aliases"] as string[]) : [],
        );
        return { is: "created", takesOver };
    }
    if ((diff.replaces ?? []).length > 0) return { is: "replaced" };
    const changed = differences(state.inputs, inputs);
    const drifted = told.flatMap(({ id, facts }) => {
        if (id === "drift") return [inShort(String(facts["path"]))];
        return id === "drift-of-running-guest" ? ["running"] : [];
    });
    const paths = [...new Set([...changed, ...drifted])].sort();
    assert.equal(diff.changes ?? paths.length > 0, paths.length > 0, "what is to change is named");
    return paths.length === 0 ? { is: "unchanged" } : { is: "updated", paths };
}

/** As deep as a model has it: a property of a half. */
const inShort = (path: string): string =>
    path.startsWith("running") ? "running" : (/^\w+(\.\w+)?/.exec(path)?.[0] ?? "");

/** The properties that Pulumi's own comparison of inputs names. */
const differences = (before: Properties, after: Properties): readonly string[] =>
    keysThatDiffer(before, after).flatMap((key) => {
        const one = before[key];
        const other = after[key];
        if (!isHalf(key) || one === undefined || other === undefined) return [key];
        return keysThatDiffer(one as Properties, other as Properties).map((property) => `${key}.${property}`);
    });
const keysThatDiffer = (one: Properties, other: Properties): readonly string[] =>
    [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
        (key) => !key.startsWith("__") && !isDeepStrictEqual(one[key], other[key]),
    );
const isHalf = (key: string): boolean => key === "persistent" || key === "transient";

/** That the host has what the model has, and that a preview shows it. */
export async function assertAsModelled(model: Model, scene: Scene): Promise<void> {
    await assertHost(model, scene);
    assert.deepEqual(await shown(scene, model.program), inOrder(model.expected(model.program)), "what a preview shows");
}
const inOrder = (one: Shown): Shown => {
    if (one.is === "updated") return { is: one.is, paths: [...one.paths].sort() };
    return one.is === "refused" ? { is: one.is, rules: [...one.rules].sort() } : one;
};

async function assertHost(model: Model, scene: Scene): Promise<void> {
    assertLayer(model.definition, scene, "definition");
    assert.equal(scene.hand.isRunning(), model.live !== undefined);
    if (!model.live) return;
    assertLayer(model.live, scene, "live");
    const running = model.live;
    // no VF is used by nobody
    assert.equal(await vfsInUse(scene.host), running.filter(({ role }) => role === "transient").length);
}

/** Each device is there, and no other; what the model left alone has not changed by a byte of its definition. */
function assertLayer(expected: readonly Device[], { hand, written }: Scene, layer: Layer): void {
    const actual = devicesIn(hand.dump(layer));
    const left = [...expected];
    for (const { device, xml } of actual) {
        const at = left.findIndex((one) => isDeepStrictEqual(normal(one), normal(device)));
        assert.ok(at >= 0, `the ${layer} has ${JSON.stringify(device)} beside ${JSON.stringify(left)}`);
        const [one] = left.splice(at, 1);
        if (!one || layer === "live") continue;
        assert.equal(xml, written.get(one) ?? xml, "what nobody changed is as it was");
        written.set(one, xml);
    }
    assert.deepEqual(left, [], `the ${layer} lacks these`);
}
const normal = (device: Device): object => JSON.parse(JSON.stringify(device)) as object;

/** VFs of both pools that libvirt counts as in use. */
export async function vfsInUse(host: Host): Promise<number> {
    let sum = 0;
    for (const pool of ["pool", "pool2"])
        sum += Number(/connections='(\d+)'/.exec(await host.virsh("net-dumpxml", pool))?.[1] ?? 0);
    return sum;
}

/** Waits until the guest has given a device back. */
export async function isGone({ hand }: Scene, alias: string): Promise<void> {
    while (hand.dump("live").includes(`<alias name='${alias}'/>`)) await setTimeout(10);
}
