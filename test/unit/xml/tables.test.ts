import assert from "node:assert/strict";
import fc from "fast-check";
import { decode, encode, read, write } from "../../../provider/xml";
import { modelOf } from "../../support/arbitrary";
import { tables } from "../../support/tables";

describe("a table renders what it parses", () => {
    for (const [path, table] of tables) {
        it(path, () => {
            fc.assert(
                fc.property(modelOf(table.fields), (model) => {
                    assert.deepEqual(decode(table, read(write(encode(table, model)))), { model, unread: [] });
                }),
            );
        });
    }
});
