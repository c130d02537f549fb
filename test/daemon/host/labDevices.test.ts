import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startHost, type Host } from "../../../lab/host";

describe("the lab's card among libvirt's node devices", () => {
    const enp7s0f0 = "net_enp7s0f0_02_00_00_00_07_00";
    const enp8s0f0 = "net_enp8s0f0_02_00_00_00_08_00";

    let host: Host;
    before(async () => {
        host = await startHost();
    });
    after(() => host.stop());

    /** The devices of a kind, but for the netdevs that every host has. */
    const listed = async (kind: "net" | "pci"): Promise<string[]> =>
        (await host.virsh("nodedev-list", "--cap", kind)).split("\n").filter((name) => !/^net_lo_|_wire_/.test(name));

    /** What a device's XML has from each of the elements' begins to its end, a line each. */
    async function elements(device: string, ...begins: string[]): Promise<string[]> {
        const xml = await host.virsh("nodedev-dumpxml", device);
        return begins.flatMap((begin) => {
            const name = /\w+/.exec(begin)?.[0] ?? "";
            const [found = `no <${begin}`] = new RegExp(`<${begin}[^>/]*(/>|>[^]*?</${name}>)`).exec(xml) ?? [];
            return found.split("\n").map((line) => line.trim());
        });
    }
    const ofNetdev = (device: string): Promise<string[]> => elements(device, "parent", "interface", "address", "link");
    const virtFunctions = (device: string): Promise<string[]> => elements(device, "capability type='virt_functions'");
    const address = (bus: number, slot: number, fn: number): string =>
        `<address domain='0x0000' bus='0x0${bus}' slot='0x${slot.toString(16).padStart(2, "0")}' function='0x${fn}'/>`;

    it("lists both PFs, their VFs and their netdevs", async () => {
        assert.deepEqual(await listed("net"), [enp7s0f0, enp8s0f0]);
        assert.deepEqual(await listed("pci"), [
            "pci_0000_07_00_0",
            "pci_0000_07_10_0",
            "pci_0000_07_10_1",
            "pci_0000_07_10_2",
            "pci_0000_07_10_3",
            "pci_0000_08_00_0",
            "pci_0000_08_10_0",
            "pci_0000_08_10_1",
        ]);
    });

    it("leads from a netdev to its PF", async () => {
        assert.deepEqual(await ofNetdev(enp7s0f0), [
            "<parent>pci_0000_07_00_0</parent>",
            "<interface>enp7s0f0</interface>",
            "<address>02:00:00:00:07:00</address>",
            "<link speed='1000' state='up'/>",
        ]);
        assert.deepEqual(await ofNetdev(enp8s0f0), [
            "<parent>pci_0000_08_00_0</parent>",
            "<interface>enp8s0f0</interface>",
            "<address>02:00:00:00:08:00</address>",
            "<link speed='1000' state='up'/>",
        ]);
    });

    it("leads from a PF to its VFs", async () => {
        assert.deepEqual(await elements("pci_0000_07_00_0", "driver", "product", "vendor"), [
            "<driver>",
            "<name>igb</name>",
            "</driver>",
            "<product id='0x10c9'/>",
            "<vendor id='0x8086'/>",
        ]);
        assert.deepEqual(await virtFunctions("pci_0000_07_00_0"), [
            "<capability type='virt_functions' maxCount='4'>",
            address(7, 0x10, 0),
            address(7, 0x10, 1),
            address(7, 0x10, 2),
            address(7, 0x10, 3),
            "</capability>",
        ]);
        assert.deepEqual(await virtFunctions("pci_0000_08_00_0"), [
            "<capability type='virt_functions' maxCount='2'>",
            address(8, 0x10, 0),
            address(8, 0x10, 1),
            "</capability>",
        ]);
    });

    it("leads from a VF to its PF", async () => {
        const ofVf = (device: string): Promise<string[]> =>
            elements(device, "driver", "capability type='phys_function'");
        const driver = ["<driver>", "<name>vfio-pci</name>", "</driver>"];
        assert.deepEqual(await ofVf("pci_0000_07_10_1"), [
            ...driver,
            "<capability type='phys_function'>",
            address(7, 0, 0),
            "</capability>",
        ]);
        assert.deepEqual(await ofVf("pci_0000_08_10_0"), [
            ...driver,
            "<capability type='phys_function'>",
            address(8, 0, 0),
            "</capability>",
        ]);
    });

    it("shows a PF that lost its link", async () => {
        const operstate = join(host.folder, "sysfs/net/enp7s0f0/operstate");
        await writeFile(operstate, "down\n");
        await host.restart();
        assert.deepEqual(await elements(enp7s0f0, "link"), ["<link state='down'/>"]);
        assert.deepEqual(await elements(enp8s0f0, "link"), ["<link speed='1000' state='up'/>"]);

        await writeFile(operstate, "up\n");
        await host.restart();
        assert.deepEqual(await elements(enp7s0f0, "link"), ["<link speed='1000' state='up'/>"]);
    });

    it("shows a PF whose VFs are gone", async () => {
        const devices = join(host.folder, "sysfs/devices");
        const pf = join(devices, "0000:08:00.0");
        const vfs = [
            ...(await readdir(devices))
                .filter((name) => name.startsWith("0000:08:10."))
                .map((name) => join(devices, name)),
            ...(await readdir(pf)).filter((name) => name.startsWith("virtfn")).map((name) => join(pf, name)),
        ];
        assert.equal(vfs.length, 4);
        await Promise.all(vfs.map((path) => rm(path, { recursive: true })));
        await writeFile(join(pf, "sriov_numvfs"), "0\n");
        await host.restart();
        assert.deepEqual(await virtFunctions("pci_0000_08_00_0"), ["<capability type='virt_functions' maxCount='2'/>"]);
        assert.deepEqual(
            (await listed("pci")).filter((name) => name.startsWith("pci_0000_08_")),
            ["pci_0000_08_00_0"],
        );
        assert.deepEqual(await ofNetdev(enp8s0f0), [
            "<parent>pci_0000_08_00_0</parent>",
            "<interface>enp8s0f0</interface>",
            "<address>02:00:00:00:08:00</address>",
            "<link speed='1000' state='up'/>",
        ]);
    });
});
