import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { hostMap, type HostMap } from "../../cli/map/hostMap";
import { mermaidForm } from "../../cli/map/mermaid";
import { tableForm } from "../../cli/map/table";
import type { Host } from "../../lab/host";
import { projectRoot } from "../../lab/places";
import { Client } from "../../provider/libvirt";
import { Survey } from "../../provider/host/survey";
import { command, entry } from "../support/command";
import { startMapHost, uuidOf } from "../support/mapHost";
import { parseMermaid } from "../support/mermaidParser";

/** What docs/cli.md calls the host. */
const SHOWN = "qemu+ssh://root@kvm1/system";
const NOWHERE = "qemu+unix:///system?socket=/nowhere";
const REFUSAL = `virConnectOpenAuth on ${NOWHERE}: libvirt error [38/7] Failed to connect socket to '/nowhere': No such file or directory\n`;

const documented = readFileSync(join(projectRoot, "docs/cli.md"), "utf8");

describe("the command map", () => {
    let host: Host;
    let asked: HostMap;
    before(async () => {
        host = await startMapHost();
        const client = new Client(host.uri);
        asked = await hostMap(new Survey(client));
        await client.close();
    });
    after(() => host.stop());

    const table = (): string => tableForm(80, false).host(asked, 0);
    const free = (address: string) => ({
        address,
        exists: true,
        guest: null,
        domainUuid: null,
        alias: null,
        isOutsidePool: false,
    });
    const held = (address: string, guest: string, number: number, alias = "ua-net0-vf") => ({
        address,
        exists: true,
        guest,
        domainUuid: uuidOf("guest", number),
        alias,
        isOutsidePool: false,
    });
    const team = (guest: string, number: number, pool: string, vf: string | null) => ({
        guest,
        domainUuid: uuidOf("guest", number),
        active: true,
        persistent: "ua-net0",
        transient: "ua-net0-vf",
        mac: `52:54:00:00:00:0${number}`,
        pool,
        vf,
        complete: true,
        problems: [],
    });

    it("prints the table that docs/cli.md shows", async () => {
        const [, shown = ""] = /\$ npx pulumi-libvirt-teaming map qemu\S+\n((?: {4}.+\n)+)/.exec(documented) ?? [];
        assert.equal(tableForm(80, false).host({ ...asked, uri: SHOWN }, 0), shown.replace(/^ {4}/gm, ""));
        assert.deepEqual(await command(["map", host.uri]), { status: 0, out: table(), err: "" });
        for (const line of table().split("\n")) assert.ok(stringWidth(line) <= 80, line);
    });

    it("prints the diagram that docs/cli.md shows, and that mermaid takes", async () => {
        const { status, out, err } = await command(["map", "--mermaid", host.uri]);
        const diagram = (map: HostMap): string => `${mermaidForm.begin}${mermaidForm.host(map, 0)}${mermaidForm.end}`;
        assert.deepEqual([status, out, err], [0, diagram(asked), ""]);
        const [, shown] = /```mermaid\n([^]*?)```/.exec(documented) ?? [];
        assert.equal(diagram({ ...asked, uri: SHOWN }), shown);
        assert.equal((await parseMermaid(out)).arrows.length, 8);
    });

    it("prints all of it in --json", async () => {
        const { status, out, err } = await command(["map", "--json", host.uri]);
        assert.deepEqual([status, err], [0, ""]);
        const pool = (number: number, name: string, vfs: readonly { readonly guest: string | null }[]) => {
            const taken = vfs.filter(({ guest }) => guest !== null).length;
            const counts = { free: vfs.length - taken, total: vfs.length, connections: taken };
            return {
                name,
                uuid: uuidOf("pool", number),
                pf: null,
                link: null,
                mtu: null,
                active: true,
                autostart: true,
                ...counts,
                vfs,
            };
        };
        const storage = [held("0000:08:10.0", "db1", 1), held("0000:08:10.1", "db2", 2)];
        const tenantA = [held("0000:07:10.0", "web1", 3), ...[1, 2, 3, 4, 5].map((i) => free(`0000:07:10.${i}`))];
        const tenantB = [
            held("0000:07:10.6", "cache1", 6),
            held("0000:07:10.7", "probe", 7, "hostdev0"),
            ...[free("0000:07:11.0"), free("0000:07:11.1")],
        ];
        assert.deepEqual(JSON.parse(out), [
            {
                uri: host.uri,
                pools: [
                    { ...pool(1, "storage", storage), pf: "enp8s0f0", link: "up", mtu: 1500 },
                    pool(2, "tenant-a", tenantA),
                    { ...pool(3, "tenant-b", tenantB), autostart: false },
                ],
                strays: [{ ...held("0000:07:11.2", "router", 8, "ua-uplink"), isOutsidePool: true, pool: null }],
                teams: [
                    team("cache1", 6, "tenant-b", "0000:07:10.6"),
                    team("db1", 1, "storage", "0000:08:10.0"),
                    team("db2", 2, "storage", "0000:08:10.1"),
                    team("web1", 3, "tenant-a", "0000:07:10.0"),
                    {
                        ...team("web2", 4, "tenant-a", null),
                        complete: false,
                        problems: ["the guest runs without the VF half"],
                    },
                    { ...team("web3", 5, "tenant-a", null), active: false },
                ],
            },
        ]);
    });

    it("prints a host beside one that cannot be asked, in the order given, and ends with 2", async () => {
        const mute = tableForm(80, false).host({ uri: NOWHERE, problem: "" }, 0);
        assert.deepEqual(await command(["map", NOWHERE, host.uri]), {
            status: 2,
            out: `${mute}\n${table()}`,
            err: REFUSAL,
        });
        const { status, out, err } = await command(["map", "--json", host.uri, NOWHERE]);
        assert.deepEqual(
            [status, err, (JSON.parse(out) as unknown[])[1]],
            [2, REFUSAL, { uri: NOWHERE, problem: REFUSAL.trimEnd() }],
        );
        const diagram = await command(["map", "--mermaid", NOWHERE, host.uri]);
        assert.deepEqual([diagram.status, diagram.err], [2, REFUSAL]);
        const { subgraphs } = await parseMermaid(diagram.out);
        assert.deepEqual(
            subgraphs.filter((title) => title.startsWith("qemu")),
            [NOWHERE, host.uri],
        );
    });

    it("says in one line what is wrong with its own use", async () => {
        assert.deepEqual(await command(["map"]), {
            status: 2,
            out: "",
            err: "error: missing required argument 'uris'\n",
        });
        assert.deepEqual(await command(["map", "--json", "--mermaid", host.uri]), {
            status: 2,
            out: "",
            err: "error: option '--json' cannot be used with option '--mermaid'\n",
        });
        const { status, out } = await command(["map", "--help"]);
        assert.equal(status, 0);
        assert.match(
            out,
            /^Usage: pulumi-libvirt-teaming map [^]*\nExit status: 0 all hosts answered, 2 a host did not answer/,
        );
    });

    it("ends with 2 where nobody reads its output any more, which it says once", () => {
        const script = `{ ${process.execPath} ${entry} map '${host.uri}'; echo "$?" >&2; } 2>&1 >&3 | cat`;
        const left = execFileSync("bash", ["-c", `exec 3> >(exec true); sleep 0.2; ${script}`], { encoding: "utf8" });
        assert.equal(left, "standard output: broken pipe. The reader of the output has ended.\n2\n");
    });

    describe("on a terminal", () => {
        const onTerminal = (columns: number, environment: string): string =>
            execFileSync(
                "script",
                [
                    "-qec",
                    `stty cols ${columns} && env ${environment} ${process.execPath} ${entry} map '${host.uri}'`,
                    "/dev/null",
                ],
                { encoding: "utf8" },
            ).replaceAll("\r", "");

        it("is as wide as that", () => {
            assert.equal(onTerminal(52, "NO_COLOR=1"), tableForm(52, false).host(asked, 0));
        });

        it("is coloured, where NO_COLOR does not say otherwise", () => {
            const coloured = onTerminal(120, "-u NO_COLOR -u CI -u FORCE_COLOR TERM=xterm");
            assert.equal(coloured.replace(/\u001b\[\d+m/g, ""), tableForm(120, false).host(asked, 0));
            const words = [...coloured.matchAll(/\u001b\[(1|31|32)m([^\u001b]+)\u001b/g)].map(([, how, text]) => [
                how,
                text,
            ]);
            assert.deepEqual(words, [
                ["1", host.uri],
                ["31", "1 of them incomplete"],
                ["1", "pool storage"],
                ["1", "pool tenant-a"],
                ...Array.from({ length: 5 }, () => ["32", "free"]),
                ["31", "missing"],
                ["31", "ua-net0, incomplete"],
                ["1", "pool tenant-b"],
                ...Array.from({ length: 2 }, () => ["32", "free"]),
                ["1", "in no pool"],
                ["31", "incomplete"],
            ]);
        });
    });
});
