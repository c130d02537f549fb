import assert from "node:assert/strict";
import fc from "fast-check";
import { LibvirtError, LibvirtLost, VIR_ERR } from "../../../provider/libvirt/errors";
import type { Model } from "./model";
import { argumentsOf, type Device, type Program } from "./pair";
import { assertAsModelled, vfsInUse, type Scene } from "./scene";

/** One thing that happens in a history. */
export type Command = fc.AsyncCommand<Model, Scene>;

/** A command by its name: what it needs, and what it does to the host and to the model. */
export function command(
    name: string,
    isPossible: (model: Model) => boolean,
    act: (model: Model, scene: Scene) => Promise<void> | void,
): Command {
    return {
        check: isPossible,
        async run(model, scene) {
            scene.ran.push(name);
            await act(model, scene);
            await assertAsModelled(model, scene);
        },
        toString: () => name,
    };
}
export const always = (): boolean => true;

const MACS = ["52:54:00:aa:bb:01", "52:54:00:aa:bb:02"] as const;
export const anyProgram: fc.Arbitrary<Program> = fc.record({
    name: fc.constantFrom("net0", "net0", "net1"),
    mac: fc.constantFrom(MACS[0], MACS[0], MACS[1]),
    pool: fc.constantFrom("pool", "pool", "pool2"),
    link: fc.constantFrom(undefined, undefined, "down"),
    vlan: fc.constantFrom(undefined, 42, 7),
    adopt: fc.constantFrom(false, false, true),
});
const anyUp = fc.option(anyProgram, { freq: 6, nil: undefined });
const words = (program: Program | undefined): string => (program ? JSON.stringify(program) : "no pair");

/** What happens to one call of an up. Either way it was not done in the end, or everything was. */
type Fault = "fails" | "has no answer";

async function carryOut({ stack }: Scene, program: Program | undefined): Promise<string> {
    if (program) return stack.up(argumentsOf(program));
    if (!stack.state) return "nothing";
    await stack.destroy();
    return "deleted";
}

const up = (program: Program | undefined): Command =>
    command(`up of ${words(program)}`, always, async (model, scene) => {
        const { is } = model.expected(program);
        model.program = program;
        if (is === "refused") return; // the preview shows it
        assert.equal(await carryOut(scene, program), is);
        model.up(program);
    });

const upWithFault = (program: Program | undefined, at: number, fault: Fault): Command =>
    command(`up of ${words(program)}, call ${at} ${fault}`, always, async (model, scene) => {
        const { stack } = scene;
        const { is } = model.expected(program);
        model.program = program;
        if (is === "refused") return;
        const { state } = stack;
        let left = at;
        stack.disturb = async (call, uri, ask) => {
            left -= 1;
            if (left !== 0) return ask();
            if (fault === "fails") throw new LibvirtError(call, OPERATION_FAILED, 10, "a fault of the test", uri);
            await ask();
            throw new LibvirtLost(call, VIR_ERR.SYSTEM_ERROR, 7, "Cannot recv data: Connection reset by peer", uri);
        };
        try {
            await carryOut(scene, program);
        } catch (error) {
            assert.ok(!(error instanceof TypeError) && !(error instanceof assert.AssertionError), String(error));
            // of what was missing, nothing had to be deleted before it was made again
            if (is === "replaced" && !stack.state) model.known = undefined;
            else assert.deepEqual(stack.state, state, "all was rolled back");
            return;
        } finally {
            stack.disturb = undefined;
        }
        model.up(program);
    });
/** VIR_ERR_OPERATION_FAILED, which says no more. */
const OPERATION_FAILED = 9;

const renamedInPulumi = (program: Program): Command =>
    command(
        `up of ${words(program)} by another name in Pulumi`,
        // of two with one role, nobody could say later which was whose
        ({ known, live, definition }) =>
            known !== undefined &&
            live === undefined &&
            program.adopt &&
            definition.filter(({ role }) => role).length <= 2,
        async (model, { stack }) => {
            const other = model.asAnother();
            const { is } = other.expected(program);
            if (is === "refused") return;
            await stack.upAsAnother(argumentsOf(program));
            model.program = program;
            other.up(program);
            model.replaceBy(other);
        },
    );

const refresh = command("refresh", always, async (model, { stack }) => {
    if (stack.state) await stack.refresh();
    model.refresh();
});

const restart = command("restart of the daemon", always, async (model, { hand, host, stack }) => {
    hand.close();
    await stack.close();
    await host.restart();
    // the guest claims its VF while the daemon answers already
    const vfs = (model.live ?? []).filter(({ role }) => role === "transient").length;
    while ((await vfsInUse(host)) !== vfs) await new Promise((resolve) => setTimeout(resolve, 20));
});

const start = command(
    "start of the guest",
    // without an operating system it gives back what came while it runs, and nothing that it was started with
    ({ definition, live }) => live === undefined && definition.every(isHarmless),
    (model, { hand }) => {
        hand.start();
        model.start();
    },
);
const stop = command(
    "end of the guest",
    ({ live }) => live !== undefined,
    (model, { hand }) => {
        hand.stop();
        model.live = undefined;
    },
);

/** Nothing that a pair could be taken for. */
const isHarmless = ({ alias, role, mac }: Device): boolean =>
    role === undefined && !(MACS as readonly string[]).includes(mac) && !alias?.startsWith("ua-net");

/** What Pulumi's user does. */
export const ofUser: readonly fc.Arbitrary<Command>[] = [
    anyUp.map(up),
    anyUp.map(up),
    fc
        .tuple(anyUp, fc.integer({ min: 1, max: 14 }), fc.constantFrom("fails", "has no answer"))
        .map((all) => upWithFault(...all)),
    anyProgram.map(renamedInPulumi),
    fc.constant(refresh),
];
/** What becomes of the guest and its host. */
export const ofHost: readonly fc.Arbitrary<Command>[] = [
    fc.constantFrom(start, stop),
    fc.constant(start),
    fc.constant(restart),
];
