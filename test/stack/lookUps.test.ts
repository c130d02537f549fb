import assert from "node:assert/strict";
import { Stack } from "../support/cliStack";
import { stackOnHost } from "../support/stackOnHost";
import { stateOf } from "../support/testHost";

/** A pool within a component, a pair, and look-ups of both by each way that there is to wait for them. */
const WAITING = `
class Card extends pulumi.ComponentResource {
    constructor() {
        super("lab:index:Card", "card");
        this.pool = new libvirt.HostdevNetwork("vfpool", { pf: "enp7s0f0" }, { parent: this });
        this.registerOutputs();
    }
}
const card = new Card();
const nic = new libvirt.TeamedNic("net0", { domain: "demo", persistent: { network: "lan" }, transient: { network: card.pool.name } });
const counts = (args, opts) =>
    libvirt.getHostdevNetworkOutput(args, opts).apply(({ free, total }) => free + " of " + total);
exports.byName = counts({ name: card.pool.name });
exports.afterPool = counts({ name: "vfpool" }, { dependsOn: Promise.resolve([card.pool]) });
exports.afterComponent = counts({ name: "vfpool" }, { dependsOn: [pulumi.output(card)] });
exports.hidden = counts({ name: pulumi.secret("vfpool") }, { dependsOn: card.pool });
exports.teams = libvirt.getTeamsOutput({}, { dependsOn: nic }).apply((teams) => teams.map(({ persistent }) => persistent).join());`;

const PLAIN = `
module.exports = async () => {
    const { free, total } = await libvirt.getHostdevNetwork({ name: "vfpool" });
    return { free, total, teams: (await libvirt.getTeams()).length };
};`;

/** What a run shows as the stack's outputs, a line each. */
const outputsIn = (output: string): readonly string[] =>
    (/(?:Outputs:|--outputs:--)\n((?: {4}.*\n)+)/.exec(output)?.[1] ?? "")
        .trimEnd()
        .split("\n")
        .map((line) => line.trim().replace(/ *: /, ": "));

describe("look-ups in a program", () => {
    const bench = stackOnHost({ program: WAITING, refresh: false });
    afterEach(async () => {
        await bench.stack.clear();
        assert.equal(await stateOf(bench.host), bench.untouched);
    });

    it("are unknown until what they wait for is made, and then ask the host", async () => {
        assert.deepEqual(outputsIn(await bench.stack.preview()), [
            "afterComponent: [unknown]",
            "afterPool: [unknown]",
            "byName: [unknown]",
            "hidden: [unknown]",
            "teams: [unknown]",
        ]);
        assert.deepEqual(outputsIn(await bench.stack.up()), [
            'afterComponent: "4 of 4"',
            'afterPool: "4 of 4"',
            'byName: "4 of 4"',
            "hidden: [secret]",
            'teams: "ua-net0"',
        ]);
        assert.equal(await bench.stack.must("stack", "output", "hidden", "--show-secrets"), "4 of 4\n");
        // what is there is asked in a preview too
        assert.deepEqual(outputsIn(await bench.stack.preview()), [""]);

        const other = await Stack.create(bench.host.uri, PLAIN);
        try {
            assert.deepEqual(outputsIn(await other.preview()), ["free: 4", "teams: 1", "total: 4"]);
        } finally {
            await other.remove();
        }
    });

    it("end a program where they fail, though nobody reads the answer, with the message alone", async () => {
        const errorOf = async (program: string): Promise<string> => {
            await bench.stack.write(program);
            const { status, output } = await bench.stack.run("preview");
            assert.equal(status, 1);
            return /^Diagnostics:\n.*\n {4}error: ([^]*?)\n\n/m.exec(output)?.[1] ?? output;
        };
        assert.equal(
            await errorOf(`libvirt.getHostdevNetworkOutput({ name: "lan" });`),
            `network "lan" on ${bench.host.uri} is not a pool, because it has no <forward>. This host has no pool. ` +
                "Name a pool. If this program creates it, pass its output name to getHostdevNetworkOutput.",
        );
        const nowhere = "qemu+unix:///system?socket=/nowhere";
        assert.equal(
            await errorOf(`libvirt.getTeams({ uri: "${nowhere}" });`),
            `virConnectOpenAuth on ${nowhere}: libvirt error [38/7] Failed to connect socket to '/nowhere': No such file or directory`,
        );
    });
});
