import assert from "node:assert/strict";
import { LibvirtError, VIR_ERR } from "../../../provider/libvirt/errors";
import { callsOf, faultsOf, withFault, type Fault } from "../../support/everyCall";
import { faultsAt } from "../../support/faults";
import { guestBench } from "../../support/guest";
import { networkBench } from "../../support/network";
import { runningGuest } from "../../support/runningGuest";
import type { StackBench } from "../../support/stackBench";
import type { Properties } from "../../../provider/lifecycle/kind";

/** A change, as an up from one program to another: undefined before a creation, and after a deletion. */
interface Change {
    readonly what: string;
    readonly from?: Properties;
    readonly to?: Properties;
}

/** What the tests of a resource need of its bench. */
interface Scene {
    readonly bench: StackBench;
    readonly changes: readonly Change[];
    /** Puts a daemon that has died in its place again, and waits until it knows its guests. */
    readonly revive: () => Promise<void>;
    /** That nothing is half there, unless the state says so. */
    readonly assertWhole: () => Promise<void>;
    /** Takes away what is left, whoever made it. */
    readonly clear: () => Promise<void>;
}

/**
 * Does something again each time the daemon has died of it: libvirt 9.0 frees the team of a VF twice, where it was killed as
 * the VF was attached or detached (virDomainNetTeamingInfoFree).
 */
async function untilAlive(revive: () => Promise<void>, act: () => Promise<void>): Promise<void> {
    for (;;)
        try {
            await act();
            return;
        } catch (error) {
            if (![error, (error as Error).cause].some(isOfDeadDaemon)) throw error;
            await revive();
        }
}
const isOfDeadDaemon = (error: unknown): boolean =>
    error instanceof LibvirtError && error.code === VIR_ERR.SYSTEM_ERROR;

/** Tries each fault at each call of each change, and counts. */
function faultAtEveryCall({ bench, changes, revive, assertWhole, clear }: Scene): void {
    for (const { what, from, to } of changes)
        it(what, async () => {
            const change = (): Promise<unknown> => (to ? bench.stack.up(to) : bench.stack.destroy());
            const begin = async (): Promise<void> => {
                await bench.stack.close();
                bench.stack.state = undefined;
                await clear();
                if (from) await bench.stack.up(from);
            };
            await begin();
            const calls = await callsOf(bench.stack, change);
            const told: string[] = [];
            for (const [at, call] of calls.entries())
                for (const fault of faultsOf(call)) {
                    await begin();
                    await assertSurvived(at, fault).catch((error: unknown) => {
                        throw new Error(`${what}: ${call}, call ${at + 1} of ${calls.length}, ${fault}`, {
                            cause: error,
                        });
                    });
                    told.push(`${call} ${fault}`);
                }
            assert.ok(told.length >= calls.length);
            console.log(`      ${told.length} faults, ${told.length} survived`);

            async function assertSurvived(at: number, fault: Fault): Promise<void> {
                const error = await withFault(bench, at, fault, change);
                assert.ok(!(error instanceof TypeError), String(error));
                if (fault === "dies") await revive();
                await bench.stack.close();
                await assertWhole();
                await untilAlive(revive, async () => {
                    if (!to && bench.stack.state) await bench.stack.destroy();
                    if (!to) return;
                    await bench.stack.up(to);
                    await bench.stack.assertSettled(to);
                });
            }
        });
}

describe("a fault at every call", () => {
    describe("of a pool that nobody uses", () => {
        const bench = networkBench();
        const POOL = { name: "p", pf: "enp7s0f0", __madeBy: "infra/prod::p" };
        faultAtEveryCall({
            bench,
            changes: [
                { what: "as it is made", to: POOL },
                { what: "as it gets a VLAN", from: POOL, to: { ...POOL, vlan: 42 } },
                { what: "as it is deleted", from: POOL },
            ],
            revive: () => bench.host.restart(),
            async assertWhole() {
                const there = await bench.list();
                // what an up has made that was killed, the next one knows for its own
                if (bench.stack.state === undefined && there.length > 0)
                    assert.match(
                        await bench.host.virsh("net-dumpxml", "--inactive", "p"),
                        /stack="infra\/prod" name="p"/,
                    );
            },
            async clear() {
                for (const line of await bench.list()) {
                    const [name = "", state] = line.split(" ");
                    if (state === "active") await bench.host.virsh("net-destroy", name);
                    await bench.host.virsh("net-undefine", name).catch(() => undefined);
                }
            },
        });
    });

    describe("of a pair", () => {
        const bench = guestBench();
        const assertWhole = async (): Promise<void> => {
            const halves = (await bench.interfaces()).filter((xml) => xml.includes("<teaming "));
            if (bench.stack.state === undefined) assert.ok([0, 2].includes(halves.length), halves.join("\n"));
        };
        const changes: readonly Change[] = [
            { what: "as it is made", to: bench.program() },
            { what: "as its VF gets a VLAN", from: bench.program(), to: bench.program({}, { vlan: 42 }) },
            { what: "as it is deleted", from: bench.program() },
        ];

        describe("in a guest that is shut off", () => {
            faultAtEveryCall({
                bench,
                changes,
                revive: () => bench.host.restart(),
                assertWhole,
                clear: () => bench.define(bench.untouched),
            });
        });

        describe("in a guest that runs", () => {
            const guest = runningGuest(bench);
            const { restart } = faultsAt(bench, guest);
            /** The daemon as of which all is well. */
            let daemon = 0;
            faultAtEveryCall({
                bench,
                changes,
                revive: restart,
                assertWhole,
                async clear() {
                    if (bench.host.pid === daemon) {
                        await guest.bare();
                        await bench.define(bench.untouched);
                        return;
                    }
                    // one that was killed may die again as the guest ends
                    while ((await bench.host.virsh("list", "--name").catch(() => "no daemon")) !== "") {
                        await bench.host.virsh("destroy", "guest").catch(() => undefined);
                        await bench.host.restart();
                    }
                    await bench.define(bench.untouched);
                    await bench.host.virsh("start", "guest");
                    daemon = bench.host.pid;
                },
            });
        });
    });
});
