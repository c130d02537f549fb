import assert from "node:assert/strict";
import { guestXml } from "../../../../lab/host";
import { Refused } from "../../../../provider/lifecycle/refused";
import { faultsAt } from "../../../support/faults";
import { guestBench } from "../../../support/guest";
import { runningGuest } from "../../../support/runningGuest";

/** That a change is refused by these rules, each with its property. */
function assertRefused(error: unknown, ...rules: readonly string[]): asserts error is Refused {
    assert.ok(error instanceof Refused);
    assert.deepEqual(
        error.reasons.map(({ id, facts }) => `${id} ${String(facts["property"])}`),
        rules,
    );
}

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
        const ports = "root-ports-are-free domain";
        const cases: readonly (readonly [what: string, xml: string, rules: readonly string[], found: unknown])[] = [
            ["one root port for two halves", small("q35", 1), [ports], 1],
            ["no root port", small("q35", 0), [ports], 0],
            ["i440fx", small("pc", 0), ["guest-is-pcie domain", ports], 0],
        ];
        for (const [what, xml, rules, found] of cases)
            it(`${what}: is said before anything is touched`, async () => {
                await virsh("define", await bench.host.file(xml));
                await virsh("start", "small");
                const was = await virsh("dumpxml", "small", "--inactive");
                await assert.rejects(bench.stack.upTooLate({ ...bench.program(), domain: "small" }), (error) => {
                    assertRefused(error, ...rules);
                    assert.equal(error.reasons.at(-1)?.facts["found"], found);
                    return true;
                });
                assert.equal(await virsh("dumpxml", "small", "--inactive"), was);
            });
    });

    describe("(networks are not there)", () => {
        it("says all at once: the pool is stopped, and the virtio half's network missing", async () => {
            await virsh("net-destroy", "pool");
            const was = await state();
            await assert.rejects(bench.stack.upTooLate(bench.program({ network: "nowhere" })), (error) => {
                assertRefused(error, "pool-is-started transient.network", "network-is-started persistent.network");
                return true;
            });
            assert.deepEqual(await state(), was);
            await bench.stack.byHand("net-start", "pool");
            await assertHealed(bench.program());
        });

        it("says that a network is no pool of VFs", async () => {
            const was = await state();
            await assert.rejects(bench.stack.upTooLate(bench.program({}, { network: "br2" })), (error) => {
                assertRefused(error, "transient-network-is-a-pool transient.network");
                return true;
            });
            assert.deepEqual(await state(), was);
        });
    });
});
