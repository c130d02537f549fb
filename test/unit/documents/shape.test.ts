import assert from "node:assert/strict";
import { shaped } from "../../../provider/documents/shape";
import { count, element, leaf, list, opt, read } from "../../../provider/xml";

const table = element("a", {
    mode: opt(leaf("@mode", count)),
    model: opt(leaf("@model", count)),
    items: opt(list("b/c", element("c", { id: leaf("@id", count) }))),
    size: opt(leaf("b/@size", count)),
});

describe("an element that does not fit its table", () => {
    const cases: readonly (readonly [xml: string, blocked: readonly string[], path: string])[] = [
        ["<a mode='x' model='1'/>", ["mode"], "/z/a[2]/@mode"],
        ["<a mode='1' model='x'/>", ["model"], "/z/a[2]/@model"],
        ["<a mode='1'><b size='1'><c id='1'/><c id='x'/></b></a>", ["items"], "/z/a[2]/b/c[2]/@id"],
        ["<a mode='1'><b size='x'><c id='1'/></b></a>", ["size"], "/z/a[2]/b/@size"],
    ];
    for (const [xml, blocked, path] of cases)
        it(`${xml}: rules about ${blocked.join()} wait`, () => {
            const { failures, ...rest } = shaped(table, read(xml), "/z/a[2]");
            assert.deepEqual(rest.blocked, blocked);
            assert.deepEqual(
                failures.map(({ rule, property, found }) => [rule, property, found]),
                [["xml-shape", path, "x"]],
            );
        });
});
