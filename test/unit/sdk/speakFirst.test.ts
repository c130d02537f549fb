import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../lab/places";
import { HostdevNetwork, TeamedNic, VfPool } from "../../../sdk";
import { assertHooksIn, isRunByCli } from "../../../sdk/speakFirst";

const uri = "test:///a";
const PAIR = { uri, domain: "web1", persistent: { network: "lan" }, transient: { network: "vfpool" } };

describe("what Pulumi would say in words of its own, or not at all", () => {
    let warned: string[];
    const { warn } = console;
    beforeEach(async () => {
        const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({
            id: name,
            state: inputs as Record<string, unknown>,
        });
        await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "net", "prod", false);
        warned = [];
        console.warn = (line: string) => warned.push(line);
    });
    afterEach(() => {
        console.warn = warn;
    });

    it("is import: the class refuses it, and names adopt", () => {
        const refused = (make: () => unknown): void => {
            assert.throws(make, (error) => {
                assert.ok(pulumi.RunError.isInstance(error), "no stack is shown");
                return /^(vfpool|net0): .*\bimport\b.*\badopt to true\b/.test(error.message);
            });
        };
        refused(() => new HostdevNetwork("vfpool", { uri, pf: "enp7s0f0" }, { import: "u" }));
        const imported: pulumi.ResourceTransformation = ({ props, opts }) => ({
            props: props,
            opts: { ...opts, import: "u" },
        });
        refused(() => new TeamedNic("net0", PAIR, { transformations: [imported] }));
    });

    it("is customTimeouts: it has no effect, and detachTimeout has", async () => {
        const nic = new TeamedNic("net0", PAIR, { customTimeouts: { create: "5m" } });
        const pool = new HostdevNetwork("vfpool", { uri, pf: "enp7s0f0" }, { customTimeouts: { create: "5m" } });
        const quiet = new TeamedNic("net1", PAIR);
        await Promise.all([nic, pool, quiet].map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
        assert.deepEqual(
            warned.map((line) => [/(\w+): the option customTimeouts/.exec(line)?.[1], line.includes("detachTimeout")]),
            [
                ["net0", true],
                ["vfpool", false],
            ],
        );
    });

    it("is deletedWith where nothing on the host is deleted with it", async () => {
        const pool = new HostdevNetwork("vfpool", { uri, pf: "enp7s0f0" });
        const pools = new VfPool("pools", { hosts: { a: { uri, pf: "enp8s0f0" } } });
        const guest = new pulumi.ComponentResource("other:index:Guest", "web1");
        const nics = [pool, pools, guest].map((deletedWith, i) => new TeamedNic(`net${i}`, PAIR, { deletedWith }));
        await Promise.all(nics.map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
        assert.deepEqual(
            warned.map((line) => /(\w+): the option deletedWith/.exec(line)?.[1]),
            ["net0", "net1"],
        );
    });

    it("is a program's folder from which the hooks are not found", async () => {
        assertHooksIn(projectRoot);
        const folder = await mkdtemp(join(tmpdir(), "program-"));
        try {
            assert.throws(
                () => {
                    assertHooksIn(folder);
                },
                (error) => pulumi.RunError.isInstance(error) && error.message.includes(`folder, ${folder}. `),
            );
        } finally {
            await rm(folder, { recursive: true });
        }
    });

    it("is the program's folder where the CLI runs it, and not in the Automation API or a test", () => {
        assert.equal(isRunByCli("/srv/net/node_modules/@pulumi/pulumi/cmd/run/index.js"), true);
        assert.equal(isRunByCli("/srv/net/deploy.js"), false);
        assert.equal(isRunByCli(), false);
    });
});
