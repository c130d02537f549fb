import {
    childOf,
    count,
    decode,
    element,
    hex,
    isElement,
    leaf,
    opt,
    text,
    textOf,
    type Model,
    type XmlNode,
} from "../xml";
import { nic } from "./interface";

/** Parts of a guest that are read beside its interfaces. */
const guest = element("domain", {
    /** e.g. `pc-q35-7.2` */
    machine: opt(leaf("os/type/@machine", text)),
});
const controller = element("controller", {
    /** e.g. `pci` */
    type: opt(leaf("@type", text)),
    /** e.g. `pcie-root-port` */
    model: opt(leaf("@model", text)),
    /** Bus that a PCI controller makes. */
    index: opt(leaf("@index", count)),
});
const place = element(
    "address",
    {
        /** The controller that the device is plugged into. */
        bus: opt(leaf("@bus", hex(2))),
    },
    { type: "pci" },
);

/** Identity of an interface. Nothing else is read of an interface outside a pair: it may be of any kind. */
const identity = element("interface", {
    /** MAC address. */
    mac: nic.fields.mac,
    /** Name of the device in the guest. */
    alias: nic.fields.alias,
    /** Which half of a pair it says that it is. */
    teaming: nic.fields.teaming,
});

/** All devices of a guest. */
export const devicesOf = (domain: XmlNode): readonly XmlNode[] =>
    (childOf(domain, "devices")?.children ?? []).filter(isElement);

/** By what guests can get a PCI device of the host, e.g. `vfio`. Source: libvirt.org/formatdomaincaps.html#devices */
export function pciBackendsOf(domainCapabilities: XmlNode): readonly string[] {
    const hostdev = devicesOf(domainCapabilities).find(({ name }) => name === "hostdev");
    const backends = hostdev?.children.filter(isElement).find(({ attrs }) => attrs["name"] === "pciBackend");
    return (backends?.children ?? []).filter(isElement).map(textOf);
}

/** The `<interface>` elements of a guest. */
export const interfacesOf = (domain: XmlNode): readonly XmlNode[] =>
    devicesOf(domain).filter((device) => device.name === "interface");

/** The interfaces of a guest, and what each is known by. */
export const nicsIn = (domain: XmlNode): readonly (Model<typeof identity> & { readonly node: XmlNode })[] =>
    interfacesOf(domain).map((node) => ({ node, ...decode(identity, node).model }));

/** By what libvirt knows the devices of a guest. */
export const aliasesOf = (domain: XmlNode): readonly string[] =>
    devicesOf(domain).flatMap((device) => childOf(device, "alias")?.attrs["name"] ?? []);

export const machineOf = (domain: XmlNode): string | undefined => decode(guest, domain).model.machine;

/** How many PCIe root ports have no device: each takes one. */
export function freeRootPorts(domain: XmlNode): number {
    const devices = devicesOf(domain);
    const taken = devices.flatMap((device) => {
        const address = childOf(device, "address");
        return address?.attrs["type"] === "pci" ? [decode(place, address).model.bus ?? 0] : [];
    });
    return devices
        .filter((device) => device.name === "controller")
        .map((device) => decode(controller, device).model)
        .filter(({ type, model, index }) => type === "pci" && model === "pcie-root-port" && !taken.includes(index ?? 0))
        .length;
}
