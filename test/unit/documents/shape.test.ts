import assert from "node:assert/strict";
import { shaped } from "../../../provider/documents/shape";
import { count, element, leaf, list, node, opt, read } from "../../../provider/xml";

const table = element("a", {
    mode: opt(leaf("@mode", count)),
    model: opt(leaf("@model", count)),
    items: opt(list("b/c", element("c", { id: leaf("@id", count) }))),
    part: opt(node("d", element("d", { id: leaf("@id", count) }))),
    size: opt(leaf("b/@size", count)),
});

describe("an element that does not fit its table", () => {
    const cases: readonly (readonly [xml: string, blocked: readonly string[], path: string, model: object])[] = [
        ["<a mode='x' model='1'/>", ["mode"], "/z/a[2]/@mode", { model: 1 }],
        ["<a mode='1' model='x'/>", ["model"], "/z/a[2]/@model", { mode: 1 }],
        [
            "<a mode='1'><b size='1'><c id='1'/><c id='x'/></b></a>",
            ["items"],
            "/z/a[2]/b/c[2]/@id",
            { mode: 1, size: 1 },
        ],
        ["<a mode='1'><b size='x'><c id='1'/></b></a>", ["size"], "/z/a[2]/b/@size", { mode: 1, items: [{ id: 1 }] }],
        ["<a mode='1'><d id='x'/></a>", ["part"], "/z/a[2]/d/@id", { mode: 1 }],
    ];
    for (const [xml, blocked, path, model] of cases)
        it(`${xml}: rules about ${blocked.join()} wait`, () => {
            const { failures, ...rest } = shaped(table, read(xml), "/z/a[2]");
            assert.deepEqual([rest.blocked, rest.model], [blocked, model]);
            assert.deepEqual(
                failures.map(({ rule, property, found }) => [rule, property, found]),
                [["xml-shape", path, "x"]],
            );
        });
});
