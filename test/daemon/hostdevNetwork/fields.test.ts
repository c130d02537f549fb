import assert from "node:assert/strict";
import fc from "fast-check";
import type { HostdevNetworkArgs } from "../../../provider/hostdevNetwork/args";
import type { FromOptions } from "../../../provider/lifecycle/fromOptions";
import { anyPool } from "../../support/anyPool";
import { networkBench } from "../../support/network";

type Field = Exclude<
    keyof HostdevNetworkArgs,
    "uri" | "name" | "title" | "description" | "pf" | "addresses" | keyof FromOptions
>;

const port = { type: "802.1Qbh", profileid: "fast" };

/** Values of each argument, the first and the second different. */
const values: { readonly [F in Field]: readonly NonNullable<HostdevNetworkArgs[F]>[] } = {
    mode: ["hostdev"],
    managed: [false, true],
    driver: ["vfio", { name: "vfio" }],
    vlan: [42, 0, 4095, { tags: [7] }, { tags: [{ id: 8 }], trunk: false }],
    isolated: [false],
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
    whenInUse: ["restart", "refuse"],
    rules: [{ "pf-is-up": "off" }, {}],
    adopt: [true, false],
};
const fields = Object.keys(values) as Field[];
const sources = [{ pf: "enp7s0f0" }, { pf: "enp8s0f0" }, { addresses: ["0000:07:10.3", "0000:07:10.0"] }];

describe("every argument of a HostdevNetwork", () => {
    const bench = networkBench();

    for (const field of fields)
        it(`is made, changed and removed, and shows no drift that nobody made: ${field}`, async () => {
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

    it("combines with every other that the rules accept, in a creation and in a change", async () => {
        let clean = 0;
        await fc.assert(
            fc.asyncProperty(fc.array(anyPool, { minLength: 10, maxLength: 10 }), async (programs) => {
                for (const program of programs) {
                    if ((await bench.stack.check(program)).failures.length > 0) continue;
                    clean += 1;
                    await bench.stack.up(program);
                    await bench.stack.assertSettled(program);
                }
                if (bench.stack.state) await bench.stack.destroy();
            }),
            { seed: 1, numRuns: 100 },
        );
        assert.deepEqual(await bench.list(), []);
        assert.ok(clean > 100, `${clean} programs are too few to say anything`);
    });
});
