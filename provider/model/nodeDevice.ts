import { count, element, leaf, list, openSet, opt, shortList, text } from "../xml";
import { asPciText, hostPciAddress } from "./pciAddress";

/** A network device of a host. Source: libvirt.org/formatnode.html */
export const netDevice = element("device", {
    /** libvirt's name of the device that it is a function of, e.g. `pci_0000_07_00_0`. */
    parent: opt(leaf("parent", text)),
    /** Its name on the host, e.g. `enp7s0f0`. */
    interface: opt(leaf("capability/interface", text)),
    /** Its link: `up` where it can carry traffic. */
    link: opt(leaf("capability/link/@state", openSet("up", "down"))),
});

const capability = element("capability", {
    /** `virt_functions` of a PF, `phys_function` of a VF. */
    type: opt(leaf("@type", text)),
    /** A PF's VFs, or a VF's PF. */
    addresses: opt(shortList("address", hostPciAddress, asPciText)),
});

/** A PCI device of a host, as far as SR-IOV goes. */
export const pciDevice = element("device", {
    /** Capabilities of the device. */
    capabilities: opt(list("capability/capability", capability)),
});

/** How a network device is set up. Source: libvirt's schema, interface.rng */
export const interfaceSetup = element("interface", {
    /** Its MTU in bytes. */
    mtu: opt(leaf("mtu/@size", count)),
});

/** How the names begin that libvirt gives network devices; what follows is the device's own and its MAC. */
export const NET_DEVICE = "net_";

/** How the name begins that libvirt gives a network device, e.g. `net_enp7s0f0_`: its MAC follows. Source: udevGenerateDeviceName */
export const netDevicePrefix = (name: string): string => `${NET_DEVICE}${name.replace(/[^A-Za-z0-9]/g, "_")}_`;

/** Returns libvirt's name of the device at a PCI address, e.g. `pci_0000_07_10_1`. Source: udevGenerateDeviceName */
export const pciDeviceName = (address: string): string => `pci_${address.replace(/[:.]/g, "_")}`;
