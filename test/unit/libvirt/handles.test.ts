import assert from "node:assert/strict";
import { Handles } from "../../../provider/libvirt/handles";
import type { Handle } from "../../../provider/libvirt/prototypes";

/** Handles of objects that are called `a`, `b` and so on, with what libvirt was asked for. */
function handlesOf(listed: readonly string[]): { readonly handles: Handles; readonly asked: string[] } {
    const asked: string[] = [];
    const given = new Map<Handle, string>();
    const give = (uuid: string): Handle => {
        const handle = BigInt(given.size + 1) as Handle;
        given.set(handle, uuid);
        return handle;
    };
    const handles = new Handles({
        list: () => {
            asked.push("list");
            return listed.map(give);
        },
        lookUp: (uuid) => {
            asked.push(`look up ${uuid}`);
            return give(uuid);
        },
        uuidOf: (handle) => given.get(handle) ?? "",
        free: (handle) => asked.push(`free ${given.get(handle) ?? ""}`),
    });
    return { handles, asked };
}

describe("handles that are kept", () => {
    it("are looked up once for each object", () => {
        const { handles, asked } = handlesOf([]);
        assert.equal(handles.get("a"), handles.get("a"));
        handles.prepare(["a", "b"]); // one alone is no reason to list
        assert.deepEqual(asked, ["look up a"]);
        handles.release();
        assert.deepEqual(asked, ["look up a", "free a"]);
    });

    it("come from one listing where several are needed, which frees those from before", () => {
        const { handles, asked } = handlesOf(["a", "b"]);
        handles.get("a");
        handles.get("gone");
        handles.prepare(["b", "c"]);
        handles.prepare(["a", "b"]);
        handles.get("b");
        assert.deepEqual(asked, ["look up a", "look up gone", "list", "free a", "free gone"]);
    });

    it("are freed, each of them, also where one object is listed twice", () => {
        const { handles, asked } = handlesOf(["a", "a"]);
        assert.deepEqual([...handles.list().keys()], ["a"]);
        handles.release();
        assert.deepEqual(asked, ["list", "free a", "free a"]);
    });
});
