import { element, leaf, openSet, opt, shortNode } from "../xml";
import { nic } from "./interface";
import { asPciText, hostPciAddress } from "./pciAddress";

/**
 * A PCI device of the host that a guest has: the VF half of a team too, since libvirt 7.1, whose MAC is then set outside
 * libvirt. Source: libvirt.org/formatdomain.html#usb-pci-scsi-devices
 */
export const hostdev = element(
    "hostdev",
    {
        /** Whether libvirt unbinds the device from its host driver, and rebinds it afterwards. @default false */
        managed: nic.fields.managed,
        /** PCI address of the device on the host. */
        address: opt(shortNode("source/address", hostPciAddress, asPciText)),
        /** How the device is driven. */
        driver: nic.fields.driver,
        /** Which half of a team this is. */
        teaming: opt(leaf("teaming/@type", openSet("transient"))),
        /** Alias of the persistent half. */
        persistent: nic.fields.persistent,
        /** Place in the order of boot devices. */
        boot: nic.fields.boot,
        /** Boot ROM of the device. */
        rom: nic.fields.rom,
        /** Name by which libvirt knows it. */
        alias: nic.fields.alias,
        /** Number by which the guest's firmware names it. */
        acpiIndex: nic.fields.acpiIndex,
        /** Address in the guest. */
        guestAddress: nic.fields.guestAddress,
    },
    { mode: "subsystem", type: "pci" },
);
