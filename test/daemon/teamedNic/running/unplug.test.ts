import assert from "node:assert/strict";
import { guestXml } from "../../../../lab/host";
import { Refused } from "../../../../provider/lifecycle/refused";
import { faultsAt } from "../../../support/faults";
import { guestBench } from "../../../support/guest";
import { runningGuest } from "../../../support/runningGuest";

const [P, T] = ["ua-net0", "ua-net0-vf"];

describe("a change of a running guest whose devices or VFs do not come as wanted", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    const { virsh, state, before, assertHealed } = faultsAt(bench, guest);
    const tagged = bench.program({}, { vlan: 42 });
    const large = bench.program({ mtu: 1600 });

    describe("(the guest does not give a device back)", () => {
        const keeps = (alias: string, half: string): object => ({
            message:
                `guest guest on ${bench.host.uri} did not detach its ${half} ${alias} within 1 s (detachTimeout). ` +
                "The driver in the guest must release the device. Check that the guest has booted, is not paused, and supports PCI hotplug. " +
                "Then run again, or set apply to next-boot. The guest may still detach the device later, and the next preview shows that.",
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
                // on a busy machine the VF half may take its time; it is the virtio half that is waited for in vain
                before("until", async () => {
                    while ((await guest.half(T)) !== "") await new Promise((resolve) => setTimeout(resolve, 10));
                });
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
            await bench.stack.up(bench.program());
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
            await assert.rejects(bench.stack.upTooLate(bench.program()), (error) => {
                assert.ok(error instanceof Refused);
                assert.deepEqual(
                    error.reasons.map(({ id, facts }) => [id, facts]),
                    [["pool-has-a-free-vf", { severity: "error", property: "transient.network", found: "pool" }]],
                );
                return true;
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
            const left = [`guest guest runs without the VF half ${T}: ${refusal}`];
            let kept: object = {};
            const both = bench.program({ link: "down" }, { vlan: 42 });
            await assert.rejects(bench.stack.up(both), (error: Error & { properties: object; reasons: unknown }) => {
                assert.equal(
                    error.message,
                    `${refusal}\nThe provider could not roll back everything. The next up continues from what is left:\n  ${left.join("")}`,
                );
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
});
