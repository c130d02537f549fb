import { count, element, leaf, list, node, openSet, opt, shortList, shortNode, text, yesNo } from "../xml";
import { bandwidth } from "./bandwidth";
import { asPciText, hostPciAddress, pciAddress } from "./pciAddress";

/** Port of a network that a guest uses. Source: libvirt.org/formatnetworkport.html */
export const networkPort = element("networkport", {
    /** UUID of the guest. */
    owner: opt(leaf("owner/uuid", text)),
    /** Its class of ports in the network. */
    portgroup: opt(leaf("group", text)),
    /** The VF, where the network is a pool of them. */
    address: opt(shortNode("plug/address", hostPciAddress, asPciText)),
});

const portgroup = element("portgroup", {
    /** Name in the network. */
    name: leaf("@name", text),
    /** Whether an interface that names no portgroup gets this one. @default false */
    default: opt(leaf("@default", yesNo, { absent: false })),
    /** Bandwidth of an interface that sets none of its own. */
    bandwidth: opt(node("bandwidth", bandwidth)),
});

/** A network of any kind, as far as pairs and pools have to know it; a started one lists its VFs. */
export const anyNetwork = element("network", {
    /** Name in libvirt. */
    name: leaf("name", text),
    /** `hostdev` for a pool of VFs. */
    mode: opt(leaf("forward/@mode", openSet("hostdev"))),
    /** The physical function of a pool, which a live one may have lost. */
    pf: opt(leaf("forward/pf/@dev", text)),
    /** The bridge that its taps are put on; a network of macvtaps has none. */
    bridge: opt(leaf("bridge/@name", text)),
    /** Its VFs, free and taken. */
    addresses: opt(shortList("forward/address", pciAddress, asPciText)),
    /** How many interfaces are connected to it. */
    connections: opt(leaf("@connections", count)),
    /** Who its ports are told to, e.g. `openvswitch`. */
    virtualport: opt(leaf("virtualport/@type", text)),
    /** The classes of its ports. */
    portgroups: opt(list("portgroup", portgroup)),
});
