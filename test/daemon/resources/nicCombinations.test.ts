import assert from "node:assert/strict";
import fc from "fast-check";
import type { Properties } from "../../../provider/resources/kind";
import { guestBench } from "../../support/guest";
import { halves, takes } from "../../support/nicValues";

/** Any half that libvirt defines. */
function anyHalf(half: "persistent" | "transient"): fc.Arbitrary<Properties> {
    const { sources, values } = halves[half];
    return fc.constantFrom(...Object.keys(sources)).chain((kind) => {
        const fields = Object.entries(values).filter(
            ([field]) =>
                takes(halves[half], kind, field) && !["network", "bridge", "direct", "address"].includes(field),
        );
        return fc
            .tuple(
                fc.constantFrom(...(sources[kind] ?? [])),
                fc.record(Object.fromEntries(fields.map(([field, all]) => [field, fc.constantFrom(...all)])), {
                    requiredKeys: [],
                }),
            )
            .map(([source, fields]) => ({ ...source, ...fields }));
    });
}

/** Whether libvirt 9.0 refuses a half although it takes each of its values. */
const refused = ({ isolated, virtualport }: Properties): boolean => isolated === true && virtualport !== undefined; // [67/20], unless for Open vSwitch

/**
 * An id that libvirt made for one type of virtualport is kept when a program changes the type, and refused [27/11] beside
 * the new one: such a change fails.
 */
const portTypeOf = ({ persistent }: { readonly persistent: Properties }): unknown =>
    (persistent["virtualport"] as { readonly type: string } | undefined)?.type;

describe("all fields of a TeamedNic together", () => {
    const bench = guestBench();

    it("show no drift that nobody made, made so or changed to it", async () => {
        const mac = fc.constantFrom("52:54:00:aa:bb:01", "52:54:00:aa:bb:02");
        const any = fc
            .record({ mac, persistent: anyHalf("persistent"), transient: anyHalf("transient") })
            .filter(({ persistent, transient }) => !refused(persistent) && !refused(transient))
            .map(({ mac, persistent, transient }) => ({ ...bench.program(persistent, transient), mac }));
        await fc.assert(
            fc.asyncProperty(any, any, async (first, second) => {
                fc.pre(
                    portTypeOf(first) === undefined ||
                        portTypeOf(second) === undefined ||
                        portTypeOf(first) === portTypeOf(second),
                );
                for (const program of [first, second]) {
                    await bench.stack.up(program);
                    await bench.stack.assertSettled(program);
                }
                await bench.stack.destroy();
                assert.equal(await bench.xml(), bench.untouched);
            }),
            { seed: 1, numRuns: 80 },
        );
    });
});
