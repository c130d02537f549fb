import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Host } from "../../lab/host";
import { projectRoot } from "../../lab/places";
import { Stack } from "../support/cliStack";
import { packInto } from "../support/packed";
import { edit, startTestHost, stateOf } from "../support/testHost";

const run = promisify(execFile);
const tool = (name: string): string => join(projectRoot, "node_modules/.bin", name);

const PROGRAM = `
const pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0", vlan: 42 });
new libvirt.TeamedNic("net0", { domain: "demo", persistent: { network: "lan", mtu: 9000 }, transient: { network: pool.name } });`;

/** The same in TypeScript, as an editor would check it; and what it has to refuse. */
const TYPED = `
import { HostdevNetwork, TeamedNic, type TeamedNicArgs } from "pulumi-libvirt-teaming";
import * as pulumi from "@pulumi/pulumi";
const pool = new HostdevNetwork("vfpool", { pf: pulumi.output("enp7s0f0"), vlan: 42, driver: "vfio", portgroups: [{ name: "storage", vlan: { tags: [43] } }] });
const args: TeamedNicArgs = { domain: "demo", persistent: { network: "lan", mtu: 9000 }, transient: { network: pool.name } };
const nic = new TeamedNic("net0", args, { dependsOn: pool });
export const mac: pulumi.Output<string> = nic.mac;
export const vlan: pulumi.Output<number | object | undefined> = pool.vlan;
// @ts-expect-error a VF has no MTU of its own
new TeamedNic("net1", { domain: "demo", persistent: { network: "lan" }, transient: { network: "vfpool", mtu: 9000 } });
// @ts-expect-error no such argument
new HostdevNetwork("other", { pf: "enp7s0f0", mtu: 9000 });
`;

/** The versions of Pulumi's SDK that the package is developed with, and the oldest that it says to work with. */
const { version, devDependencies, peerDependencies } = JSON.parse(
    readFileSync(join(projectRoot, "package.json"), "utf8"),
) as Readonly<Record<"devDependencies" | "peerDependencies", Readonly<Record<string, string>>>> & {
    readonly version: string;
};
const INSTALLERS = [
    {
        name: "npm",
        sdk: devDependencies["@pulumi/pulumi"] ?? "",
        command: ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"],
    },
    {
        name: "pnpm",
        sdk: (peerDependencies["@pulumi/pulumi"] ?? "").replace("^", ""),
        command: [tool("pnpm"), "install", "--prefer-offline", "--config.confirm-modules-purge=false"],
    },
];

describe("the package, installed from its tarball into a program elsewhere", () => {
    let host: Host;
    let folder: string;
    let tarball: string;

    before(async () => {
        host = await startTestHost();
        folder = await realpath(await mkdtemp(join(tmpdir(), "package-")));
        tarball = await packInto(folder);
    });
    after(async () => {
        await rm(folder, { recursive: true, force: true });
        await host.stop();
    });

    it("holds the two entries, the command, their types, and nothing of the laboratory", async () => {
        const { stdout } = await run("tar", ["-tzf", tarball]);
        const files = stdout
            .trim()
            .split("\n")
            .map((file) => file.replace(/^package\//, ""));
        for (const file of [
            "dist/sdk/index.js",
            "dist/sdk/index.d.ts",
            "dist/cli/index.js",
            "dist/provider/index.js",
            "dist/provider/libvirt/thread.js",
            "LICENSE",
            "README.md",
            "SECURITY.md",
            "docs/TeamedNic.md",
            "docs/rules.md",
            "docs/troubleshooting.md",
        ]) {
            assert.ok(files.includes(file), file);
        }
        assert.deepEqual(
            files.filter(
                (file) =>
                    !/^(dist\/(sdk|provider|cli)\/|package\.json$|LICENSE$|README\.md$|(CHANGELOG|SECURITY)\.md$|docs\/[\w-]+\.md$)/.test(
                        file,
                    ),
            ),
            [],
        );
    });

    it("has nothing that publint and Are The Types Wrong object to, with Pulumi's own module resolution too", async () => {
        await run(tool("publint"), ["run", tarball, "--strict"]);
        await run(tool("attw"), [tarball, "--format", "ascii"]);
    });

    it("is missed in the program's folder where it comes through another package, in one sentence", async () => {
        const program = await mkdtemp(join(folder, "through-another-"));
        await mkdir(join(program, "node_modules/@pulumi"), { recursive: true });
        const sdk = "node_modules/@pulumi/pulumi";
        await symlink(join(projectRoot, sdk), join(program, sdk));
        const stack = await Stack.create(host.uri, "", { folder: program });
        const other = `const { HostdevNetwork } = require(${JSON.stringify(projectRoot)});`;
        await writeFile(join(program, "index.js"), `${other}\nnew HostdevNetwork("vfpool", { pf: "enp7s0f0" });\n`);
        const { status, output } = await stack.run("preview");
        assert.notEqual(status, 0);
        assert.ok(
            output.includes(`error: pulumi-libvirt-teaming is missing in the program's folder, ${program}. `),
            output,
        );
        assert.doesNotMatch(output, /Cannot find module/);
        await stack.remove();
    });

    for (const { name, sdk, command } of INSTALLERS) {
        it(`runs up, drift, preview, up and destroy, installed with ${name}, on @pulumi/pulumi ${sdk}`, async () => {
            const program = await mkdtemp(join(folder, `${name}-`));
            const dependencies = {
                "pulumi-libvirt-teaming": `file:${tarball}`,
                "@pulumi/pulumi": sdk,
            };
            await writeFile(
                join(program, "package.json"),
                JSON.stringify({ name: "elsewhere", private: true, dependencies }),
            );
            await run(command[0] ?? "", command.slice(1), { cwd: program });
            const { stdout } = await run("npx", ["--no-install", "pulumi-libvirt-teaming", "--version"], {
                cwd: program,
            });
            assert.equal(stdout, `${version}\n`);

            await writeFile(join(program, "typed.ts"), TYPED);
            // not tsconfig.json, which Pulumi's own, older TypeScript would read too
            for (const module of ["node16", "commonjs"]) {
                const compilerOptions = { noEmit: true, strict: true, types: [], target: "es2022", module };
                await writeFile(join(program, "types.json"), JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
                await run(tool("tsc"), ["-p", "types.json"], { cwd: program });
            }

            const untouched = await stateOf(host);
            const stack = await Stack.create(host.uri, PROGRAM, { folder: program });
            await stack.up();
            const healthy = await stateOf(host);
            await edit(host, "network", "vfpool", (xml) => xml.replace("id='42'", "id='44'"));
            await edit(host, "guest", "demo", (xml) => xml.replace("9000", "1500"));
            const { vfpool, net0 } = await stack.planned();
            // these and no others: the up before has left nothing to do
            assert.deepEqual(
                [Object.keys(vfpool?.detailedDiff ?? {}), Object.keys(net0?.detailedDiff ?? {})],
                [["vlan"], ["persistent.mtu"]],
            );
            await stack.up();
            assert.equal(await stateOf(host), healthy);
            await stack.destroy();
            assert.equal(await stateOf(host), untouched);
            await stack.remove();
        });
    }
});
