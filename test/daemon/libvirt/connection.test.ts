import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { startHost, type Host } from "../../../lab/host";
import { Client, close, LibvirtError, LibvirtTimeout, type ClientOptions } from "../../../provider/libvirt";

const run = promisify(execFile);
const provider = join(__dirname, "../../../provider/libvirt");

interface Before {
    readonly uri: string;
    opened: number;
    cutNext: boolean;
}

/** A socket in front of the host's own that counts connections and can cut the next call that comes through. */
async function listenBefore(host: Host, servers: Server[]): Promise<Before> {
    const path = join(host.folder, `before${servers.length}`);
    const daemon = host.uri.split("socket=")[1] ?? "";
    const server = createServer((near: Socket) => {
        before.opened += 1;
        const far = dial(decodeURIComponent(daemon));
        for (const socket of [near, far]) socket.on("error", () => undefined);
        near.on("data", (data) => {
            if (before.cutNext) {
                near.destroy();
                far.destroy();
            } else far.write(data);
            before.cutNext = false;
        });
        near.on("close", () => far.destroy());
        far.pipe(near);
    });
    const before = { uri: `qemu+unix:///system?socket=${path}`, opened: 0, cutNext: false };
    servers.push(server);
    server.listen(path);
    await once(server, "listening");
    return before;
}

describe("a connection to libvirt", () => {
    const uuid = "11111111-1111-4111-8111-111111111111";
    let host: Host;
    const clients: Client[] = [];
    const servers: Server[] = [];

    function newClient(uri: string, options: Partial<ClientOptions> = {}): Client {
        const client = new Client(uri, { threads: 1, ...options });
        clients.push(client);
        return client;
    }

    /** How long a call took to fail, in seconds, and with what. */
    async function failure(call: Promise<unknown>): Promise<{ seconds: number; error: unknown }> {
        const from = performance.now();
        const error = await call.then(
            () => "answered",
            (reason: unknown) => reason,
        );
        return { seconds: (performance.now() - from) / 1000, error };
    }

    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(`<network><name>n</name><uuid>${uuid}</uuid></network>`));
    });
    afterEach(async () => {
        await Promise.all(clients.splice(0).map((client) => client.close()));
    });
    after(async () => {
        for (const server of servers) server.close();
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
        const before = await listenBefore(host, servers);
        const client = newClient(before.uri);
        await client.networkXml(uuid);
        assert.equal(before.opened, 1);
        before.cutNext = true;
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
        assert.equal(before.opened, 2);
    });

    it("repeats no change", async () => {
        const before = await listenBefore(host, servers);
        const client = newClient(before.uri);
        await client.networkXml(uuid);
        before.cutNext = true;
        await assert.rejects(
            client.networkAutostart(uuid, true),
            (error) => error instanceof LibvirtError && error.code === 38 && error.domain === 7,
        );
        assert.equal(before.opened, 1);
        assert.equal((await client.networks())[0]?.autostart, false);
    });

    it("notices a daemon that no longer answers", async () => {
        const client = newClient(host.uri, { keepAlive: { interval: 1, count: 3 } });
        await client.networkXml(uuid);
        process.kill(host.pid, "SIGSTOP");
        try {
            const { seconds, error } = await failure(client.networkXml(uuid));
            assert.ok(error instanceof LibvirtError, String(error));
            const { call, code, domain, detail } = error;
            assert.deepEqual(
                { call, code, domain, detail },
                {
                    call: "virNetworkLookupByUUIDString",
                    code: 1,
                    domain: 7,
                    detail: "internal error: connection closed due to keepalive timeout",
                },
            );
            assert.ok(seconds > 2 && seconds < 6, `${seconds} s`);
        } finally {
            process.kill(host.pid, "SIGCONT");
        }
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
    });

    it("that cannot even be opened keeps nobody waiting beyond the deadline", async () => {
        const client = newClient(host.uri, { deadline: 0.5 });
        process.kill(host.pid, "SIGSTOP");
        try {
            const [sent, queued] = await Promise.all([
                failure(client.networkXml(uuid)),
                failure(client.networkStart(uuid)),
            ]);
            for (const { seconds } of [sent, queued]) assert.ok(seconds >= 0.49 && seconds < 1.5, `${seconds} s`);
            assert.ok(sent.error instanceof LibvirtTimeout && sent.error.sent);
            assert.equal(
                sent.error.message,
                `networkXml on ${host.uri}: no answer within 0.5 s; the host may still carry it out`,
            );
            assert.ok(queued.error instanceof LibvirtTimeout && !queued.error.sent);
            assert.equal(
                queued.error.message,
                `networkStart on ${host.uri}: no answer within 0.5 s; ` +
                    "it was never sent, as earlier calls had no answer either",
            );
        } finally {
            process.kill(host.pid, "SIGCONT");
        }
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
        assert.equal((await client.networks())[0]?.active, false);
    });

    it("is tried again on new threads, but on few", async () => {
        const client = newClient(host.uri, { deadline: 0.2 });
        const sent: boolean[] = [];
        process.kill(host.pid, "SIGSTOP");
        try {
            for (let i = 0; i < 6; i += 1) {
                const { error } = await failure(client.networkXml(uuid));
                assert.ok(error instanceof LibvirtTimeout, String(error));
                sent.push(error.sent);
            }
        } finally {
            process.kill(host.pid, "SIGCONT");
        }
        assert.deepEqual(sent, [true, true, true, true, false, false]);
        assert.match(await client.networkXml(uuid), /<name>n<\/name>/);
    });

    describe("and the end of the process", () => {
        const program = `
            const { Client } = require(${JSON.stringify(provider)});
            const [uri, pid] = process.argv.slice(1);
            const client = new Client(uri, { deadline: 1 });
            client.networks().then(async (list) => {
                if (pid) process.kill(Number(pid), "SIGSTOP");
                if (pid) await client.networkXml(list[0].uuid).catch((error) => console.log(error.name));
                console.log(list.length);
            });`;

        it("an idle connection does not delay it", async () => {
            const from = performance.now();
            const { stdout, stderr } = await run(process.execPath, ["-e", program, host.uri]);
            assert.deepEqual({ stdout, stderr }, { stdout: "1\n", stderr: "" });
            const seconds = (performance.now() - from) / 1000;
            assert.ok(seconds < 3, `${seconds} s`);
        });

        it("nor does a call that has no answer", async () => {
            const from = performance.now();
            try {
                const { stdout } = await run(process.execPath, ["-e", program, host.uri, String(host.pid)]);
                assert.equal(stdout, "LibvirtTimeout\n1\n");
            } finally {
                process.kill(host.pid, "SIGCONT");
            }
            const seconds = (performance.now() - from) / 1000;
            assert.ok(seconds < 4, `${seconds} s`);
        });
    });
});
