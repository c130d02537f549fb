/** A device in the XML of a guest, as far as pairs are concerned. */
export interface PairedDevice {
    /** A VF of a pool, or a plain `<hostdev>`; of what is no VF a bridge. */
    readonly kind?: "pool" | "hostdev" | "vf" | "bridge";
    readonly alias?: string | undefined;
    readonly mac?: string | undefined;
    readonly model?: string | undefined;
    readonly teaming?: "persistent" | "transient" | undefined;
    /** Alias that its `<teaming>` names. */
    readonly persistent?: string | undefined;
}

const MAC = "52:54:00:aa:bb:01";

export const virtioHalf = (alias: string, change: PairedDevice = {}): PairedDevice => ({
    kind: "bridge",
    alias,
    mac: MAC,
    model: "virtio",
    teaming: "persistent",
    ...change,
});

export const vfHalf = (alias: string, persistent: string, change: PairedDevice = {}): PairedDevice => ({
    kind: "pool",
    alias,
    mac: MAC,
    model: "virtio",
    teaming: "transient",
    persistent,
    ...change,
});

/** A guest's XML with these devices. */
export const guestOf = (...devices: readonly PairedDevice[]): string =>
    `<domain><name>web</name><os><type machine='q35'>hvm</type></os><devices>${devices.map(deviceXml).join("")}</devices></domain>`;

const SOURCES: Readonly<Record<NonNullable<PairedDevice["kind"]>, readonly [type: string, source: string]>> = {
    pool: ["network", "<source network='vfpool'/>"],
    bridge: ["bridge", "<source bridge='br0'/>"],
    vf: ["hostdev", "<source><address type='pci' bus='1' slot='0x10' function='1'/></source>"],
    hostdev: ["", "<source><address bus='1' slot='0x10' function='2'/></source>"],
};

function deviceXml({ kind = "bridge", alias, mac, model, teaming, persistent }: PairedDevice): string {
    const [type, source] = SOURCES[kind];
    const partner = persistent === undefined ? "" : ` persistent='${persistent}'`;
    const inside = [
        source,
        teaming === undefined ? "" : `<teaming type='${teaming}'${partner}/>`,
        alias === undefined ? "" : `<alias name='${alias}'/>`,
    ].join("");
    if (kind === "hostdev") return `<hostdev mode='subsystem' type='pci'>${inside}</hostdev>`;
    const macXml = mac === undefined ? "" : `<mac address='${mac}'/>`;
    const modelXml = model === undefined ? "" : `<model type='${model}'/>`;
    return `<interface type='${type}'>${macXml}${modelXml}${inside}</interface>`;
}
