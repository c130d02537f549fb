import assert from "node:assert/strict";
import { poolMessage } from "../../provider/hostdevNetwork/words";
import { formatMessage } from "../../provider/lifecycle/message";
import { pairMessage } from "../../provider/teamedNic/words";
import { stackOnHost } from "../support/stackOnHost";

/** Two pools with a running guest's pair on each: `net0` has its pool's name from the pool, `net1` does not. */
const program = (pool: string, fixed = "fixed"): string => `
const pool = new libvirt.HostdevNetwork("pool", { pf: "enp7s0f0", ${pool} });
const fixed = new libvirt.HostdevNetwork("fixed", { pf: "enp8s0f0", name: "${fixed}" });
const nic = (name, domain, network, options) =>
    new libvirt.TeamedNic(name, { domain, persistent: { network: "lan" }, transient: { network } }, options);
nic("net0", "demo", pool.name);
nic("net1", "other", "fixed", { dependsOn: fixed });`;
const FIRST = 'name: "vfpool"';
const SECOND = 'name: "vfs"';

const DEMO = { guest: "demo", alias: "ua-net0-vf", address: "0000:07:10.0" };
const OTHER = { guest: "other", alias: "ua-net1-vf", address: "0000:08:10.0" };

const said = (output: string): readonly string[] =>
    output
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => /^(net0 on demo|net1 on other|vfpool|vfs|fixed): /.test(line));

for (const refresh of [true, false])
    describe(`a pool that is replaced under a pair of the same stack, ${refresh ? "with" : "without"} a refresh`, () => {
        const bench = stackOnHost({
            program: program(FIRST),
            refresh,
            isRunning: true,
            prepare: (host) => host.virsh("start", "other"),
            isUp: true,
        });
        /** The running guests, and how their virtio halves are connected: another port where one was plugged in anew. */
        const stays = async (): Promise<readonly string[]> => {
            const all = ["demo", "other"].map(async (guest) => [
                await bench.host.virsh("domid", guest),
                ...((await bench.host.virsh("dumpxml", guest)).match(/portid='[^']*'|<target dev='[^']*'/g) ?? []),
            ]);
            return (await Promise.all(all)).flat();
        };
        const pools = async (): Promise<readonly string[]> => {
            const names = (await bench.host.virsh("net-list", "--name")).split("\n").map((name) => name.trim());
            const others = names.filter((name) => name !== "" && name !== "lan");
            return Promise.all(
                others.map(async (name) => {
                    const xml = await bench.host.virsh("net-dumpxml", name);
                    return `${name}: ${/connections='(\d+)'/.exec(xml)?.[1] ?? "0"}`;
                }),
            );
        };

        it("is told in the preview", async () => {
            await bench.stack.write(program(SECOND));
            const { text, planned: steps } = await bench.stack.previewed();
            assert.deepEqual(Object.keys(steps).sort(), ["net0", "pool"]);
            assert.deepEqual([steps["pool"]?.op.includes("replace"), steps["net0"]?.op], [true, "update"]);
            assert.deepEqual(said(text), [
                formatMessage(
                    poolMessage("replace-pool", "vfs", {
                        changes: [{ path: "name", before: "vfpool", after: "vfs" }],
                        holders: [DEMO],
                        named: [],
                    }),
                ),
                formatMessage(
                    pairMessage("reattach-vf", "net0 on demo", {
                        half: "transient",
                        alias: "ua-net0-vf",
                        reason: {
                            changes: [{ half: "transient", path: "network", before: "vfpool", after: "vfs" }],
                        },
                    }),
                ),
            ]);
        });

        it("has the VF half given back before, and plugged in after, with the virtio half in place all the time", async () => {
            const before = await stays();
            assert.equal(before.length, 6);
            assert.deepEqual(await pools(), ["fixed: 1", "vfpool: 1"]);
            await bench.stack.up();
            assert.deepEqual([await stays(), await pools()], [before, ["fixed: 1", "vfs: 1"]]);
            assert.match(await bench.host.virsh("dumpxml", "--inactive", "demo"), /<source network='vfs'\/>/);
        });

        it("by one of the same name: so too", async () => {
            const before = await stays();
            const { urn } = (await bench.stack.resource("pool")) ?? assert.fail();
            const uuid = await bench.host.virsh("net-uuid", "vfs");
            // what is replaced by order alone, Pulumi would make before it deletes the old one
            await bench.stack.write(program(`${SECOND} }, { deleteBeforeReplace: true`));
            const output = await bench.stack.must("up", "--yes", "--skip-preview", "--replace", String(urn));
            // nothing else: the up before it has left nothing to do
            assert.deepEqual(
                said(output).filter((line) => line.startsWith("net")),
                [formatMessage(pairMessage("follow-pool", "net0 on demo", { half: "transient" }))],
            );
            assert.notEqual(await bench.host.virsh("net-uuid", "vfs"), uuid);
            assert.deepEqual([await stays(), await pools()], [before, ["fixed: 1", "vfs: 1"]]);
        });

        it("is refused where the pair does not have the pool's name from it, and nothing is touched", async () => {
            const before = [await stays(), await pools()];
            await bench.stack.write(program(SECOND, "renamed"));
            const { status, output } = await bench.stack.run("up", "--yes", "--skip-preview");
            assert.notEqual(status, 0);
            assert.match(output, /fixed: nothing was changed on \S+\./);
            const reason = poolMessage("deletion-of-pool-in-use", "fixed", { holders: [OTHER] });
            assert.ok(output.includes(formatMessage(reason)), output);
            assert.deepEqual([await stays(), await pools()], before);
        });

        it("is not stopped under the pair by a change of it: the preview fails and says what to do", async () => {
            await bench.stack.write(program(`${SECOND}, vlan: 42`));
            const { status, output } = await bench.stack.run("preview");
            assert.notEqual(status, 0);
            const reason = poolMessage("pool-in-use", "vfs", {
                changes: [{ path: "vlan", before: undefined, after: 42 }],
                needs: "restart",
                holders: [DEMO],
            });
            assert.ok(output.includes(formatMessage(reason)), output);
            await bench.stack.write(program(`${SECOND}, vlan: 42, whenInUse: "restart"`));
            const before = await stays();
            const restarted = await bench.stack.up();
            // nothing else: what was refused before has left nothing to do
            assert.deepEqual(
                said(restarted).filter((line) => line.startsWith("net")),
                [],
            );
            assert.deepEqual([await stays(), await pools()], [before, ["fixed: 1", "vfs: 1"]]);
            assert.deepEqual(await bench.stack.planned(), {});
        });
    });
