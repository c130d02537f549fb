import assert from "node:assert/strict";
import type { Libvirt } from "../../provider/libvirt";
import { LibvirtError, LibvirtLost, LibvirtTimeout, VIR_ERR } from "../../provider/libvirt/errors";
import type { Properties } from "../../provider/lifecycle/kind";
import type { HookStack } from "./hookStack";
import type { StackBench } from "./stackBench";

/**
 * What may happen to a call.
 *
 * - `fails`: libvirt refuses it.
 * - `hangs`: it has no answer in time, and the host carries it out a little later.
 * - `dies`: it is carried out, and then the daemon is killed.
 * - `migrates`: the guest migrates to the other host before it.
 */
type Fault = "fails" | "hangs" | "dies" | "migrates";

/** Calls that change something. A daemon that dies after another is as one that dies before the next. */
const CHANGES: readonly (keyof Libvirt)[] = [
    "networkDefine",
    "networkStart",
    "networkPortgroup",
    "networkStop",
    "networkUndefine",
    "networkAutostart",
    "attachDevice",
    "updateDevice",
    "detachDevice",
    "unplugDevice",
];

/**
 * The faults to try at a call. To wait until something is so is no call of its own, and cannot hang. Between two hosts the
 * guest migrates, and nothing else happens: the rest is tried on one.
 */
const faultsOf = (call: keyof Libvirt, { migrate }: Scene): readonly Fault[] => {
    if (migrate) return ["migrates"];
    if (call === "until") return ["fails"];
    return CHANGES.includes(call) ? ["fails", "hangs", "dies"] : ["fails", "hangs"];
};

/** VIR_ERR_OPERATION_FAILED, which says no more. */
const OPERATION_FAILED = 9;

/** Well after the provider has looked whether it is done. */
const LATE_MILLISECONDS = 100;

/** Carries out a change, and returns its calls in their order. */
async function callsOf(stack: HookStack, change: () => Promise<unknown>): Promise<readonly (keyof Libvirt)[]> {
    const calls: (keyof Libvirt)[] = [];
    stack.disturb = (call, _, ask) => {
        calls.push(call);
        return ask();
    };
    try {
        await change();
    } finally {
        stack.disturb = undefined;
    }
    return calls;
}

type Disturb = NonNullable<HookStack["disturb"]>;

/**
 * Carries out a change, with a fault at one of its calls.
 *
 * @returns what it failed with; undefined where it did not
 */
async function withFault(
    { bench: { stack, host }, migrate }: Scene,
    at: number,
    fault: Fault,
    change: () => Promise<unknown>,
): Promise<unknown> {
    let number = 0;
    let late: Promise<unknown> | undefined;
    const faults: Readonly<Record<Fault, Disturb>> = {
        fails: (call, uri) => Promise.reject(new LibvirtError(call, OPERATION_FAILED, 10, "a fault of the test", uri)),
        hangs(call, uri, ask) {
            late = new Promise((resolve) => setTimeout(resolve, LATE_MILLISECONDS)).then(ask).catch(() => undefined);
            return Promise.reject(new LibvirtTimeout(call, uri, 60, "its answer"));
        },
        async dies(call, uri, ask) {
            await ask();
            await host.kill();
            throw new LibvirtLost(call, VIR_ERR.SYSTEM_ERROR, 7, "Cannot recv data: Connection reset by peer", uri);
        },
        async migrates(_call, _uri, ask) {
            await migrate?.();
            return ask();
        },
    };
    stack.disturb = (call, uri, ask) => {
        number += 1;
        return number === at + 1 ? faults[fault](call, uri, ask) : ask();
    };
    try {
        await change();
        return undefined;
    } catch (error) {
        return error;
    } finally {
        stack.disturb = undefined;
        await late;
    }
}

/** A change, as an up from one program to another: undefined before a creation, and after a deletion. */
export interface Change {
    readonly what: string;
    readonly from?: () => Properties;
    readonly to?: () => Properties;
}

/** What the tests of a resource need of its bench. */
interface Scene {
    /** The stack, and the host that dies. */
    readonly bench: StackBench;
    readonly changes: readonly Change[];
    /** Puts a daemon that has died in its place again, and waits until it knows its guests. */
    readonly revive: () => Promise<void>;
    /** That nothing is half there, unless the state says so. */
    readonly assertWhole: () => Promise<void>;
    /** Takes away what is left, whoever made it. */
    readonly clear: () => Promise<void>;
    /** What happens between the program that is there and the one that comes. @default nothing */
    readonly meanwhile?: () => Promise<void>;
    /** Has the guest migrate, where it can. Returns without a word where it is there already. */
    readonly migrate?: () => Promise<void>;
}

/**
 * Does something again each time the daemon has died of it: libvirt 9.0 frees the team of a VF twice, where it was killed as
 * the VF was attached or detached (virDomainNetTeamingInfoFree).
 */
export async function untilAlive(revive: () => Promise<void>, act: () => Promise<void>): Promise<void> {
    for (let isDead = false; ; isDead = true)
        try {
            if (isDead) await revive();
            await act();
            return;
        } catch (error) {
            if (![error, (error as Error).cause].some(isOfDeadDaemon)) throw error;
        }
}
/** From the provider, or from virsh, which the tests ask. */
const isOfDeadDaemon = (error: unknown): boolean =>
    (error instanceof LibvirtError && error.code === VIR_ERR.SYSTEM_ERROR) ||
    (error instanceof Error && error.message.startsWith("error: failed to connect to the hypervisor"));

/** Tries each fault at each call of each change, and counts. */
export function faultAtEveryCall(scene: Scene): void {
    const { bench, changes, revive, assertWhole, clear, meanwhile } = scene;
    for (const { what, from, to } of changes)
        it(what, async () => {
            const change = (): Promise<unknown> => (to ? bench.stack.up(to()) : bench.stack.destroy());
            const begin = (): Promise<void> =>
                untilAlive(revive, async () => {
                    await bench.stack.close();
                    bench.stack.state = undefined;
                    await clear();
                    if (from) await bench.stack.up(from());
                    await meanwhile?.();
                });
            await begin();
            const calls = await callsOf(bench.stack, change);
            const told: string[] = [];
            for (const [at, call] of calls.entries())
                for (const fault of faultsOf(call, scene)) {
                    await begin();
                    await assertSurvived(at, fault).catch((error: unknown) => {
                        throw new Error(`${what}: ${call}, call ${at + 1} of ${calls.length}, ${fault}`, {
                            cause: error,
                        });
                    });
                    told.push(`${call} ${fault}`);
                }
            // the next test and the end of this one find a daemon that lives
            await untilAlive(revive, clear);
            assert.ok(told.length >= calls.length);
            console.log(`      ${told.length} faults, ${told.length} survived`);

            async function assertSurvived(at: number, fault: Fault): Promise<void> {
                const error = await withFault(scene, at, fault, change);
                assert.ok(!(error instanceof TypeError), String(error));
                if (fault === "dies") await untilAlive(revive, revive);
                await bench.stack.close();
                await untilAlive(revive, async () => {
                    await assertWhole();
                    if (!to && bench.stack.state) await bench.stack.destroy();
                    if (!to) return;
                    // that the guest has moved is said until then
                    if (fault === "migrates" && bench.stack.state) await bench.stack.refresh();
                    await bench.stack.up(to());
                    await bench.stack.assertSettled(to());
                });
            }
        });
}
