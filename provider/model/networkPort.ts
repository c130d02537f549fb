import { count, element, leaf, openSet, opt, shortList, shortNode, text } from "../xml";
import { asPciText, hostPciAddress, pciAddress } from "./pciAddress";

/** What a guest has of a network. Source: libvirt.org/formatnetworkport.html */
export const networkPort = element("networkport", {
    /** UUID of the guest. */
    owner: opt(leaf("owner/uuid", text)),
    /** Its class of ports in the network. */
    portgroup: opt(leaf("group", text)),
    /** The VF, where the network is a pool of them. */
    address: opt(shortNode("plug/address", hostPciAddress, asPciText)),
});

/** A started network, as far as its VFs go. */
export const startedNetwork = element("network", {
    /** `hostdev` for a pool of VFs. */
    mode: opt(leaf("forward/@mode", openSet("hostdev"))),
    /** The bridge that its taps are put on; a network of macvtaps has none. */
    bridge: opt(leaf("bridge/@name", text)),
    /** Its VFs, free and taken. */
    addresses: opt(shortList("forward/address", pciAddress, asPciText)),
    /** How many interfaces are connected to it. */
    connections: opt(leaf("@connections", count)),
});
