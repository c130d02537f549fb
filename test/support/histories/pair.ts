import type { Properties } from "../../../provider/lifecycle/kind";

/** Roles of the two halves. */
export const ROLES = ["persistent", "transient"] as const;
export type Role = (typeof ROLES)[number];

/** An interface of a guest, as far as a history is about it. Never changed: what becomes another is another object. */
export interface Device {
    readonly alias?: string | undefined;
    readonly mac: string;
    /** Missing of a VF that runs: libvirt shows its address instead. */
    readonly network?: string | undefined;
    readonly vlan?: number | undefined;
    readonly link?: "down" | undefined;
    readonly role?: Role | undefined;
    /** Alias of the virtio half that a VF half stands beside. */
    readonly partner?: string | undefined;
}
export type Halves = Partial<Readonly<Record<Role, Device>>>;

/** What a program says of its pair. */
export interface Program {
    readonly name: "net0" | "net1";
    readonly mac: string;
    readonly pool: "pool" | "pool2";
    readonly link?: "down" | undefined;
    readonly vlan?: number | undefined;
    readonly adopt: boolean;
}

/** The pair that a program declares. */
export const halvesOf = ({ name, mac, pool, link, vlan }: Program): Required<Halves> => ({
    persistent: { alias: `ua-${name}`, mac, network: "br", link, role: "persistent" },
    transient: { alias: `ua-${name}-vf`, mac, network: pool, vlan, role: "transient", partner: `ua-${name}` },
});

/** The same as arguments of the resource. */
export const argumentsOf = ({ name, mac, pool, link, vlan, adopt }: Program): Properties => ({
    name,
    domain: "guest",
    mac,
    adopt,
    detachTimeout: 5,
    persistent: { network: "br", ...(link ? { link } : {}) },
    transient: { network: pool, ...(vlan === undefined ? {} : { vlan }) },
});

/** Properties of the resource that an interface has, by what they are called here. */
const PROPERTIES = {
    alias: "alias",
    mac: "mac",
    network: "network",
    vlan: "vlan",
    link: "link",
    role: "teaming",
    partner: "persistent",
} as const satisfies Record<keyof Device, string>;

/** The properties in which a pair is not as desired; of what runs, only those that it shows. */
export const differing = (actual: Halves, desired: Halves): readonly string[] =>
    ROLES.flatMap((role) => {
        const before = actual[role];
        const after = desired[role];
        if (!before || !after) return before === after ? [] : [role];
        return Object.entries(PROPERTIES).flatMap(([key, property]) =>
            before[key as keyof Device] === after[key as keyof Device] ? [] : [`${role}.${property}`],
        );
    });

/** The interface as libvirt's XML has it. */
export function xmlOf({ alias, mac, network, vlan, link, role, partner }: Device): string {
    const standsBeside = partner === undefined ? "" : ` persistent='${partner}'`;
    return [
        `<interface type='network'><mac address='${mac}'/><source network='${network ?? ""}'/><model type='virtio'/>`,
        vlan === undefined ? "" : `<vlan><tag id='${vlan}'/></vlan>`,
        link ? `<link state='${link}'/>` : "",
        role ? `<teaming type='${role}'${standsBeside}/>` : "",
        alias === undefined ? "" : `<alias name='${alias}'/>`,
        "</interface>",
    ].join("");
}

/** The interfaces in a guest's XML, each as libvirt writes it and as it is seen here. */
export function devicesIn(guest: string): readonly { readonly device: Device; readonly xml: string }[] {
    return (guest.match(/<interface[^]*?<\/interface>/g) ?? []).map((xml) => {
        const found = (pattern: RegExp): string | undefined => pattern.exec(xml)?.[1];
        const vlan = found(/<tag id='(\d+)'/);
        return {
            xml,
            device: {
                alias: found(/<alias name='([^']*)'/),
                mac: found(/<mac address='([^']*)'/) ?? "",
                network: found(/<source network='([^']*)'/),
                vlan: vlan === undefined ? undefined : Number(vlan),
                link: found(/<link state='(down)'/) as "down" | undefined,
                role: found(/<teaming type='(\w+)'/) as Role | undefined,
                partner: found(/<teaming [^>]*persistent='([^']*)'/),
            },
        };
    });
}
