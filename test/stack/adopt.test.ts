import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { adopt } from "../../cli/adopt/adopt";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";
import { connect } from "../../provider/libvirt";
import { Stack } from "../support/cliStack";
import { poolXml } from "../support/guest";

const half = (source: string, teaming: string, alias: string): string =>
    `<interface type='network'><mac address='52:54:00:00:00:07'/><source network='${source}'/><model type='virtio'/>` +
    `<teaming ${teaming}/><alias name='${alias}'/></interface>`;

describe("the program that adopt writes, run by the Pulumi CLI", () => {
    let host: Host;
    let stack: Stack | undefined;
    after(async () => {
        await stack?.remove();
        await host.stop();
    });

    it("takes over what somebody made by hand, leaves it as it is, and is unchanged then", async () => {
        host = await startHost();
        for (const [name, xml] of [
            ["lan", plainNetworkXml("lan")],
            ["vfpool", poolXml("vfpool", "enp7s0f0")],
        ] as const) {
            await host.virsh("net-define", await host.file(xml));
            await host.virsh("net-start", name);
        }
        const interfaces = [
            half("lan", "type='persistent'", "ua-front"),
            half("vfpool", "type='transient' persistent='ua-front'", "ua-fast"),
        ];
        await host.virsh("define", await host.file(guestXml("web1", { interfaces })));
        const guest = (): Promise<string> => host.virsh("dumpxml", "--inactive", "web1");
        const before = await guest();

        const folder = await mkdtemp(join(tmpdir(), "adopt-"));
        const lines: string[] = [];
        const output = { out: () => undefined, complain: (line: string) => lines.push(line) };
        const status = await adopt(connect, { uris: [host.uri], folder, version: "0.1.0" }, output);
        assert.deepEqual([status, lines], [0, []]);
        const program = await readFile(join(folder, "index.ts"), "utf8");

        stack = await Stack.create(host.uri, "");
        const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
        await writeFile(join(stack.folder, "index.js"), outputText);
        const planned = Object.entries(await stack.planned()).map(([name, { op }]) => [name, op]);
        assert.deepEqual(planned.sort(), [
            ["vfpool", "create"],
            ["web1-front", "create"],
        ]);
        await stack.up();
        assert.equal(await guest(), before);
        assert.deepEqual(await stack.planned(), {});
    });
});
