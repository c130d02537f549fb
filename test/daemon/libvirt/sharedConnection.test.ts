import assert from "node:assert/strict";
import { startHost, type Host } from "../../../lab/host";
import { Client, close, LibvirtError, LibvirtTimeout, type ClientOptions } from "../../../provider/libvirt";
import { Clock } from "../../support/clock";
import { Relay } from "../../support/relay";

describe("the one connection that four threads share", () => {
    const uuid = "11111111-1111-4111-8111-111111111111";
    const unknown = [1, 2, 3, 4].map((digit) => `0000000${digit}-0000-4000-8000-000000000000`);
    let host: Host;
    let relay: Relay;
    let client: Client;

    before(async () => {
        host = await startHost();
        await host.virsh("net-define", await host.file(`<network><name>n</name><uuid>${uuid}</uuid></network>`));
    });
    beforeEach(async () => {
        relay = await Relay.before(host);
        client = newClient();
    });
    afterEach(async () => {
        await client.close();
        relay.stop();
    });
    after(async () => {
        await close();
        await host.stop();
    });

    const newClient = (options: Partial<ClientOptions> = {}): Client =>
        new Client(relay.uri, { threads: 4, listing: 0, ...options });

    /** Four reads at once, a thread each. */
    const fourReads = (): Promise<readonly string[]> => Promise.all([1, 2, 3, 4].map(() => client.networkXml(uuid)));

    function assertRead(xmls: readonly string[]): void {
        assert.equal(xmls.length, 4);
        for (const xml of xmls) assert.match(xml, /<name>n<\/name>/);
    }

    async function until(isSo: () => boolean): Promise<void> {
        while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
    }

    it("is opened once, by four calls at the same moment", async () => {
        assertRead(await fourReads());
        assert.equal(relay.opened, 1);
    });

    it("carries four calls at once", async () => {
        await client.networks();
        relay.gather(4, "pass"); // none is answered before all four have come
        assertRead(await fourReads());
        assert.equal(relay.opened, 1);
    });

    it("tells each call what is wrong with it, and no other", async () => {
        await client.networks();
        relay.gather(4, "pass");
        const refused = await Promise.allSettled(unknown.map((one) => client.networkXml(one)));
        assert.deepEqual(
            refused.map((one) => one.status === "rejected" && one.reason instanceof LibvirtError && one.reason.detail),
            unknown.map((one) => `Network not found: no network with matching uuid '${one}'`),
        );
    });

    it("is opened again once when four reads lose it at the same moment, and each is repeated", async () => {
        await client.networks();
        relay.gather(4, "cut");
        assertRead(await fourReads());
        assert.equal(relay.opened, 2);
    });

    it("is opened again once for four reads after the daemon was killed and started", async () => {
        await client.networks();
        await host.kill();
        await host.restart();
        assertRead(await fourReads());
        assert.equal(relay.opened, 2);
    });

    it("is lost to a change, which is not repeated, where the reads beside it are", async () => {
        await client.networks();
        relay.gather(4, "cut");
        const change = client.networkAutostart(uuid, true);
        const reads = Promise.all([1, 2, 3].map(() => client.networkXml(uuid)));
        await assert.rejects(change, (error) => error instanceof LibvirtError && error.code === 38);
        assert.equal((await reads).length, 3);
        assert.equal(relay.opened, 2);
        assert.equal((await client.networks())[0]?.autostart, false);
    });

    it("is tried once for all that wait when it cannot be opened", async () => {
        relay.gather(1, "cut");
        const failed = await Promise.allSettled(unknown.map((one) => client.networkXml(one)));
        const reasons = failed.map((one) => (one.status === "rejected" ? (one.reason as unknown) : undefined));
        for (const reason of reasons)
            assert.ok(reason instanceof LibvirtError && reason.call === "virConnectOpenAuth", String(reason));
        assert.equal(relay.opened, 1);
        assertRead(await fourReads());
        assert.equal(relay.opened, 2);
    });

    it("is replaced for later calls by one that has no answer in time, and those under way end on it", async () => {
        await client.close();
        client = newClient({ deadline: 0.5 });
        // a busy machine takes longer than that to begin
        const clock = new Clock();
        try {
            await client.networks();
            relay.swallowNext();
            const silent = client.networkXml(uuid).catch((error: unknown) => error);
            await until(() => relay.swallowed === 1);
            await clock.pass(0.3);
            relay.gather(2, "pass");
            const underWay = client.networkXml(uuid);
            await until(() => relay.held === 1);
            await clock.pass(0.2);
            const error = await silent;
            assert.ok(error instanceof LibvirtTimeout && error.waitedFor === "its answer", String(error));
            // its connection is opened by the second call that is waited for
            const later = client.networkXml(uuid);
            assert.match(await underWay, /<name>n<\/name>/);
            assert.match(await later, /<name>n<\/name>/);
            assertRead(await fourReads());
            assert.equal(relay.opened, 2);
        } finally {
            clock.end();
        }
    });

    it("is closed when the last thread has left it", async () => {
        assertRead(await fourReads());
        relay.gather(4, "cut");
        assertRead(await fourReads());
        assert.deepEqual({ opened: relay.opened, open: relay.open }, { opened: 2, open: 1 });
        await client.close();
        await relay.drained();
        assert.equal(relay.open, 0);
    });
});
