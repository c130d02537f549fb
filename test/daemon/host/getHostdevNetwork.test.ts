import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { guestXml, plainNetworkXml, startHost, type Host } from "../../../lab/host";
import { Client, close, type Libvirt } from "../../../provider/libvirt";
import { occupancyOf } from "../../../provider/host/occupancy";
import { Survey } from "../../../provider/host/survey";
import { getHostdevNetwork, type GetHostdevNetworkResult } from "../../../sdk";
import { poolXml } from "../../support/guest";
import { teamXml } from "../../support/teamXml";

const UUIDS = {
    web1: "11111111-1111-4111-8111-111111111111",
    web2: "22222222-2222-4222-8222-222222222222",
    own: "33333333-3333-4333-8333-333333333333",
} as const;
const POOL = "44444444-4444-4444-8444-444444444444";
const SPARE = "55555555-5555-4555-8555-555555555555";
const FEW = "66666666-6666-4666-8666-666666666666";

/** Guests that run with a VF: two with one of the pool, and one that names its VF by its address. */
const GUESTS = {
    web1: teamXml("net0", { mac: "52:54:00:aa:bb:01" }),
    web2: teamXml("net0", { mac: "52:54:00:aa:bb:02" }),
    own: [
        "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='7' slot='0x10' function='2'/></source><alias name='ua-card'/></hostdev>",
    ],
};

const vf = (number: number, held: object = {}) => ({ address: `0000:07:10.${number}`, exists: true, ...held });
const VFS = [
    vf(0, { guest: "web1", domainUuid: UUIDS.web1, alias: "ua-net0-vf" }),
    vf(1, { guest: "web2", domainUuid: UUIDS.web2, alias: "ua-net0-vf" }),
    vf(2, { guest: "own", domainUuid: UUIDS.own, alias: "ua-card", isOutsidePool: true }),
    vf(3),
];

