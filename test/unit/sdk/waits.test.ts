import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { HostdevNetwork, VfPool } from "../../../sdk";
import { waitsOf, withParents } from "../../../sdk/program/waits";

const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({
    id: name,
    state: inputs as Record<string, unknown>,
});

describe("what a resource of a program waits for", () => {
    before(() => pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "project", "stack", false));

    /** The networks that are waited for with a value and a `dependsOn`. */
    const waitedFor = async (all: readonly pulumi.Resource[], ...given: Parameters<typeof waitsOf>) => {
        const { waits, rest } = waitsOf(...given);
        const known = waits ?? (await rest) ?? [];
        return all.map((one) => withParents(one).some((self) => known.includes(self)));
    };

    it("are the resources that its value comes from, however far", async () => {
        const pools = new VfPool("vfpool", {
            hosts: { a: { uri: "test:///a", pf: "a" }, b: { uri: "test:///b", pf: "a" } },
        });
        const [a, b] = await new Promise<HostdevNetwork[]>((resolve) => {
            pools.pools.apply((byKey) => {
                resolve([byKey.a, byKey.b]);
            });
        });
        assert.ok(a && b);
        assert.deepEqual(await waitedFor([a, b], a.name, undefined), [true, false]);
        assert.deepEqual(await waitedFor([a, b], pulumi.interpolate`${a.name}`, undefined), [true, false]);
        assert.deepEqual(await waitedFor([a, b], pools.network, undefined), [true, true]);
        assert.deepEqual(await waitedFor([a, b], "vfpool", pools), [true, true], "they are in the component");
        assert.deepEqual(await waitedFor([a, b], pulumi.output("vfpool"), undefined), [false, false]);
    });

    it("are those of dependsOn, in each form that Pulumi takes", async () => {
        const pool = new HostdevNetwork("alone", { uri: "test:///a", pf: "a" });
        for (const dependsOn of [pool, [pool], Promise.resolve(pool), Promise.resolve([pool]), [pulumi.output(pool)]])
            assert.deepEqual(await waitedFor([pool], "alone", dependsOn as pulumi.Resource), [true]);
        assert.deepEqual(waitsOf("alone", undefined), { waits: [] }, "known at once");
    });
});
