import assert from "node:assert/strict";
import { guestXml } from "../../../lab/host";
import type { Libvirt } from "../../../provider/libvirt";
import { lifecycle } from "../../../provider/lifecycle";
import { teamedNic } from "../../../provider/resources/teamedNic";
import { guestBench, MAC } from "../../support/guest";
import { HookStack } from "../../support/hookStack";
import { runningGuest } from "../../support/runningGuest";

const [P, T] = ["ua-net0", "ua-net0-vf"];

describe("a change of a running guest that goes wrong", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    const virsh = (...args: string[]): Promise<string> => bench.host.virsh(...args);
    const tagged = bench.program({}, { vlan: 42 });
    const large = bench.program({ mtu: 1400 });

    /** Both layers, and QEMU's process. */
    const state = async (): Promise<readonly unknown[]> => [
        await bench.xml(),
        (await guest.interfaces()).map((xml) => xml.replace(/ portid='[^']*'| dev='vnet\d+'/g, "")),
        await guest.pid(),
    ];
    /** Once, before the first call of that name. */
    const before = (call: keyof Libvirt, act: () => Promise<unknown>, times = 1): void => {
        let left = times;
        bench.stack.meanwhile = async (made) => {
            if (made !== call) return;
            left -= 1;
            if (left === 0) await act();
        };
    };
    const assertHealed = async (program: object): Promise<void> => {
        bench.stack.meanwhile = undefined;
        assert.notEqual(await bench.stack.up(program as never), "unchanged");
        await bench.stack.assertSettled(program as never);
        assert.equal(await bench.stack.up(program as never), "unchanged");
    };
    const unplugged = async (alias: string): Promise<void> => {
        await virsh("detach-device-alias", "guest", alias, "--live");
        while ((await guest.half(alias)) !== "") await new Promise((resolve) => setTimeout(resolve, 10));
    };

    describe("(the guest does not give a device back)", () => {
        const keeps = (alias: string, half: string): object => ({
            message:
                `guest guest on ${bench.host.uri} has not given its ${half} ${alias} back within 1 s (detachTimeout). ` +
                "The guest's own driver has to let go of it: look whether the guest has booted, is not paused, and has PCI hotplug; " +
                "then run again, or set apply to next-boot. What was asked of the guest stays asked: if it follows later, the next preview says so.",
        });

        it("leaves the pair as it was, and a second up completes it", async () => {
            await bench.stack.up(bench.program());
            const was = await state();
            await guest.hold(T, true);
            await assert.rejects(bench.stack.up({ ...tagged, detachTimeout: 1 }), keeps(T, "VF half"));
            assert.deepEqual(await state(), was);
            await guest.hold(T, false);
            await assertHealed(tagged);
            assert.match(await guest.half(T), /<tag id='42'\/>/);
        });

        it("puts the VF back where the virtio half stays: QEMU's own refusal, of a guest without an operating system", async () => {
            await bench.stack.up(bench.program());
            await guest.reboot(); // what was there at boot leaves with the help of a driver only
            const was = await state();
            for (let times = 0; times < 2; times++) {
                await assert.rejects(bench.stack.up({ ...large, detachTimeout: 1 }), keeps(P, "virtio half"));
                assert.deepEqual(await state(), was);
            }
            const later = { ...large, apply: "next-boot" };
            assert.equal(await bench.stack.up(later), "updated");
            await guest.reboot();
            await bench.stack.assertSettled(later);
        });

        it("keeps the resource where it is to be destroyed", async () => {
            await bench.stack.up({ ...bench.program(), detachTimeout: 1 });
            const was = await state();
            await guest.hold(T, true);
            await assert.rejects(bench.stack.destroy(), keeps(T, "VF half"));
            assert.deepEqual(await state(), was);
            await guest.hold(T, false);
            await bench.stack.destroy();
            assert.equal((await guest.interfaces()).length, 1);
            assert.equal(await bench.xml(), bench.untouched);
        });
    });

    describe("(the pool is empty)", () => {
        const others = ["vf1", "vf2", "vf3", "vf4"];
        async function holdVfs(count: number): Promise<void> {
            for (const name of others.slice(0, count)) {
                const nic = "<interface type='network'><source network='pool'/><model type='virtio'/></interface>";
                await virsh("create", await bench.host.file(guestXml(name, { interfaces: [nic] })));
            }
        }
        afterEach(async () => {
            for (const name of others) await virsh("destroy", name).catch(() => undefined); // it may not have been made
        });

        it("is said before anything is touched, and a second up completes it", async () => {
            await holdVfs(4);
            const was = await state();
            await assert.rejects(bench.stack.up(bench.program()), {
                message:
                    `guest guest on ${bench.host.uri} cannot take this while it runs, and nothing was changed. Mend what follows, or set apply to next-boot to change its definition alone.\n` +
                    'transient.network: found "pool"; a VF serves one guest at a time.\n' +
                    "  Allowed: a pool with a free VF; guests hold all of this one. Give the pool more VFs, or unplug one from another guest (virsh net-port-list names their owners)." +
                    "  [pool-has-a-free-vf; libvirt 9.0, observed [1/19] requires exclusive access to interfaces, but none are available]",
            });
            assert.deepEqual(await state(), was);
            await virsh("destroy", "vf1");
            await assertHealed(bench.program());
        });

        it("is no obstacle to a pair that gives its own VF back first", async () => {
            await bench.stack.up(bench.program());
            await holdVfs(3);
            assert.equal(await bench.stack.up(tagged), "updated");
            await bench.stack.assertSettled(tagged);
        });

        it("when the VF is to come back: says what is left, keeps that, and a second up goes on from there", async () => {
            await bench.stack.up(bench.program());
            await holdVfs(3);
            const [definition, pid] = [await bench.xml(), await guest.pid()];
            // between the VF that left and the one that comes
            before("attachDevice", async () => {
                const nic = "<interface type='network'><source network='pool'/><model type='virtio'/></interface>";
                await virsh("create", await bench.host.file(guestXml("vf4", { interfaces: [nic] })));
            });
            const refusal = `virDomainAttachDeviceFlags on ${bench.host.uri}: libvirt error [1/19] internal error: network 'pool' requires exclusive access to interfaces, but none are available`;
            const left = [`guest guest: it runs without the VF half ${T}: ${refusal}`];
            let kept: object = {};
            const both = bench.program({ link: "down" }, { vlan: 42 });
            await assert.rejects(bench.stack.up(both), (error: Error & { properties: object; reasons: unknown }) => {
                assert.equal(error.message, `${refusal}\nNot all could be taken back:\n  ${left.join("")}`);
                assert.deepEqual(error.reasons, left);
                kept = error.properties;
                return true;
            });
            assert.deepEqual((kept as { running: unknown }).running, { transient: "absent" });
            assert.deepEqual([await bench.xml(), await guest.pid(), await guest.half(T)], [definition, pid, ""]);
            assert.match(await guest.half(P), /<alias name='ua-net0'/);
            assert.doesNotMatch(await guest.half(P), /<link state='down'/);

            await virsh("destroy", "vf4");
            await assertHealed(both);
            assert.match(await guest.half(P), /<link state='down'/);
        });

        it("when a pair is made, after the virtio half is there: that is unplugged again", async () => {
            const was = await state();
            // two attachments to the definition, then the virtio half's to the running guest
            before("attachDevice", () => virsh("net-destroy", "pool"), 4);
            await assert.rejects(bench.stack.up(bench.program()), { name: "LibvirtError", code: 55, domain: 19 });
            assert.deepEqual(await state(), was);
            assert.deepEqual(await guest.events(), [`+${P}`, `-${P}`]);
            await bench.stack.byHand("net-start", "pool");
            await assertHealed(bench.program());
        });
    });

    describe("(the guest has no room, or is none for a team)", () => {
        const small = (machine: string, ports: number): string =>
            guestXml("small")
                .replace(/<controller type='pci' model='pcie-root-port'\/>\s*/g, "")
                .replace(
                    "<controller type='usb' model='none'/>",
                    `$&${"<controller type='pci' model='pcie-root-port'/>".repeat(ports)}`,
                )
                .replace("'q35'", `'${machine}'`)
                .replace(machine === "pc" ? /<controller type='pci' index='0' model='pcie-root'\/>/ : "never", "");
        afterEach(async () => {
            await virsh("destroy", "small");
            await virsh("undefine", "small");
        });
        const cases: readonly (readonly [what: string, xml: string, says: RegExp])[] = [
            [
                "one root port for two halves",
                small("q35", 1),
                /\ndomain: found 1; each half .*\n {2}Allowed: 2 free root ports\..*\[root-ports-are-free;/,
            ],
            ["no root port", small("q35", 0), /\ndomain: found 0; each half .*\n {2}Allowed: 2 free root ports\./],
            [
                "i440fx",
                small("pc", 0),
                /\ndomain: found "pc-i440fx-[^"]*"; QEMU takes the VF of a team on PCI Express alone[^]*\ndomain: found 0; each half/,
            ],
        ];
        for (const [what, xml, says] of cases)
            it(`${what}: is said before anything is touched`, async () => {
                await virsh("define", await bench.host.file(xml));
                await virsh("start", "small");
                const was = await virsh("dumpxml", "small", "--inactive");
                await assert.rejects(bench.stack.up({ ...bench.program(), domain: "small" }), { message: says });
                assert.equal(await virsh("dumpxml", "small", "--inactive"), was);
            });
    });

    describe("(networks are not there)", () => {
        it("says all at once: the pool is stopped, and the virtio half's network missing", async () => {
            await virsh("net-destroy", "pool");
            const was = await state();
            await assert.rejects(bench.stack.up(bench.program({ network: "nowhere" })), (error: Error) => {
                assert.match(
                    error.message,
                    /\ntransient\.network: found "pool"; .*\n {2}Allowed: a network that is started; this one is stopped\./,
                );
                assert.match(
                    error.message,
                    /\npersistent\.network: found "nowhere"; .*\n {2}Allowed: a network that is started; this one is missing\./,
                );
                return true;
            });
            assert.deepEqual(await state(), was);
            await bench.stack.byHand("net-start", "pool");
            await assertHealed(bench.program());
        });

        it("says that a network is no pool of VFs", async () => {
            const was = await state();
            await assert.rejects(bench.stack.up(bench.program({}, { network: "br2" })), {
                message:
                    /\ntransient\.network: found "br2"; .*\n {2}Allowed: a network with forward mode hostdev; this one has none\./,
            });
            assert.deepEqual(await state(), was);
        });
    });

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
            assert.deepEqual(bench.stack.lines, []);
            await virsh("start", "guest");
            await bench.stack.up(bench.program());
            await bench.stack.assertSettled(bench.program());
            assert.notEqual(await guest.half(T), "");
        });

        it("who shuts it off between preview and up: its definition is changed", async () => {
            await bench.stack.check(bench.program());
            assert.deepEqual(bench.stack.lines, [
                "net0 on guest: the virtio half is plugged into the running guest",
                "net0 on guest: the VF half is plugged into the running guest",
            ]);
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
                    `guest guest on ${bench.host.uri} runs without a definition (it was undefined while it ran, or created with virsh create), and what is changed of it would be lost; nothing was changed. ` +
                    "Define it (virsh dumpxml guest --inactive, then virsh define) and run again.",
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

    describe("(the daemon dies)", () => {
        afterEach(async () => {
            // libvirt 9.0 then frees the team of the VF twice as the guest ends, and dies of it (virDomainNetTeamingInfoFree)
            await virsh("destroy", "guest").catch(() => undefined);
            await bench.host.restart();
        });

        it("between two steps: says what is left, and a second up completes it", async () => {
            await bench.stack.up(bench.program());
            const pid = await guest.pid();
            before("attachDevice", () => bench.host.kill());
            await assert.rejects(bench.stack.up(tagged), (error: Error & { reasons: readonly string[] }) => {
                assert.equal(error.name, "HalfDone");
                assert.deepEqual(
                    error.reasons.map((reason) => reason.replace(/: vir.*/, "")),
                    [
                        `guest guest: it runs without the VF half ${T}`,
                        `guest guest: its definition has changed the VF half ${T}`,
                    ],
                );
                return true;
            });
            await bench.host.restart();
            await assertHealed(tagged);
            assert.equal(await guest.pid(), pid);
        });
    });

    describe("(others change the same guest at the same time)", () => {
        const others: HookStack[] = [];
        const stackFor = (): HookStack => {
            const stack = new HookStack((world) => lifecycle(teamedNic, world), bench.host);
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

        it("with the same pair: one makes it, the other is refused, and the pair is whole", async () => {
            const stacks = [stackFor(), stackFor()];
            const results = await Promise.allSettled(stacks.map((stack) => stack.up(bench.program())));
            const made = results.findIndex(({ status }) => status === "fulfilled");
            const refused = results.filter((result) => result.status === "rejected");
            assert.equal(refused.length, 1);
            assert.match(String(refused[0]?.reason), /non unique alias detected: ua-net0|has ua-net0 .* already/);
            await stacks[made]?.assertSettled(bench.program());
            assert.equal((await guest.interfaces()).length, 3);
        });
    });
});
