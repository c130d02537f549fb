import assert from "node:assert/strict";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../../lab/host";
import { Client, LibvirtTimeout } from "../../../provider/libvirt";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { hooksFor } from "../../../provider/lifecycle/hooks";
import { teamedNic } from "../../../provider/teamedNic";
import { command } from "../../support/command";
import { poolXml } from "../../support/guest";
import { HookStack } from "../../support/hookStack";

/** All threads that a client may have: more than the host takes clients. */
const THREADS = { threads: 4 };

describe("a host that takes few clients", () => {
    for (const most of [1, 2, 3]) {
        describe(`${most} at a time`, () => {
            let host: Host;
            before(async () => {
                host = await startHost({ settings: [`max_clients = ${most}`, `max_anonymous_clients = ${most}`] });
                for (const xml of [plainNetworkXml("lan"), poolXml("spare", "enp8s0f0")])
                    await host.virsh("net-define", await host.file(xml));
                for (const name of ["lan", "spare"]) await host.virsh("net-start", name);
                await host.virsh("define", await host.file(guestXml("web1")));
                await host.virsh("start", "web1");
            });
            after(() => host.stop());

            it("has all calls of an operation over one connection: up, preview, map", async () => {
                const pool = { name: "pool", pf: "enp7s0f0" };
                const pair = {
                    ...{ name: "net0", domain: "web1", mac: "52:54:00:aa:bb:01" },
                    ...{ persistent: { network: "lan" }, transient: { network: "pool" } },
                };
                const pools = new HookStack((world) => hooksFor(hostdevNetwork, world), host, THREADS);
                const pairs = new HookStack((world) => hooksFor(teamedNic, world), host, THREADS);
                try {
                    assert.equal(await pools.up(pool), "created");
                    await pools.assertSettled(pool);
                    await pools.close();
                    assert.equal(await pairs.up(pair), "created");
                    await pairs.assertSettled(pair);
                } finally {
                    await Promise.all([pools.close(), pairs.close()]);
                }
                const { status, out, err } = await command(["map", "--json", host.uri]);
                assert.deepEqual({ status, err }, { status: 0, err: "" });
                const [{ pools: mapped, teams }] = JSON.parse(out) as [Record<"pools" | "teams", readonly object[]>];
                assert.deepEqual([mapped.length, teams.length], [2, 1]);
            });

            it("is asked by all threads at once over one connection", async () => {
                const client = new Client(host.uri, THREADS);
                try {
                    const asked = Array.from({ length: 40 }, () => client.nodeDevices());
                    assert.equal(new Set((await Promise.all(asked)).map((names) => names.length)).size, 1);
                } finally {
                    await client.close();
                }
            });

            it("is named with its limit where others have all connections, and answers once one has ended", async () => {
                const others = Array.from({ length: most }, () => new Client(host.uri, THREADS));
                for (const other of others) await other.versions();
                const late = new Client(host.uri, { ...THREADS, deadline: 1 });
                const patient = new Client(host.uri, THREADS);
                try {
                    const error = await late.networks().catch((reason: unknown) => reason);
                    assert.ok(error instanceof LibvirtTimeout && error.waitedFor === "a connection", String(error));
                    assert.match(
                        error.message,
                        /^networks on .*no connection within 1 s, and nothing was sent\. .*max_clients clients \(libvirtd\.conf/,
                    );
                    const answer = patient.networks();
                    await late.close();
                    await others[0]?.close();
                    assert.equal((await answer).length, 3);
                } finally {
                    await Promise.all([...others, patient].map((client) => client.close()));
                }
            });
        });
    }
});
