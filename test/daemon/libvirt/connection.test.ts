import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { startHost, type Host } from "../../../lab/host";
import { Client, close, LibvirtError, LibvirtTimeout, type ClientOptions } from "../../../provider/libvirt";
import { Clock } from "../../support/clock";
import { NETWORK_GET_XML_DESC, Relay } from "../../support/relay";

const run = promisify(execFile);
const provider = join(__dirname, "../../../provider/libvirt");

describe("a connection to libvirt", () => {
    const uuid = "11111111-1111-4111-8111-111111111111";
    let host: Host;
    const clients: Client[] = [];
    const relays: Relay[] = [];

    async function relayBefore(): Promise<Relay> {
        const relay = await Relay.before(host);
        relays.push(relay);
        return relay;
    }

    function newClient(uri: string, options: Partial<ClientOptions> = {}): Client {
        const client = new Client(uri, { threads: 1, ...options });
        clients.push(client);
        return client;
    }

    /** What a call fails with; "answered" where it does not. */
    const failure = (call: Promise<unknown>): Promise<unknown> =>
        call.then(
            () => "answered",
            (reason: unknown) => reason,
        );

    /** While the daemon is silent, as one that hangs. */
    async function whileStopped(work: () => Promise<void>): Promise<void> {
        process.kill(host.pid, "SIGSTOP");
        try {
            await work();
        } finally {
            process.kill(host.pid, "SIGCONT");
        }
    }

    /** With a clock that stands still, and libvirt's event loop running, for which every first call waits. */
    async function withClock(work: (clock: Clock) => Promise<void>): Promise<void> {
        await newClient(host.uri).networks();
        const clock = new Clock();
        try {
            await work(clock);
        } finally {
            clock.end();
        }
    }

    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(`<network><name>n</name><uuid>${uuid}</uuid></network>`));
    });
    afterEach(async () => {
        await Promise.all(clients.splice(0).map((client) => client.close()));
    });
    after(async () => {
        for (const relay of relays) relay.stop();
        await close();
        await host.stop();
    });

    it("is opened again after the daemon was killed and started", async () => {
        const client = newClient(host.uri);
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
        await host.kill();
        await assert.rejects(client.networkXml(uuid), (error) => error instanceof LibvirtError && error.code === 38);
        await host.restart();
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
        await host.restart();
        await client.networkAutostart(uuid, false);
    });

    it("is opened again, and a read repeated, when it is lost in the middle of the read", async () => {
        const relay = await relayBefore();
        const client = newClient(relay.uri);
        await client.networkXml(uuid);
        assert.equal(relay.opened, 1);
        relay.gather(1, "cut");
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
        assert.equal(relay.opened, 2);
    });

    it("repeats a read once, and no more", async () => {
        const relay = await relayBefore();
        const client = newClient(relay.uri);
        await client.networks();
        relay.cutEach(NETWORK_GET_XML_DESC);
        await assert.rejects(client.networkXml(uuid), (error) => error instanceof LibvirtError && error.code === 38);
        assert.equal(relay.opened, 2);
    });

    it("repeats no change", async () => {
        const relay = await relayBefore();
        const client = newClient(relay.uri);
        await client.networkXml(uuid);
        relay.gather(1, "cut");
        await assert.rejects(
            client.networkAutostart(uuid, true),
            (error) => error instanceof LibvirtError && error.code === 38 && error.domain === 7,
        );
        assert.equal(relay.opened, 1);
        assert.equal((await client.networks())[0]?.autostart, false);
    });

    it("notices a daemon that no longer answers, as soon as it is told to", async () => {
        const client = newClient(host.uri, { keepAlive: { interval: 1, count: 3 } });
        const patient = newClient(host.uri, { keepAlive: { interval: 60, count: 3 }, deadline: 600 });
        await Promise.all([client.networkXml(uuid), patient.networkXml(uuid)]);
        let late: Promise<string> | undefined;
        await whileStopped(async () => {
            const from = performance.now();
            late = patient.networkXml(uuid);
            const error = await failure(client.networkXml(uuid));
            assert.ok(error instanceof LibvirtError, String(error));
            const { call, code, domain, detail } = error;
            assert.deepEqual(
                { call, code, domain, detail },
                {
                    call: "virNetworkGetXMLDesc",
                    code: 1,
                    domain: 7,
                    detail: "internal error: connection closed due to keepalive timeout",
                },
            );
            const seconds = (performance.now() - from) / 1000;
            assert.ok(seconds > 2, `three questions, a second each, took ${seconds} s`);
        });
        assert.match((await late) ?? "", /<name>n<\/name>/);
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
    });

    it("that cannot even be opened keeps nobody waiting beyond the deadline", () =>
        withClock(async (clock) => {
            const client = newClient(host.uri, { deadline: 0.5 });
            await whileStopped(async () => {
                let failed = 0;
                const calls = [client.networkXml(uuid), client.networkStart(uuid)].map((call) =>
                    failure(call).finally(() => (failed += 1)),
                );
                await clock.pass(0.499);
                assert.equal(failed, 0);
                await clock.pass(0.001);
                assert.equal(failed, 2);
                const [opening, queued] = await Promise.all(calls);
                assert.ok(opening instanceof LibvirtTimeout && opening.waitedFor === "a connection");
                assert.equal(
                    opening.message,
                    `networkXml on ${host.uri}: libvirt opened no connection within 0.5 s, and nothing was sent. ` +
                        "The daemon of libvirt runs and does not answer. " +
                        "A daemon with max_clients clients (libvirtd.conf, virtqemud.conf) makes a new one wait. " +
                        'End other clients ("virt-admin client-list libvirtd" lists them), or raise the limit. ' +
                        'If it hangs, restart it: "systemctl restart libvirtd" (or virtqemud).',
                );
                assert.ok(queued instanceof LibvirtTimeout && queued.waitedFor === "its turn");
                assert.equal(
                    queued.message,
                    `networkStart on ${host.uri}: the host gave no answer within 0.5 s. ` +
                        "The call was never sent, because earlier calls had no answer. Check libvirt on the host, then run again",
                );
            });
            assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
            assert.equal((await client.networks())[0]?.active, false);
        }));

    it("is tried again on new threads, but on few", () =>
        withClock(async (clock) => {
            const client = newClient(host.uri, { deadline: 0.2 });
            const waited: string[] = [];
            await whileStopped(async () => {
                for (let i = 0; i < 6; i += 1) {
                    const failing = failure(client.networkXml(uuid));
                    await clock.pass(0.2);
                    const error = await failing;
                    assert.ok(error instanceof LibvirtTimeout, String(error));
                    waited.push(error.waitedFor);
                }
            });
            assert.deepEqual(waited, [...Array<string>(4).fill("a connection"), "its turn", "its turn"]);
            assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
        }));

    describe("and the end of the process", () => {
        // A timer or a thread that is left behind would keep the process for an hour.
        const hour = "{ deadline: 3600, keepAlive: { interval: 3600, count: 3 } }";
        const program = `
            const { mock } = require("node:test");
            const { Client } = require(${JSON.stringify(provider)});
            const [uri, pid] = process.argv.slice(1);
            const client = new Client(uri, ${hour});
            client.networks().then(async (list) => {
                if (pid) {
                    process.kill(Number(pid), "SIGSTOP");
                    mock.timers.enable({ apis: ["setTimeout"] });
                    setImmediate(() => mock.timers.tick(3_600_000));
                    await client.networkXml(list[0].uuid).catch((error) => console.log(error.name));
                }
                console.log(list.length);
            });`;

        it("an idle connection does not delay it", async () => {
            const { stdout, stderr } = await run(process.execPath, ["-e", program, host.uri]);
            assert.deepEqual({ stdout, stderr }, { stdout: "1\n", stderr: "" });
        });

        it("nor does a call that has no answer", async () => {
            try {
                const { stdout } = await run(process.execPath, ["-e", program, host.uri, String(host.pid)]);
                assert.equal(stdout, "LibvirtTimeout\n1\n");
            } finally {
                process.kill(host.pid, "SIGCONT");
            }
        });
    });
});
