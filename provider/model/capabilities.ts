import { childOf, isElement, textOf, type XmlNode } from "../xml";

/** UUID of a host, which tells two names of one host apart from two hosts. Source: libvirt.org/formatcaps.html */
export function hostUuidOf(capabilities: XmlNode): string | undefined {
    const host = childOf(capabilities, "host");
    const uuid = host && childOf(host, "uuid");
    return uuid && textOf(uuid);
}

/** The machine types of a host's QEMU, e.g. `pc-q35-7.2`, with their short names, e.g. `q35`. */
export const machinesOf = (capabilities: XmlNode): readonly string[] =>
    capabilities.children
        .filter(isElement)
        .filter(({ name }) => name === "guest")
        .flatMap((guest) => childOf(guest, "arch") ?? [])
        .flatMap((arch) => arch.children.filter(isElement).filter(({ name }) => name === "machine"))
        .flatMap((machine) => [textOf(machine), machine.attrs["canonical"]])
        .filter((name) => name !== undefined);
