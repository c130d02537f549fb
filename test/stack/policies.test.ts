import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzeRequest, AnalyzerResourceOptions, type AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { projectRoot } from "../../lab/places";

const PACK = `
const { PolicyPack, validateResourceOfType } = require("@pulumi/policy");
const { HostdevNetwork, TeamedNic, VfPool } = require(${JSON.stringify(projectRoot)});
const policy = (name, type, wrong) => ({
    name, description: name, enforcementLevel: "mandatory",
    validateResource: validateResourceOfType(type, (props, _, report) => { if (wrong(props)) report(name); }),
});
new PolicyPack("net", { policies: [
    policy("a-pool-has-a-vlan", HostdevNetwork, ({ vlan }) => vlan === undefined),
    policy("a-nic-migrates", TeamedNic, ({ migratesTo = [] }) => migratesTo.length === 0),
    policy("no-vfpool", VfPool, () => true),
] });`;

describe("a typed policy, in the policy server of Pulumi", () => {
    let folder: string;
    let server: ChildProcess;
    let client: AnalyzerClient;

    before(async () => {
        const cache = join(projectRoot, ".cache");
        await mkdir(cache, { recursive: true });
        folder = await mkdtemp(join(cache, "policies-"));
        await writeFile(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
        await writeFile(join(folder, "package.json"), '{ "name": "net", "version": "0.0.1", "main": "index.js" }');
        await writeFile(join(folder, "index.js"), PACK);
        const run = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        server = spawn(process.execPath, [run, "127.0.0.1:1", folder], {
            cwd: folder,
            stdio: ["ignore", "pipe", "inherit"],
        });
        assert.ok(server.stdout);
        const ended = once(server, "exit").then(() => Promise.reject(new Error("the policy server has ended")));
        const [port] = (await Promise.race([once(server.stdout, "data"), ended])) as [Buffer];
        ended.catch(() => undefined);
        client = new AnalyzerClient(`127.0.0.1:${port.toString().trim()}`, credentials.createInsecure());
    });
    after(async () => {
        client.close();
        server.kill();
        await rm(folder, { recursive: true, force: true });
    });

    /** The policies that a resource breaks. */
    async function broken(type: string, properties: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
        const request = new AnalyzeRequest();
        request.setType(type);
        request.setName("a");
        request.setUrn(`urn:pulumi:dev::net::${type}::a`);
        request.setProperties(Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]));
        request.setOptions(new AnalyzerResourceOptions());
        const response = await new Promise<AnalyzeResponse>((resolve, reject) => {
            client.analyze(request, (error, answer) => {
                if (error) reject(error);
                else resolve(answer);
            });
        });
        return response.getDiagnosticsList().map((one) => one.getPolicyname());
    }

    it("judges each resource of its class, and no other", async () => {
        const pool = "pulumi-nodejs:dynamic/libvirt:HostdevNetwork";
        const nic = "pulumi-nodejs:dynamic/libvirt:TeamedNic";
        assert.deepEqual(await broken(pool, { name: "vfpool" }), ["a-pool-has-a-vlan"]);
        assert.deepEqual(await broken(pool, { name: "vfpool", vlan: 42 }), []);
        assert.deepEqual(await broken(nic, { name: "net0" }), ["a-nic-migrates"]);
        assert.deepEqual(await broken(nic, { name: "net0", migratesTo: ["qemu+ssh://kvm2/system"] }), []);
        assert.deepEqual(await broken("libvirt:teaming:VfPool", {}), ["no-vfpool"]);
        assert.deepEqual(await broken("pulumi-nodejs:dynamic:Resource", {}), []);
    });
});
