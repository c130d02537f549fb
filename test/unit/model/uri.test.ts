import assert from "node:assert/strict";
import { hidePasswords, namesIn } from "../../../provider/model/uri";
import { PASSWORDS } from "../../support/passwords";

describe("a password in a URI", () => {
    for (const { uri, hidden, printed } of PASSWORDS) {
        it(`is hidden in ${hidden}, and wherever an error names it`, () => {
            for (const text of printed)
                assert.equal(hidePasswords(`on ${uri}: ${text} refused`, [uri]), `on ${hidden}: [secret] refused`);
        });
    }

    it("is hidden in a text whose URIs nobody names", () => {
        assert.equal(
            hidePasswords('["qemu+ssh://a:one@kvm1/system","tls://:two@b"] qemu+ssh://kvm1:22/system of a@b'),
            '["qemu+ssh://a:[secret]@kvm1/system","tls://:[secret]@b"] qemu+ssh://kvm1:22/system of a@b',
        );
    });

    it("is hidden as a word where it is short", () => {
        assert.equal(
            hidePasswords("a VF of a pool, by us", ["qemu+ssh://u:a@h/"]),
            "[secret] VF of [secret] pool, by us",
        );
    });
});

describe("the names in a URI", () => {
    const cases: readonly (readonly [uri: string, ...names: string[]])[] = [
        ["qemu+ssh://admin@kvm-east:22/system?keyfile=/etc/k%20y", "kvm-east", "admin", "/etc/k y"],
        ["qemu+tls://[fe80::1]/system", "[fe80::1]", "fe80::1"],
        ["qemu+ssh://a%40b:pw@kvm/system", "kvm", "a%40b:pw", "a@b:pw", "a%40b", "a@b", "pw"],
        ["qemu+unix:///system?socket=/run/a;mode=direct", "/run/a", "direct"],
    ];
    for (const [uri, ...names] of cases)
        it(`are ${names.join(", ")} of ${uri}`, () => {
            assert.deepEqual([...namesIn(uri)].sort(), [...names].sort());
        });
});
