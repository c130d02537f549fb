import assert from "node:assert/strict";
import fc from "fast-check";
import { isIgnored, keepIgnored } from "../../../provider/lifecycle/ignoreChanges";

describe("what ignoreChanges names stays as it is", () => {
    const desired = {
        vlan: 42,
        persistent: { mtu: 9000, link: "up" },
        portgroups: [{ name: "a", vlan: 1 }, { name: "b" }],
    };
    const actual = {
        vlan: 44,
        persistent: { mtu: 1400, link: "down" },
        portgroups: [{ name: "x", vlan: 2 }, { name: "y" }],
    };
    const cases: readonly (readonly [path: string, kept: object])[] = [
        ["vlan", { ...desired, vlan: 44 }],
        ["persistent.mtu", { ...desired, persistent: { mtu: 1400, link: "up" } }],
        ['persistent["mtu"]', { ...desired, persistent: { mtu: 1400, link: "up" } }],
        ["persistent", { ...desired, persistent: { mtu: 1400, link: "down" } }],
        ["persistent.*", { ...desired, persistent: { mtu: 1400, link: "down" } }],
        ["portgroups[0].vlan", { ...desired, portgroups: [{ name: "a", vlan: 2 }, { name: "b" }] }],
        ["portgroups[*].name", { ...desired, portgroups: [{ name: "x", vlan: 1 }, { name: "y" }] }],
        ["*", actual],
        ["unknown", desired],
        ["vlan.deeper", desired],
        ["persistent.none.deeper", desired],
    ];
    for (const [path, kept] of cases)
        it(`(${path})`, () => {
            assert.deepEqual(keepIgnored(desired, actual, [path]), kept);
        });

    it("also where it is missing there, or in the program", () => {
        assert.deepEqual(keepIgnored({ a: 1, b: 2 }, { b: 2 }, ["a"]), { b: 2 });
        assert.deepEqual(keepIgnored<object>({ b: 2 }, { a: { c: 1 }, b: 3 }, ["a.c"]), { a: { c: 1 }, b: 2 });
    });

    it("and nothing else: all paths come from one side or the other", () => {
        const dictionary = <T>(keys: readonly string[], values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
            fc.dictionary(fc.constantFrom(...keys), values, { noNullPrototype: true });
        const value = dictionary(["a", "b", "c"], dictionary(["d", "e"], fc.nat(3)));
        fc.assert(
            fc.property(value, value, fc.constantFrom("a", "b.d", "*", "c.*"), (one, other, path) => {
                const kept = keepIgnored(one, other, [path]);
                assert.deepEqual(keepIgnored(kept, other, [path]), kept, "twice is once");
                assert.deepEqual(keepIgnored(one, one, [path]), one, "where both agree, nothing changes");
            }),
        );
    });

    it("is known by its path", () => {
        const found = ["vlan", "persistent.mtu", "persistent.link", "portgroups[0].vlan"].filter((path) =>
            isIgnored(path, ["persistent", "portgroups[*].vlan"]),
        );
        assert.deepEqual(found, ["persistent.mtu", "persistent.link", "portgroups[0].vlan"]);
    });
});
