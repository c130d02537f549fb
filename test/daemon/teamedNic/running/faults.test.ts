import assert from "node:assert/strict";
import { hooksFor } from "../../../../provider/lifecycle/hooks";
import { teamedNic } from "../../../../provider/teamedNic";
import { told } from "../../../support/effects";
import { untilAlive } from "../../../support/everyCall";
import { faultsAt } from "../../../support/faults";
import { guestBench, MAC } from "../../../support/guest";
import { HookStack } from "../../../support/hookStack";
import { runningGuest } from "../../../support/runningGuest";

const [P, T] = ["ua-net0", "ua-net0-vf"];

describe("a change of a running guest while others are at it", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    const { virsh, before, restart, state, assertHealed } = faultsAt(bench, guest);
    const tagged = bench.program({}, { vlan: 42 });
    const large = bench.program({ mtu: 1600 });
    const unplugged = async (alias: string): Promise<void> => {
        await virsh("detach-device-alias", "guest", alias, "--live");
        while ((await guest.half(alias)) !== "") await new Promise((resolve) => setTimeout(resolve, 10));
    };

    describe("(somebody else is at the guest)", () => {
        it("who shuts it off while we work: the definition has the change, and there is nothing more to do", async () => {
            await bench.stack.up(bench.program());
            before("unplugDevice", () => virsh("destroy", "guest"));
            assert.equal(await bench.stack.up(tagged), "updated");
            bench.stack.meanwhile = undefined;
            await bench.stack.assertSettled(tagged);
        });

        it("who shuts it off while its VF is away: the same", async () => {
            await bench.stack.up(bench.program());
            before("attachDevice", () => virsh("destroy", "guest"));
            assert.equal(await bench.stack.up(tagged), "updated");
            bench.stack.meanwhile = undefined;
            await bench.stack.assertSettled(tagged);
        });

        it("who starts it between preview and up: both layers are changed", async () => {
            await virsh("destroy", "guest");
            await bench.stack.check(bench.program());
            assert.deepEqual(told(bench.stack), []);
            await virsh("start", "guest");
            await bench.stack.up(bench.program());
            await bench.stack.assertSettled(bench.program());
            assert.notEqual(await guest.half(T), "");
        });

        it("who shuts it off between preview and up: its definition is changed", async () => {
            await bench.stack.check(bench.program());
            assert.deepEqual(told(bench.stack), ["attach ua-net0: missing", "attach ua-net0-vf: missing"]);
            await virsh("destroy", "guest");
            await bench.stack.up(bench.program());
            await bench.stack.assertSettled(bench.program());
        });

        it("who undefines it while it runs: is said, nothing is changed, and it can be destroyed", async () => {
            await bench.stack.up(bench.program());
            const definition = await bench.xml();
            await virsh("undefine", "guest");
            const running = await guest.interfaces();
            await assert.rejects(bench.stack.up(tagged), {
                message:
                    `net0 on guest: the guest runs on ${bench.host.uri} without a definition, so a change would be lost. Nothing was changed. ` +
                    "Define the guest (virsh dumpxml guest --inactive, then virsh define), then run again.",
            });
            assert.deepEqual(await guest.interfaces(), running);
            await bench.define(definition);
            await assertHealed(tagged);

            await virsh("undefine", "guest");
            await bench.stack.destroy();
            assert.equal((await guest.interfaces()).length, 1);
            await bench.define(bench.untouched);
        });

        for (const alias of [T, P])
            it(`who unplugs ${alias} while we work: up completes`, async () => {
                await bench.stack.up(bench.program());
                before("unplugDevice", () => unplugged(alias));
                const program = alias === T ? tagged : large;
                await bench.stack.up(program);
                bench.stack.meanwhile = undefined;
                await bench.stack.assertSettled(program);
            });

        it("who unplugs the virtio half before it is updated: is refused, and the next up completes it", async () => {
            await bench.stack.up(bench.program());
            const definition = await bench.xml();
            before(
                "updateDevice",
                async () => {
                    await unplugged(T);
                    await unplugged(P);
                },
                2, // the first is of the definition
            );
            const program = bench.program({ link: "down" });
            await assert.rejects(bench.stack.up(program), { name: "LibvirtError", code: 99 });
            assert.equal(await bench.xml(), definition);
            await assertHealed(program);
        });
    });

    describe("(the answer to a call is lost, and the host does it a little later)", () => {
        const cases = [
            ["attachDevice", "the definition gets the pair", undefined, bench.program()],
            ["updateDevice", "the definition gets a VLAN", bench.program(), tagged],
            ["unplugDevice", "the VF leaves", bench.program(), tagged],
            ["unplugDevice", "both halves leave", bench.program(), large],
        ] as const;
        for (const [call, what, prior, program] of cases)
            it(`${call}, as ${what}: it is taken back, too, and the next up completes`, async () => {
                if (prior) await bench.stack.up(prior);
                const before = [await state(), bench.stack.state];
                bench.stack.loses = call;
                await assert.rejects(bench.stack.up(program), { name: "LibvirtError", call });
                assert.deepEqual([await state(), bench.stack.state], before);
                await assertHealed(program);
            });
    });

    it("gets its VF back where it gives it back only after up has failed", async () => {
        await bench.stack.up(bench.program());
        const was = await state();
        before("until", () => Promise.resolve((bench.stack.loses = "domainXml")));
        await assert.rejects(bench.stack.up(tagged), { name: "LibvirtError", call: "domainXml" });
        assert.deepEqual(await state(), was);
        await assertHealed(tagged);
    });

    describe("(the daemon dies)", () => {
        afterEach(async () => {
            // libvirt 9.0 then frees the team of the VF twice as the guest ends, and dies of it (virDomainNetTeamingInfoFree)
            while ((await virsh("list", "--name").catch(() => "no daemon")) !== "") {
                await virsh("destroy", "guest").catch(() => undefined);
                await bench.host.restart();
            }
        });

        it("between two steps: says what is left, and a second up completes it", async () => {
            await bench.stack.up(bench.program());
            const pid = await guest.pid();
            before("attachDevice", async () => {
                await bench.host.kill();
                // else the call may be sent to a daemon that is no more, and whether it was carried out is unknown
                await bench.stack.noticeDeath();
            });
            await assert.rejects(bench.stack.up(tagged), (error: Error & { reasons: readonly string[] }) => {
                assert.equal(error.name, "RollbackFailed");
                assert.deepEqual(
                    error.reasons.map((reason) => reason.replace(/: vir.*/, "")),
                    [
                        `guest guest runs without the VF half ${T}`,
                        `guest guest is defined with a change of the VF half ${T}`,
                    ],
                );
                return true;
            });
            await untilAlive(restart, restart);
            await untilAlive(restart, () => assertHealed(tagged));
            assert.equal(await guest.pid(), pid);
        });
    });

    describe("(others change the same guest at the same time)", () => {
        const others: HookStack[] = [];
        const stackFor = (): HookStack => {
            const stack = new HookStack((world) => hooksFor(teamedNic, world), bench.host);
            others.push(stack);
            return stack;
        };
        afterEach(async () => {
            for (const stack of others.splice(0)) await stack.close();
        });
        const named = (name: string, mac: string) => ({ ...bench.program(), name, mac });

        it("with pairs of their own: each gets its own, whole", async () => {
            const programs = [
                named("net0", MAC),
                named("net1", "52:54:00:aa:bb:11"),
                named("net2", "52:54:00:aa:bb:12"),
            ];
            const stacks = programs.map(stackFor);
            await Promise.all(stacks.map((stack, i) => stack.up(programs[i] ?? {})));
            for (const [i, stack] of stacks.entries()) await stack.assertSettled(programs[i] ?? {});
            assert.equal((await guest.interfaces()).length, 7);

            await Promise.all(
                stacks.map((stack, i) => stack.up({ ...programs[i], transient: { network: "pool", vlan: i + 1 } })),
            );
            for (const [i, stack] of stacks.entries())
                await stack.assertSettled({ ...programs[i], transient: { network: "pool", vlan: i + 1 } });
            await Promise.all(stacks.map((stack) => stack.destroy()));
            assert.equal((await guest.interfaces()).length, 1);
            assert.equal(await bench.xml(), bench.untouched);
        });

        it("with the same pair: one makes it, the other takes it over, and the pair is whole", async () => {
            const stacks = [stackFor(), stackFor()];
            const done = await Promise.all(stacks.map((stack) => stack.up(bench.program())));
            assert.deepEqual(done, ["created", "created"]);
            for (const stack of stacks) await stack.assertSettled(bench.program());
            assert.equal((await guest.interfaces()).length, 3);
        });
    });
});
