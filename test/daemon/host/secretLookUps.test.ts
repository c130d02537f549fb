import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { close } from "../../../provider/libvirt";
import { getHostdevNetworkOutput, getMigrationReadiness, getTeams } from "../../../sdk";

/** libvirt's error names the socket alone, without the URI around it. */
const uri = "qemu+unix:///system?socket=/nowhere/canary-sock";

const errorOf = (answer: Promise<unknown>): Promise<string> =>
    answer.then(
        () => "no error",
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

describe("the error of a look-up", () => {
    afterEach(async () => {
        pulumi.runtime.setAllConfig({}, []);
        await close();
    });

    it("names no part of a libvirt:uri that is a config secret", async () => {
        pulumi.runtime.setAllConfig({ "libvirt:uri": uri }, ["libvirt:uri"]);
        const readiness = getMigrationReadiness({ domain: "web1", to: [] });
        for (const error of [await errorOf(getTeams()), await errorOf(readiness)])
            assert.match(
                error,
                /^virConnectOpenAuth on \[secret\]: libvirt error \[38\/7\] Failed to connect socket to '\[secret\]'/,
            );
    });

    it("names no part of an argument that is a secret", async () => {
        const answer = getHostdevNetworkOutput({ name: "vfpool", uri: pulumi.secret(uri) });
        assert.match(await errorOf(pulumi.isSecret(answer)), /^virConnectOpenAuth on \[secret\]: .* '\[secret\]'/);
    });

    it("names what is no secret", async () => {
        assert.match(await errorOf(getTeams({ uri })), /'\/nowhere\/canary-sock'/);
    });

    it("is a refusal for a URI with a password, which is not shown", async () => {
        const error = await errorOf(getTeams({ uri: "qemu+tcp://root:canary@127.0.0.1:1/system" }));
        assert.match(error, /^libvirt was not asked\.\nuri: "qemu\+tcp:\/\/root:\[secret\]@127/);
        assert.doesNotMatch(error, /canary/);
    });
});
