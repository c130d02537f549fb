import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { hasSecretUri, hostOf } from "../../../sdk/uri";

const CONFIGURED = "qemu+ssh://root@canary/system";

/** The value of what a program registers, and whether Pulumi keeps it as a secret. */
async function seen(input: pulumi.Input<string>): Promise<readonly [uri: string, isSecret: boolean]> {
    const output = pulumi.output(input);
    const uri = await new Promise<string>((resolve) => output.apply(resolve));
    return [uri, await pulumi.isSecret(output)];
}

describe("a libvirt:uri that is a config secret", () => {
    before(() => {
        pulumi.runtime.setAllConfig({ "libvirt:uri": CONFIGURED }, ["libvirt:uri"]);
    });
    after(() => {
        pulumi.runtime.setAllConfig({}, []);
    });

    const ways: readonly (readonly [says: string, argument: unknown])[] = [
        ["is left out", undefined],
        ["is empty", ""],
        ["is an output of nothing", pulumi.output(undefined)],
        ["is an output of an empty text", pulumi.output("")],
        ["is the same text", CONFIGURED],
    ];
    for (const [says, argument] of ways)
        it(`is one where the argument ${says}`, async () => {
            assert.deepEqual(await seen(hostOf(argument)), [CONFIGURED, true]);
        });

    it("makes no secret of another host", async () => {
        assert.equal(hostOf("qemu:///system"), "qemu:///system");
        assert.deepEqual(await seen(hostOf(pulumi.output("qemu:///system"))), ["qemu:///system", false]);
    });

    it("is found within what a look-up answers", () => {
        assert.equal(hasSecretUri({ ready: true, hosts: [{ uri: CONFIGURED }] }), true);
        assert.equal(hasSecretUri({ ready: true, uri: "qemu:///system", pf: null }), false);
    });
});
