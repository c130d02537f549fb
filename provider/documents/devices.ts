import { mac } from "../model/mac";
import { formatPciAddress, hostPciAddress } from "../model/pciAddress";
import { devicesOf } from "../model/domain";
import type { GuestDevice } from "../rules";
import { childOf, decodeWhatFits, pathsBelow, type XmlNode } from "../xml";
import { roleOf } from "./role";

/** A device of a guest, and its element. */
export interface Device extends GuestDevice {
    readonly node: XmlNode;
    /** Model that its element names, e.g. `virtio`. */
    readonly model: string | undefined;
}

/** Returns the devices of a guest, as far as they have to do with teams. */
export function devicesIn(domain: XmlNode): readonly Device[] {
    const devices = childOf(domain, "devices");
    if (!devices) return [];
    const controllers = controllersOf(devicesOf(domain));
    return pathsBelow(devices, "/domain/devices").map(([path, node]) => {
        const teaming = childOf(node, "teaming");
        const address = childOf(node, "address")?.attrs ?? {};
        const given = childOf(node, "mac")?.attrs["address"];
        return {
            node,
            path,
            element: node.name,
            alias: childOf(node, "alias")?.attrs["name"],
            model: childOf(node, "model")?.attrs["type"],
            mac: given === undefined ? undefined : mac.format(given),
            hostAddress: hostAddressOf(node),
            teaming: teaming && roleOf(teaming),
            persistent: teaming?.attrs["persistent"],
            controller: address["type"] === "pci" ? controllers.get(Number(address["bus"] ?? 0)) : undefined,
            multifunction: address["multifunction"] === "on",
            assigned: isAssigned(node),
            migratable: isMigratable(node),
        };
    });
}

/**
 * Finds a running device in the definition: by its alias, and by its MAC and role where the definition has no alias and
 * libvirt made one up.
 */
export const definitionOf = ({ alias, mac, teaming }: Device, definition: readonly Device[]): Device | undefined =>
    definition.find((one) => alias !== undefined && one.alias === alias) ??
    definition.find(
        (one) => mac !== undefined && one.mac === mac && one.teaming === teaming && one.alias === undefined,
    );

/** PCI controllers by the bus that they make. Bus 0 is the machine's own. */
const controllersOf = (elements: readonly XmlNode[]): ReadonlyMap<number, string | undefined> =>
    new Map(
        elements
            .filter(({ name, attrs }) => name === "controller" && attrs["type"] === "pci")
            .map(({ attrs }): [number, string | undefined] => [Number(attrs["index"] ?? -1), attrs["model"]])
            .filter(([index]) => index > 0),
    );

const isAssigned = ({ name, attrs }: XmlNode): boolean =>
    name === "hostdev" ? attrs["mode"] === "subsystem" : name === "interface" && attrs["type"] === "hostdev";

/** Types of `<hostdev>` that QEMU does not name among what blocks a migration. */
const MIGRATABLE: readonly (string | undefined)[] = ["usb", "scsi"];

/** A variant of vfio-pci exists in order to carry the state of its devices over. */
function isMigratable(node: XmlNode): boolean {
    if (node.name === "hostdev" && MIGRATABLE.includes(node.attrs["type"])) return true;
    const model = childOf(node, "driver")?.attrs["model"];
    return model !== undefined && model.replaceAll("_", "-") !== "vfio-pci";
}

function hostAddressOf(node: XmlNode): string | undefined {
    if (!isAssigned(node) || (node.name === "hostdev" && node.attrs["type"] !== "pci")) return undefined;
    const source = childOf(node, "source");
    const address = source && childOf(source, "address");
    if (!address) return undefined;
    const { model, mismatches } = decodeWhatFits(hostPciAddress, address);
    return mismatches.length === 0 ? formatPciAddress(model) : undefined;
}
