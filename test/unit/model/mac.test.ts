import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { derivedMac } from "../../../provider/model/mac";

describe("derivedMac", () => {
    it("is the same for the same pair, for ever", () => {
        // states of users depend on it: printf '["net","prod","web1","net0"]' | sha256sum
        assert.equal(derivedMac("net", "prod", "web1", "net0"), "52:54:00:3c:09:fe");
    });

    it("is of QEMU's prefix, and so unicast, and as libvirt prints it", () => {
        fc.assert(
            fc.property(fc.array(fc.string()), (identity) => {
                assert.match(derivedMac(...identity), /^52:54:00(:[0-9a-f]{2}){3}$/);
            }),
        );
    });

    it("is 24 bits of SHA-256 over the identity as JSON, so that no two ways to cut it meet", () => {
        fc.assert(
            fc.property(fc.array(fc.string()), (identity) => {
                const digest = createHash("sha256").update(JSON.stringify(identity)).digest("hex");
                assert.equal(derivedMac(...identity).replaceAll(":", ""), `525400${digest.slice(0, 6)}`);
            }),
        );
    });

    const others: readonly (readonly string[])[] = [
        ["net", "prod", "web1", "net0"],
        ["net", "prod", "web1", "net1"],
        ["net", "prod", "web2", "net0"],
        ["net", "test", "web1", "net0"],
        ["app", "prod", "web1", "net0"],
        ["net", "prod", "web1net0"],
        ["netprod", "web1", "net0"],
        ["net", "prod", "web1,net0"],
        ["net", "prod", "web1", "net0", ""],
    ];
    it("differs between pairs that differ in anything", () => {
        assert.equal(new Set(others.map((identity) => derivedMac(...identity))).size, others.length);
    });
});
