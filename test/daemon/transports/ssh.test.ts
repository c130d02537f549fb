import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startHost, type Host } from "../../../lab/host";
import { Client, close, LibvirtError, LibvirtTimeout } from "../../../provider/libvirt";
import { Clock } from "../../support/clock";
import { livesOver } from "../../support/poolLife";
import { SshServer } from "../../support/sshServer";

describe("qemu+ssh", () => {
    let host: Host;
    let server: SshServer;

    before(async () => {
        host = await startHost();
        server = await SshServer.start(host);
    });
    after(async () => {
        await close();
        await server.stop();
        await host.stop();
    });

    it("runs a pool through up, preview and destroy, with a key and a port", async () => {
        await livesOver(await server.uri(), host);
    });

    /** That a call says which host fails, what to do, and what ssh says, in one line. */
    async function assertRefused(uri: string, key: string, says: RegExp): Promise<void> {
        const client = new Client(uri);
        const error = await client.networks().catch((reason: unknown) => reason);
        await client.close();
        assert.ok(error instanceof LibvirtError, String(error));
        const { call, code, domain, advice, detail } = error;
        assert.deepEqual({ call, code, domain }, { call: "virConnectOpenAuth", code: 38, domain: 7 });
        const command = `ssh -p ${new URL(uri).port} -i ${key} root@127.0.0.1 virsh version`;
        assert.equal(
            advice,
            `ssh cannot reach libvirt on 127.0.0.1. Run "${command}" on this machine, and mend ssh until that prints a version without a prompt.`,
        );
        assert.match(detail, says);
        assert.match(
            error.message,
            /^virConnectOpenAuth on .*: ssh cannot reach .* libvirt error \[38\/7\] Cannot .*$/,
        );
        assert.doesNotMatch(error.message, /@@/);
    }

    it("says what is wrong where the host has another key than the client knows", async () => {
        const uri = await server.uri({ known: server.otherKey });
        await assertRefused(uri, server.userKey, /Host key verification failed\./);
    });

    it("says what is wrong where the client does not know the host", async () => {
        const uri = await server.uri({ known: undefined });
        await assertRefused(uri, server.userKey, /Host key verification failed\./);
    });

    it("says what is wrong where the host refuses the client's key", async () => {
        const uri = await server.uri({ key: server.otherKey });
        await assertRefused(uri, server.otherKey, /Permission denied \(publickey\)/);
    });

    it("says what is wrong where nothing listens on the port", async () => {
        const gone = await SshServer.start(host);
        const uri = await gone.uri();
        await gone.stop();
        await assertRefused(uri, gone.userKey, /./);
    });

    it("says what is wrong within the deadline where the host hangs after the login", async () => {
        const marker = join(server.folder, "logged-in");
        const hanging = await SshServer.start(host, { instead: `touch ${marker} && exec sleep 86400` });
        const uri = await hanging.uri();
        await new Client(host.uri).networks(); // starts libvirt's event loop, for which every first call waits
        const client = new Client(uri);
        const clock = new Clock();
        try {
            const call = client.networkStart("11111111-1111-4111-8111-111111111111").catch((error: unknown) => error);
            while (!existsSync(marker)) await clock.turn();
            await clock.pass(60);
            const error = await call;
            assert.ok(error instanceof LibvirtTimeout && error.waitedFor === "a connection", String(error));
            const command = `ssh -p ${hanging.port} -i ${hanging.userKey} root@127.0.0.1 virsh version`;
            assert.equal(
                error.message,
                `networkStart on ${uri}: libvirt opened no connection within 60 s, and nothing was sent. ` +
                    `ssh cannot reach libvirt on 127.0.0.1. Run "${command}" on this machine, and mend ssh until that prints a version without a prompt. ` +
                    "A daemon with max_clients clients (libvirtd.conf, virtqemud.conf) makes a new one wait. " +
                    'End other clients ("virt-admin client-list libvirtd" lists them), or raise the limit.',
            );
        } finally {
            clock.end();
            await hanging.stop();
        }
    });
});
