import { MAC } from "./guest";

/** The kinds of halves: by their source, or `pool` for a VF of a network. */
export type RawKind = "network" | "bridge" | "direct" | "pool" | "hostdev";
export const RAW_KINDS: readonly RawKind[] = ["network", "bridge", "direct", "pool", "hostdev"];

/** What a half has besides. */
export interface Raw {
    /** Attributes of `<interface>`. */
    readonly attributes?: string;
    /** Attributes of `<source>`. */
    readonly source?: string;
    /** Elements. */
    readonly inside?: string;
}

const sources: Readonly<Record<RawKind, string>> = {
    network: "network='br'",
    bridge: "bridge='br0'",
    direct: "dev='eth0'",
    pool: "network='pool'",
    hostdev: "",
};

/** A half of a pair in plain XML, for what no rule would let through. */
export function rawHalf(kind: RawKind, { attributes = "", source = "", inside = "" }: Raw = {}): string {
    const isVf = kind === "pool" || kind === "hostdev";
    const address = "<address type='pci' domain='0' bus='7' slot='0x10' function='1'/>";
    const teaming = isVf ? "type='transient' persistent='ua-net0'" : "type='persistent'";
    return (
        `<interface type='${kind === "pool" ? "network" : kind}' ${attributes}><mac address='${MAC}'/>` +
        `<source ${sources[kind]} ${source}>${kind === "hostdev" ? address : ""}</source>` +
        (kind === "hostdev" ? "" : "<model type='virtio'/>") +
        `<teaming ${teaming}/><alias name='${isVf ? "ua-net0-vf" : "ua-net0"}'/>${inside}</interface>`
    );
}
