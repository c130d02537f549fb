import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import ts from "typescript";
import { adopt } from "../../../../cli/adopt/adopt";
import type { Inventory } from "../../../../cli/adopt/existing";
import { Names } from "../../../../cli/adopt/names";
import { programFor } from "../../../../cli/adopt/program";
import { projectRoot } from "../../../../lab/places";
import { declaredBy } from "../../../support/adopted";

const kvm1 = "qemu+ssh://root@kvm1/system";
const kvm2 = "qemu+ssh://root:s%65same@kvm2/system";
const odd = `a"b"'c\\\u202e\n// ${"x".repeat(110)}`;
const pool = { name: "vfpool", problems: [] };
const pair = {
    guest: "web1",
    domainUuid: "1",
    active: false,
    alias: "net0",
    migratesTo: [],
    problems: [],
    changes: [],
};
const halves = { persistent: { network: "lan" }, transient: { network: "vfpool" } };

const inventory: Inventory = {
    uris: [kvm1, kvm2],
    pools: [
        { ...pool, uri: kvm1, args: { pf: "enp7s0f0", vlan: 42 } },
        { ...pool, uri: kvm2, args: { pf: "enp8s0f0", vlan: 42, autostart: false } },
        { ...pool, name: "a b", uri: kvm1, args: { addresses: ["0000:07:10.0"], portgroups: [{ name: odd }] } },
    ],
    pairs: [
        { ...pair, uri: kvm1, args: { domain: "web1", mac: "52:54:00:00:00:01", ...halves }, migratesTo: [kvm2] },
        { ...pair, uri: kvm1, guest: "web-1", args: { domain: "web-1", persistent: { filterref: { filter: odd } } } },
        {
            ...pair,
            uri: kvm2,
            guest: "db",
            args: { domain: odd, ...halves },
            problems: ["its halves have two MACs\nprocess.exit() s%65same"],
        },
    ],
};

describe("the program that adopt writes", () => {
    const program = programFor(inventory);

    it("declares each pool and pair, by names that follow guest and alias", () => {
        assert.equal(
            programFor({ ...inventory, pools: inventory.pools.slice(0, 2), pairs: inventory.pairs.slice(0, 1) }),
            `import * as pulumi from "@pulumi/pulumi";
import { TeamedNic, VfPool } from "pulumi-libvirt-teaming";

const kvm1 = "qemu+ssh://root@kvm1/system";
// pulumi config set --secret libvirt:kvm2 URI
const kvm2 = new pulumi.Config("libvirt").requireSecret("kvm2");

const vfpool = new VfPool("vfpool", {
    hosts: {
        kvm1: {
            uri: kvm1,
            pf: "enp7s0f0",
        },
        kvm2: {
            uri: kvm2,
            pf: "enp8s0f0",
            autostart: false,
        },
    },
    vlan: 42,
    adopt: true,
});

const web1Net0 = new TeamedNic("web1-net0", {
    uri: kvm1,
    name: "net0",
    domain: "web1",
    mac: "52:54:00:00:00:01",
    persistent: {
        network: "lan",
    },
    transient: {
        network: vfpool.network,
    },
    migratesTo: [kvm2],
    adopt: true,
});
`,
        );
    });

    it("is formatted as prettier formats it", async () => {
        const config = await resolveConfig(join(projectRoot, "index.ts"), { editorconfig: true });
        assert.equal(await format(program, { ...config, parser: "typescript" }), program);
    });

    it("reads as the values that the hosts have", () => {
        const all = declaredBy(program, { kvm2 });
        assert.deepEqual(
            all.map(({ kind, program: { name, uri } }) => [kind, name, uri]),
            [
                ["HostdevNetwork", "vfpool", kvm1],
                ["HostdevNetwork", "vfpool", kvm2],
                ["HostdevNetwork", "a b", kvm1],
                ["TeamedNic", "net0", kvm1],
                ["TeamedNic", "net0", kvm1],
            ],
        );
        assert.deepEqual(all[2]?.program["portgroups"], [{ name: odd }]);
        assert.deepEqual(all[4]?.program["persistent"], { filterref: { filter: odd } });
    });

    it("has no password, nothing hidden, and no comment that a line break ends", () => {
        assert.ok(!/s%65same|sesame|\u202e/.test(program), program);
        assert.ok(program.includes("\n// its halves have two MACs\\u{a}process.exit() [secret]\n"), program);
    });

    it("compiles under strict", () => {
        const path = join(projectRoot, "examples/adopted.ts");
        const options = {
            strict: true,
            noEmit: true,
            skipLibCheck: true,
            types: [],
            target: ts.ScriptTarget.ES2022,
            module: ts.ModuleKind.Node16,
            moduleResolution: ts.ModuleResolutionKind.Node16,
        };
        const host = ts.createCompilerHost(options);
        const real = ts.createCompilerHost(options);
        host.fileExists = (name) => name === path || real.fileExists(name);
        host.readFile = (name) => (name === path ? compiled : real.readFile(name));
        host.getSourceFile = (name, version) =>
            name === path ? ts.createSourceFile(name, compiled, version) : real.getSourceFile(name, version);
        // a pair of the inventory has no VF half, which the compiler would name
        const compiled = programFor({ ...inventory, pairs: inventory.pairs.filter(({ guest }) => guest !== "web-1") });
        const found = ts.getPreEmitDiagnostics(ts.createProgram([path], options, host));
        assert.deepEqual(
            found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
            [],
        );
    });
});

describe("names of adopt", () => {
    it("are valid, and each is given once", () => {
        const names = new Names();
        const given = [
            ["web1", "net0"],
            ["web-1", "net0"],
            ["web", "1net0"],
            ["9p"],
            ["ü"],
            ["class"],
            ["VfPool"],
            ["vfPool"],
        ];
        assert.deepEqual(
            given.map((words) => names.variable(...words)),
            ["web1Net0", "web1Net02", "web1net0", "_9p", "_", "class2", "vfPool", "vfPool2"],
        );
        assert.deepEqual(
            [["web1", "net0"], ["web1-net0"], ["a b/c"]].map((words) => names.resource(...words)),
            ["web1-net0", "web1-net0-2", "a-b-c"],
        );
    });
});

describe("adopt", () => {
    const request = (folder: string) => ({ uris: ["qemu:///system"], folder, version: "0.1.0" });

    it("writes nothing where a host does not answer, and ends with 2", async () => {
        const folder = await mkdtemp(join(tmpdir(), "adopt-"));
        const lines: string[] = [];
        const silent = () => {
            throw new Error("no route to kvm1");
        };
        const status = await adopt(silent, request(folder), {
            out: (text) => lines.push(text),
            complain: (line) => lines.push(line),
        });
        assert.deepEqual([status, lines, await readdir(folder)], [2, ["no route to kvm1"], []]);
        await rm(folder, { recursive: true });
    });

    it("overwrites no file, and names it", async () => {
        const folder = await mkdtemp(join(tmpdir(), "adopt-"));
        await writeFile(join(folder, "Pulumi.yaml"), "name: mine\n");
        const lines: string[] = [];
        const empty = { uri: "qemu:///system", networks: () => Promise.resolve([]), guests: () => Promise.resolve([]) };
        const status = await adopt(() => empty as never, request(folder), {
            out: (text) => lines.push(text),
            complain: (line) => lines.push(line),
        });
        assert.deepEqual(
            [status, lines, await readdir(folder)],
            [
                2,
                [`${folder} already has Pulumi.yaml. Name another folder with --out, or move them away.`],
                ["Pulumi.yaml"],
            ],
        );
        await rm(folder, { recursive: true });
    });
});
