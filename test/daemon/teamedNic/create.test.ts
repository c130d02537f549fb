import assert from "node:assert/strict";
import { guestBench, MAC } from "../../support/guest";

describe("creating a TeamedNic", () => {
    const bench = guestBench();
    const place = (bus: number): string =>
        `<address type='pci' domain='0x0000' bus='0x0${bus}' slot='0x00' function='0x0'/>`;
    const virtio = (kind: string, source: string, bus: number): string =>
        `<interface type='${kind}'><mac address='${MAC}'/>${source}<model type='virtio'/>` +
        `<teaming type='persistent'/><alias name='ua-net0'/>${place(bus)}</interface>`;
    const vf = (bus: number): string =>
        `<interface type='network'><mac address='${MAC}'/><source network='pool'/><model type='virtio'/>` +
        `<teaming type='transient' persistent='ua-net0'/><alias name='ua-net0-vf'/>${place(bus)}</interface>`;
    const byAddress = (bus: number): string =>
        `<interface type='hostdev' managed='yes'><mac address='${MAC}'/><driver name='vfio'/>` +
        "<source><address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x1'/></source>" +
        `<teaming type='transient' persistent='ua-net0'/><alias name='ua-net0-vf'/>${place(bus)}</interface>`;

    const cases: readonly (readonly [what: string, object, object, readonly [string, string]])[] = [
        ["a network and a pool", {}, {}, [virtio("network", "<source network='br'/>", 3), vf(4)]],
        ["a bridge and a pool", { bridge: "br0" }, {}, [virtio("bridge", "<source bridge='br0'/>", 3), vf(4)]],
        [
            "a macvtap and a VF by address",
            { direct: "eth0", mode: "private" },
            { address: "0:7:10.1", driver: { name: "vfio" } },
            [virtio("direct", "<source dev='eth0' mode='private'/>", 3), byAddress(4)],
        ],
    ];
    for (const [what, persistent, transient, expected] of cases)
        it(`attaches ${what}, the persistent half first`, async () => {
            const program = bench.program({ ...persistent }, { ...transient });
            const [other] = await bench.interfaces();
            assert.equal(await bench.stack.up(program), "created");
            assert.deepEqual(await bench.interfaces(), [other, ...expected]);
            await bench.stack.destroy();
            assert.equal(await bench.xml(), bench.untouched);
        });

    it("answers the guest's uuid and the aliases beside the arguments", async () => {
        await bench.stack.up(bench.program());
        const { id, inputs, outs } = bench.stack.state ?? assert.fail();
        assert.equal(id, `${bench.uuid}/net0`);
        assert.deepEqual(inputs, {
            apply: "live",
            detachTimeout: 30,
            adopt: false,
            uri: bench.host.uri,
            name: "net0",
            domain: "guest",
            mac: MAC,
            persistent: {
                type: "network",
                mac: MAC,
                model: "virtio",
                teaming: "persistent",
                alias: "ua-net0",
                network: "br",
            },
            transient: {
                type: "network",
                mac: MAC,
                model: "virtio",
                teaming: "transient",
                persistent: "ua-net0",
                alias: "ua-net0-vf",
                network: "pool",
            },
        });
        assert.deepEqual(outs, {
            ...inputs,
            domainUuid: bench.uuid,
            host: bench.host.uri,
            aliases: { persistent: "ua-net0", transient: "ua-net0-vf" },
        });
    });

    it("finds the guest by its uuid too", async () => {
        const program = { ...bench.program(), domain: bench.uuid };
        await bench.stack.up(program);
        await bench.stack.assertSettled(program);
    });

    it("is refused where there is no such guest", async () => {
        for (const domain of ["nobody", "00000000-0000-4000-8000-000000000000"])
            await assert.rejects(bench.stack.up({ ...bench.program(), domain }), {
                message:
                    `net0 on ${domain}: the guest is missing on ${bench.host.uri}. Nothing was changed. ` +
                    "Define the guest, or correct domain (virsh list --all). If somebody undefined it on purpose, run pulumi refresh to drop the pair from the stack.",
            });
    });
});
