import assert from "node:assert/strict";
import { command } from "../support/command";

const URN = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/libvirt:HostdevNetwork::vfpool";
const preview = (severity: string, uri = "qemu:///system"): string =>
    JSON.stringify({
        steps: [{ op: "create", urn: URN, newState: { inputs: { name: "vfpool", uri } } }],
        diagnostics: [{ message: `vfpool: a sentence about ${uri}.`, severity }],
    });

describe("the command report", () => {
    it("reads a preview from standard input, and ends with 0 where that has no error", async () => {
        const { status, out, err } = await command(["report"], preview("warning"));
        assert.deepEqual([status, err], [0, ""]);
        assert.match(out, /^### Teamed NICs and pools: 1 to change, 0 drifted, 0 unchanged\n/);
    });

    it("ends with 1 where the preview has an error, and shows that", async () => {
        const { status, out } = await command(["report", "-"], preview("error"));
        assert.equal(status, 1);
        assert.match(out, /\*\*Errors\*\*\n\n- vfpool: a sentence/);
    });

    it("answers machines with one object", async () => {
        const { out } = await command(["report", "--json"], preview("info"));
        assert.deepEqual(JSON.parse(out), {
            resources: [
                {
                    urn: URN,
                    subject: "vfpool",
                    uri: "qemu:///system",
                    ops: ["create"],
                    isMissing: false,
                    changes: [],
                    drift: [],
                },
            ],
            unchanged: 0,
            diagnostics: [{ message: "vfpool: a sentence about qemu:///system.", severity: "info" }],
        });
    });

    it("ends with 2 where there is no preview, and names what it read", async () => {
        const text = await command(["report"], "<network/>");
        assert.deepEqual([text.status, text.out], [2, ""]);
        assert.match(text.err, /^standard input: this is not the output of `pulumi preview --json`\./);
        const missing = await command(["report", "/nowhere/preview.json"]);
        assert.deepEqual([missing.status, missing.out], [2, ""]);
        assert.match(missing.err, /^\/nowhere\/preview\.json: ENOENT/);
    });

    for (const form of [[], ["--json"]])
        it(`shows no password of a URI ${form.join("")}`, async () => {
            const { out } = await command(
                ["report", ...form],
                preview("info", "qemu+tcp://root:canary-pw@kvm1/system"),
            );
            assert.ok(!out.includes("canary"), out);
            assert.match(out, /secret/);
        });
});
