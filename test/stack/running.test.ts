import assert from "node:assert/strict";
import { writeFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { readPreview } from "../../cli/report/preview";
import { reportOf } from "../../cli/report/report";
import { formatDifference } from "../../provider/lifecycle/differences";
import { formatMessage } from "../../provider/lifecycle/message";
import type { HalfDifference } from "../../provider/teamedNic/plan";
import { pairMessage, type PairFacts, type PairMessageId } from "../../provider/teamedNic/words";
import { stackOnHost } from "../support/stackOnHost";

// a run of the CLI takes seconds: each step of the story has a pair for each thing that can become of one

const guests = { lost: "demo", cut: "demo", kept: "other", late: "other", more: "demo" } as const;
type Name = keyof typeof guests;

/** A pair; `lost` and `more` have the VFs of one pool, the others those of another. */
const pair = (name: Name, { persistent = "", transient = "", more = "" } = {}): string => `
const ${name} = new libvirt.TeamedNic("${name}", {
    domain: "${guests[name]}",
    persistent: { network: "lan"${persistent} },
    transient: { network: ${name === "lost" || name === "more" ? "small" : "vfpool"}.name${transient} },${more}
});`;
const program = (...pairs: readonly string[]): string =>
    `
const vfpool = new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0" });
const small = new libvirt.HostdevNetwork("small", { pf: "enp8s0f0" });
${pairs.join("")}
exports.vf = lost.vf;`;

const LOST = pair("lost");
const KEPT = pair("kept", { persistent: ", link: 'down'" });
const LATE = pair("late", { persistent: ", mtu: 1600, link: 'down'", more: "\n    apply: 'next-boot'," });
const cut = (vlan: number, more = ""): string =>
    pair("cut", { persistent: ", mtu: 1600", transient: `, vlan: ${vlan}`, more });

/** What a run prints of a pair. */
const said = (output: string, name: Name): readonly string[] =>
    output
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line.startsWith(`${name} on ${guests[name]}: `));

/** An effect as the CLI prints it. */
const line = <Id extends PairMessageId>(name: Name, id: Id, facts: PairFacts[Id]): string =>
    formatMessage(pairMessage(id, `${name} on ${guests[name]}`, facts));
const virtio = (name: Name) => ({ half: "persistent", alias: `ua-${name}` }) as const;
const vf = (name: Name) => ({ half: "transient", alias: `ua-${name}-vf` }) as const;
const attached = (name: Name): readonly string[] => [
    line(name, "attach", { ...virtio(name), reason: "missing" }),
    line(name, "attach", { ...vf(name), reason: "missing" }),
];
const mtu: HalfDifference = { half: "persistent", path: "mtu", before: undefined, after: 1600 };
const link: HalfDifference = { half: "persistent", path: "link", before: undefined, after: "down" };
const vlan: HalfDifference = { half: "transient", path: "vlan", before: undefined, after: 42 };
const pending = line("late", "pending", { ...virtio("late"), reason: { changes: [link, mtu] } });

