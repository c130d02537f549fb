import assert from "node:assert/strict";
import type { Properties } from "../../../provider/lifecycle/kind";
import { guestBench } from "../../support/guest";
import { halves, programWith, sourceFor } from "../../support/nicValues";

/** What libvirt takes a field's absence for. */
const absent: Properties = { isolated: false, trustGuestRxFilters: false, mode: "vepa", link: "up" };
/** What every half has: see nicDrift.test.ts. And what libvirt chooses where nobody says it. */
const elsewhere = ["network", "bridge", "direct", "address", "alias", "managed", "model", "target", "guestAddress"];

describe("a field of a TeamedNic that somebody changed by hand", () => {
    const bench = guestBench();

    for (const half of ["persistent", "transient"] as const) {
        for (const [field, [first, second]] of Object.entries(halves[half].values)) {
            if (elsewhere.includes(field)) continue;
            it(`${half}.${field} is named with the host's value, and put right`, async () => {
                const source = await sourceFor(bench, half, field);
                /** A program, what it comes to, and the guest that it makes. */
                const made = async (value: unknown) => {
                    const changed = { ...source, ...(value !== undefined && { [field]: value }) };
                    const program = programWith(bench, half, changed);
                    await bench.stack.up(program);
                    const inputs = await bench.stack.checked(program);
                    return { program, inputs, half: inputs[half] as Properties, xml: await bench.xml() };
                };
                const [none, one] = [await made(undefined), await made(first)];
                const other = second === undefined ? none : await made(second);

                for (const [said, host] of [
                    [one, other],
                    [one, none],
                    [none, one],
                ] as const) {
                    await bench.stack.up(said.program);
                    await bench.define(host.xml);
                    const { [field]: found = said.half[field] === undefined ? undefined : absent[field] } = host.half;
                    const drifted = { ...said.half, [field]: found };
                    if (found === undefined) Reflect.deleteProperty(drifted, field);
                    assert.notDeepEqual(drifted, said.half);
                    assert.deepEqual(await bench.stack.refresh(), { ...said.inputs, [half]: drifted });
                    assert.equal(await bench.stack.up(said.program), "updated");
                    await bench.stack.assertSettled(said.program);
                    assert.equal(await bench.xml(), said.xml);
                }
            });
        }
    }
});
