import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { guestXml } from "../../../lab/host";
import { LibvirtError } from "../../../provider/libvirt/errors";
import type { Properties } from "../../../provider/lifecycle/kind";
import { Refused } from "../../../provider/lifecycle/refused";
import type { HookStack } from "../hookStack";
import { migrate, seenOn, type Migration, type TwoHosts } from "../twoHosts";
import type { Counts, Runs } from "./histories";

/** Random histories of a guest that migrates, on two hosts. What a preview is to show is known from what happened alone. */

/** What is so, and what the program says. */
interface Model {
    vlan: number | undefined;
    /** Host where the guest is, and the one that the state knows. */
    at: 0 | 1;
    known: 0 | 1;
    /** VLAN of the pair in the guest; "none" without a pair. */
    has: number | undefined | "none";
    /** Whether the running guest has lost the VF half by hand. */
    isTorn: boolean;
    /** Whether the host that the guest left has kept its definition. */
    isStale: boolean;
}
interface Scene {
    readonly hosts: TwoHosts;
    readonly stack: HookStack;
    commands: number;
}
type Command = fc.AsyncCommand<Model, Scene>;

const GUEST = "web1";
const UUID = "33333333-3333-4333-8333-333333333333";
const hostsOf = ({ hosts }: Scene) => [hosts.one, hosts.two] as const;
const programOf = ({ vlan }: Model, { hosts }: Scene): Properties => ({
    name: "net0",
    domain: GUEST,
    mac: "52:54:00:aa:bb:01",
    persistent: { network: "lan" },
    transient: Object.assign({ network: "vfpool" }, vlan === undefined ? {} : { vlan }),
    migratesTo: [hosts.two.uri],
});

/** What up would do, and what the preview says of the guest. */
const expectedOf = ({
    vlan,
    at,
    known,
    has,
    isTorn,
    isStale,
}: Model): readonly [is: string, said: readonly string[]] => {
    if (has === "none") return ["created", []];
    if (vlan !== has || isTorn) return ["updated", []];
    // where the guest is on the host that the state knows, no other is asked
    const said = at === known ? [] : ["guest-moved", ...(isStale ? ["stale-definition"] : [])];
    return ["unchanged", said];
};
const OF_PLACE: readonly string[] = ["guest-moved", "stale-definition"];

async function assertAsModelled(model: Model, scene: Scene): Promise<void> {
    const { stack } = scene;
    const { failures, inputs, diff } = await stack.seen(programOf(model, scene));
    assert.deepEqual(failures, []);
    const isChanged = diff?.changes ?? !isDeepStrictEqual(stack.state?.inputs, inputs);
    const said = new Set(stack.told.map(({ message }) => message.id).filter((id) => OF_PLACE.includes(id)));
    const is = stack.state === undefined ? "created" : isChanged ? "updated" : "unchanged";
    assert.deepEqual([is, [...said].sort()], expectedOf(model), "what a preview shows");
    const seen = await Promise.all(hostsOf(scene).map((host) => seenOn(host, GUEST)));
    const halves = model.has === "none" ? [] : ["ua-net0", "ua-net0-vf"];
    assert.deepEqual(seen[model.at]?.definition, halves);
    assert.deepEqual(seen[model.at]?.running, model.isTorn ? halves.slice(0, 1) : halves);
    assert.equal(seen[1 - model.at]?.running, undefined);
    assert.equal(seen[1 - model.at] !== undefined, model.isStale);
}

const command = (
    name: string,
    isPossible: (model: Model) => boolean,
    act: (model: Model, scene: Scene) => Promise<void>,
): Command => ({
    check: isPossible,
    async run(model, scene) {
        scene.commands += 1;
        await act(model, scene);
        await assertAsModelled(model, scene);
    },
    toString: () => name,
});
const hasPair = ({ has }: Model): boolean => has !== "none";

async function carryOut(model: Model, scene: Scene): Promise<void> {
    const [is] = expectedOf(model);
    assert.equal(await scene.stack.up(programOf(model, scene)), is);
    if (is !== "unchanged") model.known = model.at;
    model.has = model.vlan;
    model.isTorn = false;
}
const up = (vlan: number | undefined): Command =>
    command(
        `up with VLAN ${String(vlan)}`,
        () => true,
        (model, scene) => {
            model.vlan = vlan;
            return carryOut(model, scene);
        },
    );
