import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { TeamedNic } from "../../../sdk";

type Inputs = Readonly<Record<string, unknown>>;

/** Changes arguments as a transformation of a program does. */
const change =
    (changed: Inputs): pulumi.ResourceTransformation =>
    ({ props, opts }) => ({ props: { ...(props as Inputs), ...changed }, opts });

describe("what a class fills in", () => {
    let registered: Inputs[];
    beforeEach(async () => {
        registered = [];
        const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
            registered.push(inputs as Inputs);
            return { id: name, state: inputs as Record<string, unknown> };
        };
        await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "net", "prod", false);
    });

    /** What is registered of a pair in the end. */
    async function inputsOf(domain: string, opts: pulumi.CustomResourceOptions): Promise<Inputs> {
        const args = { uri: "test:///a", domain, persistent: { network: "lan" }, transient: { network: "vfpool" } };
        const nic = new TeamedNic("net0", args, opts);
        await new Promise((resolve) => nic.urn.apply(resolve));
        const last = registered.at(-1);
        assert.ok(last);
        return last;
    }

    it("follows from the arguments after all transformations: the pair's own, and those of its parents", async () => {
        const parent = new pulumi.ComponentResource(
            "my:Net",
            "net",
            {},
            { transformations: [change({ name: "net1" })] },
        );
        const { domain, name, mac } = await inputsOf("web0", { parent, transformations: [change({ domain: "web1" })] });
        const same = await inputsOf("web1", { transformations: [change({ name: "net1" })] });
        assert.deepEqual({ domain, name, mac }, { domain: "web1", name: "net1", mac: same["mac"] });
        assert.notEqual(mac, (await inputsOf("web1", {}))["mac"]);
    });

    it("is named for the provider, which may keep what the state has", async () => {
        assert.deepEqual((await inputsOf("web1", {}))["__filledIn"], ["name", "mac"]);
        const given = change({ name: "net1", mac: "52:54:00:aa:bb:01" });
        const inputs = await inputsOf("web1", { transformations: [given] });
        assert.deepEqual([inputs["__filledIn"], inputs["mac"]], [undefined, "52:54:00:aa:bb:01"]);
        assert.equal((await inputsOf("web1", {}))["mac"], "52:54:00:3c:09:fe", "as ever");
    });

    it("is told apart from what the program says: the rules of the stack's config", async () => {
        pulumi.runtime.setConfig("libvirt:rules", '{"mac-is-free":"off"}');
        try {
            const { rules, __filledIn } = await inputsOf("web1", {});
            assert.deepEqual([rules, __filledIn], [{ "mac-is-free": "off" }, ["name", "mac", "rules"]]);
            const own = { "mac-is-free": "warning" };
            const given = await inputsOf("web1", { transformations: [change({ rules: own })] });
            assert.deepEqual([given["rules"], given["__filledIn"]], [own, ["name", "mac"]]);
        } finally {
            pulumi.runtime.setAllConfig({});
        }
    });

    it("takes the options of a transformation, too", async () => {
        const transformation: pulumi.ResourceTransformation = ({ props, opts }) => ({
            props: props,
            opts: { ...opts, ignoreChanges: ["mac"] },
        });
        assert.deepEqual((await inputsOf("web1", { transformations: [transformation] }))["ignoreChanges"], ["mac"]);
    });
});
