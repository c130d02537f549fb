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

    describe("in a list, item by item", () => {
        const a = { name: "a", vlan: 1 };
        const b = { name: "b", vlan: 2 };
        const lists: readonly (readonly [what: string, path: string, actual: readonly unknown[], kept: object])[] = [
            ["the first is missing on the host", "l[*].vlan", [{ name: "b", vlan: 5 }], [a, { name: "b", vlan: 5 }]],
            ["the last is missing on the host", "l[1].vlan", [{ name: "a", vlan: 5 }], [a, b]],
            ["their order differs", "l[0].vlan", [b, { name: "a", vlan: 5 }], [{ name: "a", vlan: 5 }, b]],
            [
                "another was added before them",
                "l[*].vlan",
                [{ name: "x", vlan: 9 }, { name: "a" }, b],
                [{ name: "a" }, b],
            ],
            ["one is ignored as a whole, and missing", "l[1]", [a], [a, b]],
            ["all are ignored", "l[*]", [b], [b]],
            ["one was renamed on the host", "l[*].vlan", [{ name: "x", vlan: 9 }, b], [{ name: "a", vlan: 9 }, b]],
        ];
        for (const [what, path, actual, kept] of lists)
            it(`(${what})`, () => {
                assert.deepEqual(keepIgnored({ l: [a, b] }, { l: actual }, [path]), { l: kept });
            });

        it("no named item gets another's value", () => {
            const portgroups = fc.uniqueArray(fc.record({ name: fc.constantFrom("a", "b", "c"), vlan: fc.nat(3) }), {
                selector: ({ name }) => name,
            });
            fc.assert(
                fc.property(portgroups, portgroups, (l, actual) => {
                    const kept = keepIgnored({ l }, { l: actual }, ["l[*].vlan"]);
                    for (const [i, { name, vlan }] of kept.l.entries()) {
                        const namesake = actual.find((one) => one.name === name);
                        const isRenamed = !l.some((one) => one.name === actual[i]?.name);
                        const own = namesake ?? (isRenamed ? actual[i] : undefined) ?? l[i];
                        assert.deepEqual([name, vlan], [l[i]?.name, own?.vlan]);
                    }
                }),
            );
        });

        it("an item without a name is known by its place", () => {
            assert.deepEqual(keepIgnored({ l: ["x", "y"] }, { l: ["z"] }, ["l[0]"]), { l: ["z", "y"] });
            assert.deepEqual(keepIgnored({ l: ["x", "y"] }, { l: ["z"] }, ["l[1]"]), { l: ["x", "y"] });
        });
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
