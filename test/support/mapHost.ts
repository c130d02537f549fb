import { guestXml, plainNetworkXml, startHost, type Host } from "../../lab/host";

/** UUIDs that are the same on every run: of pools by their number, of guests by theirs. */
export const uuidOf = (kind: "pool" | "guest", number: number): string =>
    `${kind === "pool" ? "aaaaaaaa" : "bbbbbbbb"}-0000-4000-8000-${String(number).padStart(12, "0")}`;

const pciAddress = (address: string): string => {
    const [, bus = "", slot = "", number = ""] = /^0000:(\w+):(\w+)\.(\d)$/.exec(address) ?? [];
    return `<address type='pci' domain='0x0000' bus='0x${bus}' slot='0x${slot}' function='0x${number}'/>`;
};

const poolXml = (number: number, name: string, members: string): string =>
    `<network><name>${name}</name><uuid>${uuidOf("pool", number)}</uuid><forward mode='hostdev' managed='yes'>${members}</forward></network>`;

const FIRST = [0, 1, 2, 3, 4, 5, 6, 7].map((number) => `0000:07:10.${number}`);
const SECOND = [0, 1].map((number) => `0000:07:11.${number}`);
const POOLS = [
    poolXml(1, "storage", "<pf dev='enp8s0f0'/>"),
    poolXml(2, "tenant-a", FIRST.slice(0, 6).map(pciAddress).join("")),
    poolXml(3, "tenant-b", [...FIRST.slice(6), ...SECOND].map(pciAddress).join("")),
];

const team = (pool: string, mac: string): readonly string[] => [
    `<interface type='network'><mac address='${mac}'/><source network='lan'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-net0'/></interface>`,
    `<interface type='network'><mac address='${mac}'/><source network='${pool}'/><teaming type='transient' persistent='ua-net0'/><alias name='ua-net0-vf'/></interface>`,
];

const GUESTS: readonly (readonly [name: string, isRunning: boolean, ...interfaces: readonly string[]])[] = [
    ["db1", true, ...team("storage", "52:54:00:00:00:01")],
    ["db2", true, ...team("storage", "52:54:00:00:00:02")],
    ["web1", true, ...team("tenant-a", "52:54:00:00:00:03")],
    ["web2", true, ...team("tenant-a", "52:54:00:00:00:04")],
    ["web3", false, ...team("tenant-a", "52:54:00:00:00:05")],
    ["cache1", true, ...team("tenant-b", "52:54:00:00:00:06")],
    [
        "probe",
        true,
        "<interface type='network'><mac address='52:54:00:00:00:07'/><source network='tenant-b'/></interface>",
    ],
    [
        "router",
        true,
        `<hostdev mode='subsystem' type='pci' managed='yes'><source>${pciAddress("0000:07:11.2").replace(" type='pci'", "")}</source><alias name='ua-uplink'/></hostdev>`,
    ],
];

/**
 * A host with 3 pools, 12 VFs in them and one in none, and 6 teams: five of guests that run, of which one had its VF unplugged
 * by hand, and one of a guest that is shut off.
 */
export async function startMapHost(): Promise<Host> {
    const host = await startHost({ vfs: 11 });
    await host.virsh("net-define", await host.file(plainNetworkXml("lan")));
    for (const xml of POOLS) await host.virsh("net-define", await host.file(xml));
    for (const name of ["lan", "storage", "tenant-a", "tenant-b"]) await host.virsh("net-start", name);
    for (const name of ["storage", "tenant-a"]) await host.virsh("net-autostart", name);
    for (const [at, [name, isRunning, ...interfaces]] of GUESTS.entries()) {
        await host.virsh("define", await host.file(guestXml(name, { uuid: uuidOf("guest", at + 1), interfaces })));
        if (isRunning) await host.virsh("start", name);
    }
    await host.virsh("detach-device-alias", "web2", "ua-net0-vf", "--live");
    return host;
}
