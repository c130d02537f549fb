import assert from "node:assert/strict";
import { guestXml } from "../../../../lab/host";
import { faultsAt } from "../../../support/faults";
import { guestBench } from "../../../support/guest";
import { runningGuest } from "../../../support/runningGuest";

describe("what a team needs to be plugged into a running guest", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    const { virsh, state, assertHealed } = faultsAt(bench, guest);

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
                /\ndomain: found 1; each half .*\n {2}Allowed: 2 free root ports\..*\[docs\/rules\.md#root-ports-are-free;/,
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
                await assert.rejects(bench.stack.upTooLate({ ...bench.program(), domain: "small" }), { message: says });
                assert.equal(await virsh("dumpxml", "small", "--inactive"), was);
            });
    });

    describe("(networks are not there)", () => {
        it("says all at once: the pool is stopped, and the virtio half's network missing", async () => {
            await virsh("net-destroy", "pool");
            const was = await state();
            await assert.rejects(bench.stack.upTooLate(bench.program({ network: "nowhere" })), (error: Error) => {
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
            await assert.rejects(bench.stack.upTooLate(bench.program({}, { network: "br2" })), {
                message:
                    /\ntransient\.network: found "br2"; .*\n {2}Allowed: a network with forward mode hostdev; this one has none\./,
            });
            assert.deepEqual(await state(), was);
        });
    });
});
