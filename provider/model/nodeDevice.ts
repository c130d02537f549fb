import { element, leaf, list, openSet, opt, shortList, text } from "../xml";
import { asPciText, hostPciAddress } from "./pciAddress";

/** A network device of a host. Source: libvirt.org/formatnode.html */
export const netDevice = element("device", {
    /** What libvirt calls the device that it is a function of, e.g. `pci_0000_07_00_0`. */
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
    /** What it can do. */
    capabilities: opt(list("capability/capability", capability)),
});

/** What libvirt calls the device at a PCI address, e.g. `pci_0000_07_10_1`. Source: udevGenerateDeviceName */
export const pciDeviceName = (address: string): string => `pci_${address.replace(/[:.]/g, "_")}`;
