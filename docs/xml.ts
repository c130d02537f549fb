import { basename, dirname } from "node:path/posix";
import { hostdevNetwork, type HostdevNetwork } from "../provider/model/hostdevNetwork";
import { nic } from "../provider/model/interface";
import { hostPciAddress, parsePciAddress } from "../provider/model/pciAddress";
import { HALVES, type Guest, type GuestDevice, type PciNumbers, type PoolDocument, type Team } from "../provider/rules";
import { defined, encode, write, type XmlChild, type XmlNode } from "../provider/xml";

/** Renderings of models as XML: what a rule asks for, and what tells one element from another. */

const node = (name: string, attrs: Readonly<Record<string, string | undefined>>, ...children: XmlChild[]): XmlNode => ({
    name,
    attrs: defined(attrs) as Readonly<Record<string, string>>,
    children,
});
const leafIf = (name: string, attribute: string, value: string | undefined): readonly XmlNode[] =>
    value === undefined ? [] : [node(name, { [attribute]: value })];

/** Paths that a table requires, and paths that tell one element from another. */
export const OF_NETWORKS = ["name", "mode", "portgroups[].name", "vlan.tags[].id", "portgroups[].vlan.tags[].id"];
export const OF_HALVES = HALVES.flatMap((half) =>
    ["type", "teaming", "persistent", "filterref.filter", "vlan.tags[].id"].map((field) => `${half}.${field}`),
);
export const OF_DEVICES = ["element", "teaming", "persistent"].map((field) => `devices[].${field}`);

export const networkXml = (network: Partial<HostdevNetwork>): string =>
    write(encode(hostdevNetwork, network as HostdevNetwork));

/** Writes the halves that a rule asks for, each with its `<teaming>`. */
export const teamXml = (team: Partial<Team>): string =>
    HALVES.flatMap((half) => team[half] ?? [])
        .map((one) => write(encode(nic, one)))
        .join("");

export const guestXml = ({ devices = [] }: Partial<Guest>): string => devices.map(deviceXml).join("");

export const machineXml = ({ machine }: Pick<Guest, "machine">): string =>
    write(node("os", {}, node("type", { machine }, "hvm")));

export const numbersXml = ({ numbers = [] }: Partial<PciNumbers>): string =>
    numbers
        .map(({ path, text }) => write(node("address", { type: "pci", [path.slice(path.indexOf("@") + 1)]: text })))
        .join("");

function deviceXml(device: GuestDevice, place: number): string {
    const {
        element,
        alias,
        mac,
        hostAddress,
        teaming,
        persistent,
        controller,
        multifunction,
        assigned = false,
    } = device;
    const bus = 5 + place;
    const parsed = parsePciAddress(hostAddress ?? "");
    const host = parsed && node("source", {}, encode(hostPciAddress, parsed));
    const isPlaced = controller !== undefined || multifunction === true;
    const attrs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
        hostdev: { mode: "subsystem", type: host || teaming ? "pci" : "usb" },
        interface: { type: assigned || host ? "hostdev" : "network" },
    };
    return [
        ...(controller === undefined
            ? []
            : [node("controller", { type: "pci", index: String(bus), model: controller })]),
        node(
            element,
            attrs[element] ?? {},
            ...leafIf("mac", "address", mac),
            ...(host ? [host] : []),
            ...(teaming === undefined ? [] : [node("teaming", { type: teaming, persistent })]),
            ...leafIf("alias", "name", alias),
            ...(isPlaced
                ? [
                      node("address", {
                          type: "pci",
                          bus: `0x0${bus}`,
                          slot: "0x00",
                          multifunction: multifunction === true ? "on" : undefined,
                      }),
                  ]
                : []),
        ),
    ]
        .map(write)
        .join("");
}

/** Attributes of elements that a pool has beside the arguments, as an administrator writes them. */
const WRITTEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    bridge: { name: "virbr1" },
    mac: { address: "52:54:00:00:00:01" },
    interface: { dev: "enp7s0f0v0" },
    pf: { dev: "enp8s0f0" },
};

/** Writes a pool with the elements of its model. */
export function poolXml({ beside = [], metadata = [], live = false }: Partial<PoolDocument>): string {
    /** Returns what stands directly in an element. */
    const below = (parent: string): { attrs: Readonly<Record<string, string>>; children: readonly XmlNode[] } => {
        const names = beside.filter((path) => dirname(path) === parent).map((path) => basename(path));
        return {
            attrs: Object.fromEntries(names.filter((name) => name.startsWith("@")).map((name) => [name.slice(1), "…"])),
            children: names.filter((name) => !name.startsWith("@")).map((name) => node(name, WRITTEN[name] ?? {})),
        };
    };
    const network = below("/network");
    const forward = below("/network/forward");
    const notes = metadata.map((name) =>
        node(name, name.startsWith("my:") ? { "xmlns:my": "https://example.com/my" } : {}, "…"),
    );
    return write(
        node(
            "network",
            live ? { ...network.attrs, connections: "1" } : network.attrs,
            ...(notes.length > 0 ? [node("metadata", {}, ...notes)] : []),
            node(
                "forward",
                { mode: "hostdev", ...forward.attrs },
                node("pf", { dev: "enp7s0f0" }),
                ...forward.children,
            ),
            ...network.children,
        ),
    );
}
