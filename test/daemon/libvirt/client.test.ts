import assert from "node:assert/strict";
import { guestXml, startHost, type Host } from "../../../lab/host";
import { Client, close, connect, LibvirtError, type Job } from "../../../provider/libvirt";

/** A refusal with exactly these words. */
function refusal(call: string, code: number, domain: number, detail: string, uri: string): (error: unknown) => true {
    return (error) => {
        assert.ok(error instanceof LibvirtError, String(error));
        const expected = { name: "LibvirtError", call, code, domain, detail, uri };
        const { name, call: didCall, code: hasCode, domain: hasDomain, detail: says, uri: at } = error;
        assert.deepEqual({ name, call: didCall, code: hasCode, domain: hasDomain, detail: says, uri: at }, expected);
        assert.equal(error.message, `${call} on ${uri}: libvirt error [${code}/${domain}] ${detail}`);
        return true;
    };
}

describe("the libvirt client", () => {
    const unknown = "00000000-0000-4000-8000-000000000000";
    const pool = { uuid: "11111111-1111-4111-8111-111111111111", name: "pool" };
    const poolXml = (options = ""): string =>
        `<network${options}><name>pool</name><uuid>${pool.uuid}</uuid>` +
        "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward></network>";
    const guest = { uuid: "22222222-2222-4222-8222-222222222222", name: "guest" };
    const nic = (link: "up" | "down"): string =>
        `<interface type='network'><mac address='52:54:00:00:00:01'/><source network='pool'/>` +
        `<model type='virtio'/><link state='${link}'/><alias name='ua-net0'/></interface>`;

    let host: Host;
    let client: Client;
    let jobs: Job[] = [];

    before(async () => {
        host = await startHost();
        client = new Client(host.uri, { trace: (job) => jobs.push(job), listing: Infinity });
    });
    after(async () => {
        await client.close();
        await close();
        await host.stop();
    });

    describe("networks", () => {
        const listed = async (): Promise<unknown> => (await client.networks()).find(({ uuid }) => uuid === pool.uuid);

        it("goes through the life of one", async () => {
            assert.deepEqual(await client.networks(), []);

            assert.equal(await client.networkDefine(poolXml()), pool.uuid);
            assert.deepEqual(await listed(), { ...pool, active: false, persistent: true, autostart: false });

            await client.networkAutostart(pool.uuid, true);
            assert.deepEqual(await listed(), { ...pool, active: false, persistent: true, autostart: true });

            await client.networkStart(pool.uuid);
            assert.deepEqual(await listed(), { ...pool, active: true, persistent: true, autostart: true });

            await client.networkAutostart(pool.uuid, false);
            assert.deepEqual(await listed(), { ...pool, active: true, persistent: true, autostart: false });

            await client.networkUndefine(pool.uuid);
            assert.deepEqual(await listed(), { ...pool, active: true, persistent: false, autostart: false });

            await client.networkStop(pool.uuid);
            assert.deepEqual(await client.networks(), []);
        });

        it("lists many in one go", async () => {
            const names = Array.from({ length: 20 }, (_, i) => `many${i}`);
            const uuids = await Promise.all(
                names.map((name) => client.networkDefine(`<network><name>${name}</name></network>`)),
            );
            const list = await client.networks();
            assert.deepEqual(
                list.map(({ name, uuid }) => `${name} ${uuid}`).sort(),
                names.map((name, i) => `${name} ${uuids[i] ?? ""}`).sort(),
            );
            await Promise.all(uuids.map((uuid) => client.networkUndefine(uuid)));
        });

        it("reads the definition, not the live state", async () => {
            await client.networkDefine(poolXml());
            await client.networkStart(pool.uuid);
            const live = await host.virsh("net-dumpxml", "pool");
            assert.match(live, /<address type='pci'/);
            assert.equal(
                (await client.networkXml(pool.uuid)).trim(),
                await host.virsh("net-dumpxml", "--inactive", "pool"),
            );
            assert.doesNotMatch(await client.networkXml(pool.uuid), /<address/);
        });

        it("carries libvirt's refusals", async () => {
            await assert.rejects(
                client.networkXml(unknown),
                refusal(
                    "virNetworkLookupByUUIDString",
                    43,
                    19,
                    `Network not found: no network with matching uuid '${unknown}'`,
                    host.uri,
                ),
            );
            await assert.rejects(
                client.networkStart(pool.uuid),
                refusal(
                    "virNetworkCreate",
                    55,
                    19,
                    "Requested operation is not valid: network is already active",
                    host.uri,
                ),
            );
            await assert.rejects(
                client.networkDefine(poolXml(" bogus='1'")),
                (error) => error instanceof LibvirtError && error.code === 92 && error.domain === 5,
            );
        });
    });

    describe("guests", () => {
        before(async () => {
            await host.virsh("define", await host.file(guestXml(guest.name, { uuid: guest.uuid })));
        });

        it("finds one by name and by UUID, also where a name looks like a UUID", async () => {
            const state = { ...guest, active: false, persistent: true };
            assert.deepEqual(await client.domain(guest.name), state);
            assert.deepEqual(await client.domain(guest.uuid), state);
            assert.deepEqual(await client.domain(guest.uuid.replaceAll("-", "")), state);

            const other = {
                uuid: "33333333-3333-4333-8333-333333333333",
                name: "44444444-4444-4444-8444-444444444444",
            };
            await host.virsh("define", await host.file(guestXml(other.name, { uuid: other.uuid })));
            assert.deepEqual(await client.domain(other.name), { ...other, active: false, persistent: true });
        });

        it("reads the persistent definition", async () => {
            const { config, live } = await client.domainXml(guest.uuid);
            assert.equal(config.trim(), await host.virsh("dumpxml", "--inactive", guest.name));
            assert.equal(live, undefined);
        });

        it("attaches, updates and detaches in the persistent definition", async () => {
            await client.attachDevice(guest.uuid, "config", nic("up"));
            assert.match((await client.domainXml(guest.uuid)).config, /<link state='up'\/>/);
            await client.updateDevice(guest.uuid, "config", nic("down"));
            assert.match((await client.domainXml(guest.uuid)).config, /<link state='down'\/>/);
            assert.match((await client.domainXml(guest.uuid)).config, /<alias name='ua-net0'\/>/);
            await client.detachDevice(guest.uuid, nic("down"));
            assert.doesNotMatch((await client.domainXml(guest.uuid)).config, /<interface/);
        });

        it("carries libvirt's refusals", async () => {
            for (const missing of ["nobody", unknown]) {
                await assert.rejects(
                    client.domain(missing),
                    refusal(
                        "virDomainLookupByName",
                        42,
                        10,
                        `Domain not found: no domain with matching name '${missing}'`,
                        host.uri,
                    ),
                );
            }
            await assert.rejects(
                client.domainXml(unknown),
                refusal(
                    "virDomainLookupByUUIDString",
                    42,
                    10,
                    `Domain not found: no domain with matching uuid '${unknown}'`,
                    host.uri,
                ),
            );
        });
    });

    describe("the listing of networks", () => {
        beforeEach(async () => {
            await client.networkAutostart(pool.uuid, false); // drops what earlier tests have listed
            jobs = [];
        });

        it("is shared by concurrent and by following readers", async () => {
            const [one, other] = await Promise.all([client.networks(), client.networks()]);
            assert.equal(one, other);
            assert.equal(await client.networks(), one);
            assert.deepEqual(jobs, ["networks"]);
        });

        it("is dropped by a change, before it and after it", async () => {
            await client.networks();
            const change = client.networkAutostart(pool.uuid, true);
            const during = client.networks();
            await Promise.all([change, during]);
            const after = await client.networks();
            assert.deepEqual(jobs, ["networks", "networkAutostart", "networks", "networks"]);
            assert.equal(after.find(({ uuid }) => uuid === pool.uuid)?.autostart, true);
        });

        it("is dropped by a change that fails", async () => {
            await client.networks();
            await assert.rejects(client.networkStop(unknown), LibvirtError);
            await client.networks();
            assert.deepEqual(jobs, ["networks", "networkStop", "networks"]);
        });

        it("outlives a read", async () => {
            await client.networks();
            await client.networkXml(pool.uuid);
            await client.networks();
            assert.deepEqual(jobs, ["networks", "networkXml"]);
        });
    });

    describe("connect", () => {
        it("gives one client per URI", async () => {
            assert.equal(connect(host.uri), connect(host.uri));
            assert.notEqual(connect(host.uri), connect("test:///default"));
            assert.equal(connect(host.uri).uri, host.uri);
            assert.equal((await connect(host.uri).domain(guest.name)).uuid, guest.uuid);
        });

        it("says why a host cannot be reached", async () => {
            const uri = "qemu+unix:///system?socket=/nowhere/libvirt-sock";
            const detail = "Failed to connect socket to '/nowhere/libvirt-sock': No such file or directory";
            await assert.rejects(connect(uri).networks(), refusal("virConnectOpenAuth", 38, 7, detail, uri));
        });
    });
});
