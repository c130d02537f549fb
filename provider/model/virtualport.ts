import { count, element, leaf, openSet, opt, text, type Model } from "../xml";
import { uuid } from "./uuid";

/**
 * How a switch beyond the host is told about this port. On an interface of type `network` what is left out comes from the
 * network. Source: libvirt.org/formatnetwork.html, virtualport
 */
export const virtualport = element("virtualport", {
    /** A VF can have `802.1Qbh` only; with others the guest does not start (libvirt 9.0). */
    type: opt(leaf("@type", openSet("802.1Qbg", "802.1Qbh", "openvswitch", "midonet"))),
    /** 802.1Qbg: id of the VSI manager, 0-255. */
    managerid: opt(leaf("parameters/@managerid", count)),
    /** 802.1Qbg: id of the VSI type, 0-16777215. */
    typeid: opt(leaf("parameters/@typeid", count)),
    /** 802.1Qbg: version of the VSI type, 0-255. */
    typeidversion: opt(leaf("parameters/@typeidversion", count)),
    /** 802.1Qbg: UUID of this VSI. libvirt generates a missing one. */
    instanceid: opt(leaf("parameters/@instanceid", uuid, { generated: true, generatedFor: "type" })),
    /** 802.1Qbh and Open vSwitch: name of the port profile, at most 39 bytes. */
    profileid: opt(leaf("parameters/@profileid", text, { absent: "" })),
    /** Open vSwitch: UUID of the port. libvirt generates a missing one. MidoNet: the same, and required. */
    interfaceid: opt(leaf("parameters/@interfaceid", uuid, { generated: true, generatedFor: "type" })),
});
export type Virtualport = Model<typeof virtualport>;