describe("getHostdevNetwork", () => {
    let host: Host;
    let whole: GetHostdevNetworkResult;
    const look = (name = "pool"): Promise<GetHostdevNetworkResult> => getHostdevNetwork({ uri: host.uri, name });
    const virsh = (...args: string[]): Promise<string> => host.virsh(...args);

    before(async () => {
        host = await startHost();
        const withUuid = (xml: string, uuid: string): string => xml.replace("</name>", `</name><uuid>${uuid}</uuid>`);
        for (const xml of [
            plainNetworkXml("br"),
            withUuid(poolXml("pool", "enp7s0f0"), POOL),
            withUuid(poolXml("spare", "enp8s0f0"), SPARE),
            "<network><name>wan</name><forward mode='bridge'/><bridge name='br0'/></network>",
        ])
            await virsh("net-define", await host.file(xml));
        for (const name of ["br", "pool"]) await virsh("net-start", name);
        for (const [name, interfaces] of Object.entries(GUESTS)) {
            const uuid = UUIDS[name as keyof typeof GUESTS];
            await virsh("define", await host.file(guestXml(name, { uuid, interfaces })));
            await virsh("start", name);
        }
        whole = {
            uri: host.uri,
            name: "pool",
            uuid: POOL,
            active: true,
            autostart: false,
            pf: "enp7s0f0",
            link: "up",
            mtu: 1500,
            vfs: VFS,
            free: 1,
            total: 4,
            connections: 2,
        };
    });
    after(async () => {
        await close();
        await host.stop();
    });

    it("tells who has each VF of a pool, within it and outside", async () => {
        assert.deepEqual(await look(), whole);
    });

    it("tells of a stopped pool what it would start with", async () => {
        await virsh("net-autostart", "spare");
        assert.deepEqual(await look("spare"), {
            uri: host.uri,
            name: "spare",
            uuid: SPARE,
            active: false,
            autostart: true,
            pf: "enp8s0f0",
            link: "up",
            mtu: 1500,
            vfs: ["0000:08:10.0", "0000:08:10.1"].map((address) => ({ address, exists: true })),
            free: 2,
            total: 2,
            connections: 0,
        });
    });

    it("tells no PF of a pool by addresses", async () => {
        const xml = `<network><name>few</name><uuid>${FEW}</uuid><forward mode='hostdev' managed='yes'><address type='pci' domain='0' bus='7' slot='0x10' function='3'/></forward></network>`;
        await virsh("net-define", await host.file(xml));
        assert.deepEqual(await look("few"), {
            uri: host.uri,
            name: "few",
            uuid: FEW,
            active: false,
            autostart: false,
            vfs: [vf(3)],
            free: 1,
            total: 1,
            connections: 0,
        });
        await virsh("net-undefine", "few");
    });

    it("sees at once what another process changes", async () => {
        await look();
        await virsh("net-start", "spare");
        assert.equal((await look("spare")).active, true);
        await virsh("net-destroy", "spare");
        assert.equal((await look("spare")).active, false);
    });

    it("tells who has them, too, where libvirt has forgotten it", async () => {
        await virsh("net-destroy", "pool");
        assert.deepEqual(await look(), { ...whole, active: false, connections: 0 });
        await virsh("net-start", "pool");
        assert.deepEqual(await look(), { ...whole, connections: 0 });
    });

    it("passes over a guest that goes away after it was listed", async () => {
        const client = new Client(host.uri, { threads: 1 });
        const libvirt = new Proxy<Libvirt>(client, {
            get: (_, call: keyof Libvirt) =>
                call === "uri"
                    ? client.uri
                    : async (...args: unknown[]) => {
                          const answer = await (client[call] as (...all: unknown[]) => Promise<unknown>).apply(
                              client,
                              args,
                          );
                          if (call === "guests") {
                              await virsh("destroy", "web2");
                              await virsh("undefine", "web2");
                          }
                          return answer;
                      },
        });
        const survey = new Survey(libvirt);
        const pool = await survey.network("pool");
        assert.ok(pool);
        const left = { uri: host.uri, ...(await occupancyOf(survey, pool)) };
        assert.deepEqual(left, {
            ...whole,
            vfs: VFS.map((one, i) => (i === 1 ? vf(1) : one)),
            free: 2,
            connections: 0,
        });
        await client.close();
    });

    describe("refuses", () => {
        const fix =
            'The pools of this host are "pool", "spare". Name a pool. If this program creates it, pass its output name to getHostdevNetworkOutput.';
        const cases: readonly (readonly [name: string, says: (uri: string) => string])[] = [
            ["vfpol", (uri) => `network "vfpol" is missing on ${uri}. ${fix}`],
            ["wan", (uri) => `network "wan" on ${uri} is not a pool, because it has <forward mode='bridge'>. ${fix}`],
            ["br", (uri) => `network "br" on ${uri} is not a pool, because it has no <forward>. ${fix}`],
        ];
        for (const [name, says] of cases)
            it(`network ${name}`, async () => {
                await assert.rejects(look(name), { name: "Error", message: says(host.uri), stack: "" });
            });

        it("with libvirt's own words what it cannot reach", async () => {
            const uri = "qemu+unix:///system?socket=/nowhere";
            await assert.rejects(getHostdevNetwork({ uri, name: "pool" }), {
                name: "LibvirtError",
                code: 38,
                message: `virConnectOpenAuth on ${uri}: libvirt error [38/7] Failed to connect socket to '/nowhere': No such file or directory`,
                stack: "",
            });
        });
    });

    it("lets a program end that has looked", async () => {
        const program = `require(process.argv[1]).getHostdevNetwork({ uri: process.argv[2], name: "pool" }).then(({ total }) => console.log(total));`;
        const run = promisify(execFile);
        const { stdout } = await run(process.execPath, ["-e", program, join(__dirname, "../../../sdk"), host.uri]);
        assert.equal(stdout, "4\n");
    });

    it("counts no VF as free that the host has lost since the pool started", async () => {
        const sysfs = join(host.folder, "sysfs/devices");
        await virsh("net-start", "spare");
        await rm(join(sysfs, "0000:08:00.0/virtfn1"));
        await rm(join(sysfs, "0000:08:10.1"), { recursive: true });
        await host.restart();
        const { active, pf, vfs, free, total } = await look("spare");
        assert.deepEqual(
            { active, pf, vfs, free, total },
            {
                active: true,
                pf: "enp8s0f0",
                free: 1,
                total: 2,
                vfs: [
                    { address: "0000:08:10.0", exists: true },
                    { address: "0000:08:10.1", exists: false },
                ],
            },
        );
    });
});
