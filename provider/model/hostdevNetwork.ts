import {
    element,
    leaf,
    list,
    node,
    openSet,
    opt,
    raw,
    shortList,
    shortNode,
    text,
    yesNo,
    type Model,
    type Shorthand,
} from "../xml";
import { bandwidth } from "./bandwidth";
import { asPciText, pciAddress } from "./pciAddress";
import { virtualport } from "./virtualport";
import { asVlan, vlan } from "./vlan";

const driver = element("driver", {
    /** `vfio`; libvirt also defines `kvm`, with which no guest starts, and `xen` since 10.0. */
    name: opt(leaf("@name", openSet("vfio", "kvm", "xen"))),
    /** Kernel module that VFs are bound to instead of `vfio-pci`. libvirt has it since 10.0 and refuses it before (error 92). */
    model: opt(leaf("@model", text)),
});
type FullDriver = Model<typeof driver>;
/** The name of the driver, or with its model. */
export type Driver = "vfio" | "kvm" | "xen" | (string & {}) | FullDriver;

const asDriver: Shorthand<FullDriver, Driver> = {
    shape: '"vfio", or { name, model }',
    expand: (value) =>
        typeof value === "string" ? { name: value } : typeof value === "object" ? (value ?? undefined) : undefined,
    shorten: (full) => (full.model === undefined && full.name !== undefined ? full.name : full),
};

/** A class of ports of a network. Source: libvirt.org/formatnetwork.html#portgroups */
export const portgroup = element("portgroup", {
    /** Unique in the network: letters, digits and any of `_.-:/\`. */
    name: leaf("@name", text),
    /** Whether an interface that names no portgroup gets this one. One at most. @default false */
    default: opt(leaf("@default", yesNo, { absent: false })),
    /** As on the network, for this class. */
    trustGuestRxFilters: opt(leaf("@trustGuestRxFilters", yesNo, { absent: false })),
    /** As on the network, for this class. */
    vlan: opt(shortNode("vlan", vlan, asVlan)),
    /** As on the network, for this class. Its profile is the same as the network's where both have one. */
    virtualport: opt(node("virtualport", virtualport)),
    /** libvirt refuses it on a VF pool; it is read so that it can be named. */
    bandwidth: opt(node("bandwidth", bandwidth)),
});
export type Portgroup = Model<typeof portgroup>;

/**
 * A libvirt network that is a pool of VFs. A change of anything but title and description takes effect when
 * the network is stopped and started. Source: libvirt.org/formatnetwork.html
 */
export const hostdevNetwork = element("network", {
    /** Whether a guest's port may carry IPv6 although the network has no IPv6 address. @default false */
    ipv6: opt(leaf("@ipv6", yesNo, { absent: false })),
    /** Whether the host follows the guest's own changes of MAC and receive filters. @default false */
    trustGuestRxFilters: opt(leaf("@trustGuestRxFilters", yesNo, { absent: false })),
    /** Name in libvirt, unique on the host, and the same on every host that a guest migrates to. A change replaces the network. */
    name: leaf("name", text),
    /** libvirt makes one. It is the resource's id. */
    uuid: opt(leaf("uuid", text, { generated: true })),
    /** One line for people. libvirt has it since 9.7 and refuses it before (error 92). */
    title: opt(leaf("title", text, { generated: true })),
    /** Any text for people. libvirt has it since 9.7 and refuses it before (error 92). */
    description: opt(leaf("description", text, { generated: true })),
    /** The user's own XML, in namespaces of its own. It is kept as the host has it. */
    metadata: opt(raw("metadata")),
    /** Forward mode of the network. @default "hostdev" */
    mode: opt(leaf("forward/@mode", openSet("hostdev"))),
    /** Whether libvirt unbinds each VF from its host driver, and rebinds it afterwards. @default true */
    managed: opt(leaf("forward/@managed", yesNo, { absent: false })),
    /** How VFs are given to guests. libvirt chooses `vfio` where it is left out. */
    driver: opt(shortNode("forward/driver", driver, asDriver)),
    /** Name of the physical function, e.g. `enp7s0f0`: all its VFs, as they are when the network starts, are the pool. Either this or `addresses`. */
    pf: opt(leaf("forward/pf/@dev", text)),
    /** PCI addresses of the VFs that are the pool, e.g. `0000:07:10.1`, given out in this order. Either this or `pf`. */
    addresses: opt(shortList("forward/address", pciAddress, asPciText)),
    /** VLAN that every VF is put on, 0-4095. One tag, no trunk, and no virtualport beside it. */
    vlan: opt(shortNode("vlan", vlan, asVlan)),
    /** Whether ports may only reach the uplink, in a network with a bridge. A guest with a VF does not start with it (error 67). @default false */
    isolated: opt(leaf("port/@isolated", yesNo, { absent: false })),
    /** How a switch beyond the host is told about the ports: type `802.1Qbh`, and no VLAN beside it. */
    virtualport: opt(node("virtualport", virtualport)),
    /** Classes of ports that an interface can choose from. */
    portgroups: opt(list("portgroup", portgroup, { key: "name" })),
});
export type HostdevNetwork = Model<typeof hostdevNetwork>;