const upThatFails = (vlan: number, at: number): Command =>
    command(
        `up with VLAN ${vlan}, call ${at} fails`,
        () => true,
        async (model, scene) => {
            const { stack } = scene;
            model.vlan = vlan;
            let left = at;
            stack.disturb = (call, uri, ask) => {
                left -= 1;
                return left === 0 ? Promise.reject(new LibvirtError(call, 9, 10, "a fault of the test", uri)) : ask();
            };
            try {
                await carryOut(model, scene);
            } catch (error) {
                assert.ok(error instanceof LibvirtError || error instanceof Refused, String(error));
            } finally {
                stack.disturb = undefined;
            }
        },
    );
const move = (options: Required<Pick<Migration, "undefinesource">>): Command =>
    command(
        `migration, ${JSON.stringify(options)}`,
        () => true,
        async (model, scene) => {
            const [from, to] = model.at === 0 ? ([0, 1] as const) : ([1, 0] as const);
            await migrate(hostsOf(scene)[from], hostsOf(scene)[to], GUEST, options);
            model.at = to;
            model.isStale = !options.undefinesource;
        },
    );
const tear = command(
    "VF detached by hand",
    (model) => hasPair(model) && !model.isTorn,
    async (model, scene) => {
        const host = hostsOf(scene)[model.at];
        await scene.stack.close();
        await host.virsh("detach-device-alias", GUEST, "ua-net0-vf", "--live");
        while ((await seenOn(host, GUEST))?.running?.includes("ua-net0-vf"))
            await new Promise((done) => setTimeout(done, 20));
        model.isTorn = true;
    },
);
const refresh = command("refresh", hasPair, async (model, { stack }) => {
    await stack.refresh();
    model.known = model.at;
});
const destroy = command("destroy", hasPair, async (model, { stack }) => {
    await stack.destroy();
    model.has = "none";
    model.isTorn = false;
});
const restart = command(
    "restart of both daemons",
    () => true,
    async (_, scene) => {
        await scene.stack.close();
        for (const host of hostsOf(scene)) await host.restart();
    },
);

const anyCommand: readonly fc.Arbitrary<Command>[] = [
    fc.constantFrom(undefined, 42, 7).map(up),
    fc.tuple(fc.constantFrom(42, 7), fc.integer({ min: 1, max: 12 })).map((all) => upThatFails(...all)),
    fc.boolean().map((undefinesource) => move({ undefinesource })),
    fc.boolean().map((undefinesource) => move({ undefinesource })),
    fc.constantFrom(tear, refresh, destroy),
    fc.constant(restart),
];

/** Runs random histories of a guest of two hosts. */
export async function runMigrations(hosts: TwoHosts, stack: HookStack, { seed, count }: Runs): Promise<Counts> {
    const counts = { commands: 0, survived: 0 };
    const histories = fc.commands([...anyCommand], { maxCommands: 10, size: "max" });
    const property = fc.asyncProperty(histories, async (commands) => {
        const scene: Scene = { hosts, stack, commands: 0 };
        await begin(scene);
        const model: Model = { vlan: undefined, at: 0, known: 0, has: "none", isTorn: false, isStale: false };
        await fc.asyncModelRun(() => ({ model, real: scene }), commands);
        await carryOut(model, scene);
        assert.equal(await stack.up(programOf(model, scene)), "unchanged");
        counts.commands += scene.commands;
        counts.survived += 1;
    });
    await fc.assert(property, { seed, numRuns: count });
    return counts;
}

async function begin(scene: Scene): Promise<void> {
    const { stack, hosts } = scene;
    await stack.close();
    stack.state = undefined;
    for (const host of hostsOf(scene)) {
        await host.virsh("destroy", GUEST).catch(() => undefined);
        await host.virsh("undefine", GUEST).catch(() => undefined);
    }
    await hosts.one.virsh("define", await hosts.one.file(guestXml(GUEST, { uuid: UUID })));
    await hosts.one.virsh("start", GUEST);
}
