import { count, element, leaf, node, openSet, opt, shortNode, text, yesNo } from "../xml";
import { nic } from "./interface";
import { asPciText, hostPciAddress, pciAddress } from "./pciAddress";

/**
 * A PCI device of the host that a guest has: the VF half of a team too, since libvirt 7.1, whose MAC is then set outside
 * libvirt. Source: libvirt.org/formatdomain.html#usb-pci-scsi-devices
 */
export const hostdev = element(
    "hostdev",
    {
        /** Whether libvirt takes the device from its host driver and gives it back. @default false */
        managed: opt(leaf("@managed", yesNo, { absent: false })),
        /** PCI address of the device on the host. */
        address: opt(shortNode("source/address", hostPciAddress, asPciText)),
        /** How the device is driven. */
        driver: opt(node("driver", element("driver", { name: opt(leaf("@name", text)) }))),
        /** Which half of a team this is. */
        teaming: opt(leaf("teaming/@type", openSet("transient"))),
        /** Alias of the persistent half. */
        persistent: opt(leaf("teaming/@persistent", text)),
        /** Place in the order of boot devices. */
        boot: opt(leaf("boot/@order", count)),
        /** Boot ROM of the device. */
        rom: nic.fields.rom,
        /** Name by which libvirt knows it. */
        alias: opt(leaf("alias/@name", text)),
        /** Number by which the guest's firmware names it. */
        acpiIndex: opt(leaf("acpi/@index", count)),
        /** Where the guest sees it. */
        guestAddress: opt(shortNode("address", pciAddress, asPciText, { generated: true })),
    },
    { mode: "subsystem", type: "pci" },
);
