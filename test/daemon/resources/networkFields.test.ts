import assert from "node:assert/strict";
import fc from "fast-check";
import type { HostdevNetworkArgs } from "../../../provider/resources/hostdevNetwork";
import { networkBench } from "../../support/network";

type Field = Exclude<keyof HostdevNetworkArgs, "uri" | "name" | "title" | "description" | "pf" | "addresses">;

const port = { type: "802.1Qbh", profileid: "fast" };

/** Values of each argument, the first and the second different. */
const values: { readonly [F in Field]: readonly NonNullable<HostdevNetworkArgs[F]>[] } = {
    mode: ["hostdev"],
    managed: [false, true],
    driver: ["vfio", { name: "vfio" }],
    vlan: [42, 0, 4095, { tags: [7] }, { tags: [{ id: 8 }], trunk: false }],
    isolated: [true, false],
    ipv6: [true, false],
    trustGuestRxFilters: [true, false],
    virtualport: [port, { type: "802.1Qbh", profileid: "slow" }],
    portgroups: [
        [{ name: "a", default: true, vlan: 7 }, { name: "b" }],
        [{ name: "b", trustGuestRxFilters: true, default: false }],
        [
            { name: "c", vlan: { tags: [9] }, trustGuestRxFilters: false },
            { name: "a", default: true, virtualport: port },
        ],
    ],
    autostart: [false, true],
    active: [false, true],
    adopt: [true, false],
};
const fields = Object.keys(values) as Field[];
const sources = [{ pf: "enp7s0f0" }, { pf: "enp8s0f0" }, { addresses: ["0000:07:10.3", "0000:07:10.0"] }];

describe("every argument of a HostdevNetwork", () => {
    const bench = networkBench();

    for (const field of fields)
        it(`${field} is made, changed and taken away, and shows no drift that nobody made`, async () => {
            const without = { name: "p", pf: "enp7s0f0" };
            const [first, second = first] = values[field];
            await bench.stack.up({ ...without, [field]: first });
            const { id } = bench.stack.state ?? assert.fail();
            for (const program of [
                ...values[field].map((value) => ({ ...without, [field]: value })),
                without,
                { ...without, [field]: second },
            ]) {
                await bench.stack.up(program);
                await bench.stack.assertSettled(program);
            }
            assert.equal(bench.stack.state?.id, id);
        });

    it("pf and addresses take each other's place", async () => {
        for (const source of [...sources, ...sources]) {
            await bench.stack.up({ name: "p", ...source });
            await bench.stack.assertSettled({ name: "p", ...source });
        }
        const [, forward] = /(<forward.*<\/forward>)/.exec(await bench.definition("p")) ?? [];
        assert.equal(
            forward,
            "<forward mode='hostdev' managed='yes'>" +
                "<address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x3'/>" +
                "<address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x0'/></forward>",
        );
    });

    it("gets along with every other, made so or changed to it", async () => {
        const any = fc
            .tuple(
                fc.constantFrom(...sources),
                fc.record(
                    Object.fromEntries(fields.map((field) => [field, fc.constantFrom(...values[field])])) as {
                        [F in Field]: fc.Arbitrary<unknown>;
                    },
                    { requiredKeys: [] },
                ),
            )
            .map(([source, args]): Readonly<Record<string, unknown>> => ({ name: "p", ...source, ...args }))
            // [67/19] at define: the VLAN of a network beside the virtualport of a portgroup
            .filter(({ vlan, portgroups }) => vlan === undefined || portgroups !== values.portgroups[2]);
        await fc.assert(
            fc.asyncProperty(any, any, async (first, second) => {
                for (const program of [first, second]) {
                    await bench.stack.up(program);
                    await bench.stack.assertSettled(program);
                }
                await bench.stack.destroy();
            }),
            { seed: 1, numRuns: 60 },
        );
        assert.deepEqual(await bench.list(), []);
    });
});