describe("a running guest, on the screen of the CLI", () => {
    const bench = stackOnHost({
        program: program(LOST, pair("cut"), pair("kept"), pair("late")),
        isRunning: true,
        prepare: (host) => host.virsh("start", "other"),
    });

    const interfaces = async (): Promise<readonly number[]> =>
        Promise.all(
            ["demo", "other"].map(
                async (guest) => (await bench.host.virsh("dumpxml", guest)).match(/<interface/g)?.length ?? 0,
            ),
        );
    const id = (guest: string): Promise<string> => bench.host.virsh("domid", guest);

    it("is told what making a pair does to it, once, and has it then", async () => {
        const text = await bench.stack.preview();
        for (const name of ["lost", "cut", "kept", "late"] as const) assert.deepEqual(said(text, name), attached(name));
        await bench.stack.up();
        assert.deepEqual(await interfaces(), [4, 4]);
        assert.deepEqual(JSON.parse(await bench.stack.must("stack", "output", "vf", "--json")), {
            address: "0000:08:10.0",
            domainId: Number(await id("demo")),
            network: "small",
        });
    });

    describe("after a change by hand and one of the program", () => {
        let text: string;
        let planned: Awaited<ReturnType<typeof bench.stack.planned>>;
        before(async () => {
            await bench.host.virsh("detach-device-alias", "demo", "ua-lost-vf", "--live");
            while ((await interfaces())[0] !== 3) await new Promise((resolve) => setTimeout(resolve, 20));
            await bench.stack.write(program(LOST, cut(42), KEPT, LATE, pair("more")));
            ({ text, planned } = await bench.stack.previewed());
        });

        it("has lost its VF by hand: the preview says so by property and in a line", () => {
            assert.deepEqual([planned["lost"]?.op, planned["lost"]?.diffs], ["update", ["running"]]);
            assert.deepEqual(said(text, "lost"), [line("lost", "attach", { ...vf("lost"), reason: "missing" })]);
            assert.match(text, /- running: \{\n\s+- transient: "absent"/);
        });

        it("gets a change that interrupts it, and one that does not, each announced", () => {
            assert.deepEqual(said(text, "cut"), [
                line("cut", "replace-virtio-half", { ...virtio("cut"), reason: { changes: [mtu] } }),
                line("cut", "reattach-vf-too", { ...vf("cut"), reason: { changes: [vlan] } }),
            ]);
            assert.deepEqual(said(text, "kept"), [
                line("kept", "update-in-place", { ...virtio("kept"), reason: { changes: [link] } }),
            ]);
        });

        it("is told what waits for its next boot, and what another pair of the same stack does to it", () => {
            assert.deepEqual(said(text, "late"), [pending]);
            assert.deepEqual(said(text, "more"), attached("more"));
        });

        it("is in a report for a pull request: drift apart from change, and each effect", async () => {
            const preview = readPreview(await bench.stack.stdout("preview", "--json"));
            assert.ok(preview);
            const { resources, unchanged, diagnostics } = reportOf(preview);
            const found = resources.map(({ subject, ops, changes, drift }) => [
                `${subject}: ${ops.join(", ")}`,
                ...changes.map((one) => formatDifference(one)),
                ...drift.map((one) => `drift: ${formatDifference(one)}`),
            ]);
            assert.deepEqual(found.sort(), [
                ["cut on demo: update", "persistent.mtu none => 1600", "transient.vlan none => 42"],
                ["kept on other: update", "persistent.link none => down"],
                [
                    "late on other: update",
                    "apply live => next-boot",
                    "persistent.link none => down",
                    "persistent.mtu none => 1600",
                ],
                ["lost on demo: update", 'drift: running {"transient":"absent"} => none'],
                ["more on demo: create"],
            ]);
            assert.equal(unchanged, 2, "the pools");
            assert.deepEqual(
                diagnostics.map(({ message }) => message).sort(),
                (Object.keys(guests) as Name[]).flatMap((name) => said(text, name)).sort(),
            );
        });

        it("has nothing else planned for it", () => {
            assert.deepEqual(
                Object.entries(planned)
                    .map(([name, { op }]) => `${name}: ${op}`)
                    .sort(),
                ["cut: update", "kept: update", "late: update", "lost: update", "more: create"],
            );
        });

        it("has all of it after up, runs on, and every preview says what is pending", async () => {
            const before = await Promise.all(["demo", "other"].map(id));
            await bench.stack.up();
            assert.deepEqual(await interfaces(), [6, 4]);
            assert.deepEqual(await Promise.all(["demo", "other"].map(id)), before);
            const after = await bench.stack.previewed();
            assert.deepEqual(after.planned, {});
            assert.deepEqual(
                (Object.keys(guests) as Name[]).flatMap((name) => said(after.text, name)),
                [pending],
            );
        });
    });

    describe("after that", () => {
        it("has after its boot what was pending", async () => {
            assert.doesNotMatch(await bench.host.virsh("dumpxml", "other"), /<mtu size/);
            await bench.host.virsh("destroy", "other");
            await bench.host.virsh("start", "other");
            assert.match(await bench.host.virsh("dumpxml", "other"), /<mtu size='1600'\/>/);
        });

        it("does not give its VF back: up fails and says why", async () => {
            await writeFile(join(bench.host.folder, "holds", "ua-cut-vf"), "");
            await bench.stack.write(program(LOST, cut(43, "\n    detachTimeout: 1,"), KEPT, LATE, pair("more")));
            const { status, output } = await bench.stack.run("up", "--yes", "--skip-preview");
            assert.notEqual(status, 0);
            assert.match(
                output,
                /guest demo on \S+ did not detach its VF half ua-cut-vf within 1 s \(detachTimeout\)\./,
            );
            assert.deepEqual(await interfaces(), [6, 4]);
        });

        it("gets the rest of the change with the next up, loses a pair of the stack, and has nothing to be done then", async () => {
            await rm(join(bench.host.folder, "holds", "ua-cut-vf"));
            await bench.stack.write(program(LOST, cut(43), KEPT, LATE));
            await bench.stack.up();
            assert.match(await bench.host.virsh("dumpxml", "demo"), /<tag id='43'\/>/);
            assert.deepEqual(await interfaces(), [4, 4]);
            const { text, planned } = await bench.stack.previewed();
            assert.deepEqual(
                [planned, (Object.keys(guests) as Name[]).flatMap((name) => said(text, name))],
                [{}, []],
                "nothing is planned, and nothing is pending",
            );
            assert.match(await bench.stack.up(), /Resources:\n +7 unchanged/);
        });

        it("is without a NIC again in the end", async () => {
            for (const guest of ["demo", "other"]) await bench.host.virsh("destroy", guest);
            await bench.stack.destroy();
            for (const guest of ["demo", "other"])
                assert.doesNotMatch(await bench.host.virsh("dumpxml", guest), /<interface/, guest);
        });
    });
});
