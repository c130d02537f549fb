import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { projectRoot } from "../../../lab/places";
import { hostdevNetwork, teamedNic } from "../../../provider";
import { close } from "../../../provider/libvirt";
import { getHostdevNetwork, getMigrationReadiness, getTeams } from "../../../sdk";

const PROVIDER = { __provider: "hooks" };

describe("a URI that runs a program", () => {
    let folder: string;
    let ran: string;
    let uri: string;
    const configure = (value: string | undefined): void => {
        for (const hooks of [hostdevNetwork, teamedNic])
            hooks.configure({ config: { get: (key) => (key === "libvirt:allowCommands" ? value : undefined) } });
        pulumi.runtime.setAllConfig(value === undefined ? {} : { "libvirt:allowCommands": value });
    };
    const pool = (): object => ({ ...PROVIDER, uri, name: "vfpool", pf: "enp7s0f0", adopt: false });
    const pair = (): object => ({ ...PROVIDER, uri, name: "net0", domain: "web1", mac: "52:54:00:00:00:01" });

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "commands-"));
        ran = join(folder, "ran");
        const program = join(folder, "tunnel");
        await writeFile(program, `#!/bin/sh\ntouch ${ran}\nexit 1\n`, { mode: 0o755 });
        uri = `qemu+ext:///system?command=${program}`;
    });
    afterEach(async () => {
        configure(undefined);
        await close();
        await rm(folder, { recursive: true });
    });

    for (const value of [undefined, "false", "yes"])
        it(`runs nothing while the stack's config has ${value ?? "no"} allowCommands, by whichever way it comes`, async () => {
            configure(value);
            const ways: readonly (() => Promise<unknown>)[] = [
                () => hostdevNetwork.read("id", { ...pool() }),
                () => hostdevNetwork.create({ ...pool() }),
                () => hostdevNetwork.update("id", { ...pool() }, { ...pool(), vlan: 42 }),
                () => hostdevNetwork.delete("id", { ...pool() }),
                () => teamedNic.read("id", { ...pair() }),
                () => teamedNic.delete("id", { ...pair() }),
                () => getTeams({ uri }),
                () => getHostdevNetwork({ uri, name: "vfpool" }),
                () => getMigrationReadiness({ uri: "test:///default", domain: "test", to: [uri] }),
            ];
            for (const [index, way] of ways.entries())
                await assert.rejects(way, /^Refused: libvirt was not asked\.\nuri: "\+ext" can run /, String(index));
            const { failures } = await hostdevNetwork.check({}, { ...pool(), rules: {} });
            assert.deepEqual(
                failures.map(({ reason }) => /^(\S+): (\S+) .*\[([\w-]+)\]$/s.exec(reason)?.slice(1)),
                [
                    ["uri", '"+ext"', "uri-runs-no-command"],
                    ["uri", '"command"', "uri-runs-no-command"],
                ],
            );
            assert.equal(existsSync(ran), false);
        });

    it("is no matter of the program's own rules", async () => {
        const rules = { "uri-runs-no-command": "off" };
        const { failures } = await hostdevNetwork.check({}, { ...pool(), rules });
        assert.deepEqual(
            failures.map(({ reason }) => /^(\S+): .*\[([\w-]+)\]$/s.exec(reason)?.slice(1)),
            [
                ["rules.uri-runs-no-command", "unknown-argument"],
                ["uri", "uri-runs-no-command"],
                ["uri", "uri-runs-no-command"],
            ],
        );
    });

    it("is refused among the hosts to migrate to", async () => {
        const { failures } = await teamedNic.check({}, { ...pair(), uri: "test:///default", migratesTo: ["a", uri] });
        assert.deepEqual(
            failures.flatMap(({ reason }) => /^(migratesTo\[\d\]): (\S+) can /.exec(reason)?.slice(1, 3) ?? []),
            ["migratesTo[1]", '"+ext"', "migratesTo[1]", '"command"'],
        );
        assert.equal(existsSync(ran), false);
    });

    it("runs it where the stack's config allows that", async () => {
        configure("true");
        await assert.rejects(hostdevNetwork.read("id", { ...pool() }), /virConnectOpenAuth/);
        assert.ok(existsSync(ran));
        await rm(ran);
        await close();
        await assert.rejects(getTeams({ uri }), /virConnectOpenAuth/);
        assert.ok(existsSync(ran));
    });

    it("runs it from the command line, where a person has typed it", async () => {
        const command = promisify(execFile)(process.execPath, [join(projectRoot, "dist/cli/index.js"), "map", uri]);
        await assert.rejects(command, { code: 2 });
        assert.ok(existsSync(ran));
    });
});
