import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { differences, type Difference } from "../../../provider/lifecycle/differences";

describe("differences", () => {
    const cases: readonly (readonly [says: string, before: unknown, after: unknown, found: readonly Difference[]])[] = [
        ["none between equals", { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
        ["a value", { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: "b", before: 2, after: 3 }]],
        ["what came", {}, { a: { b: 1 } }, [{ path: "a", before: undefined, after: { b: 1 } }]],
        ["what went", { a: 1 }, {}, [{ path: "a", before: 1, after: undefined }]],
        ["below an object", { a: { b: 1, c: 2 } }, { a: { b: 1 } }, [{ path: "a.c", before: 2, after: undefined }]],
        ["below a list", { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, [{ path: "a[1].b", before: 2, after: 3 }]],
        ["a list of another length whole", { a: [1] }, { a: [1, 2] }, [{ path: "a", before: [1], after: [1, 2] }]],
        ["another shape whole", { a: 42 }, { a: { tags: [42] } }, [{ path: "a", before: 42, after: { tags: [42] } }]],
        ["a list and an object whole", { a: [] }, { a: {} }, [{ path: "a", before: [], after: {} }]],
        [
            "all of them",
            { a: 1, b: { c: [true] }, d: null },
            { a: 2, b: { c: [false] }, d: {} },
            [
                { path: "a", before: 1, after: 2 },
                { path: "b.c[0]", before: true, after: false },
                { path: "d", before: null, after: {} },
            ],
        ],
    ];
    for (const [says, before, after, found] of cases) {
        it(says, () => {
            assert.deepEqual(differences(before, after), found);
        });
    }

    it("are none only between equals, and the same seen from the other side", () => {
        const turned = ({ path, before, after }: Difference): Difference => ({ path, before: after, after: before });
        const byPath = (a: Difference, b: Difference): number => (a.path < b.path ? -1 : 1);
        fc.assert(
            fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
                assert.deepEqual(differences(a, a), []);
                const [there, back] = [differences(a, b), differences(b, a)];
                assert.deepEqual(back.map(turned).toSorted(byPath), there.toSorted(byPath));
                assert.equal(there.length === 0, isDeepStrictEqual(a, b));
            }),
            { numRuns: 500 },
        );
    });
});
