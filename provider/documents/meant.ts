import { hostdev } from "../model/hostdev";
import { nic } from "../model/interface";
import { judge, ruleSets, type Failure, type Misspelt, type TextDocument } from "../rules";
import { childOf, pathsBelow, type XmlNode } from "../xml";
import { misspeltChild, misspeltIn, misspeltValue } from "./misspelt";
import { knownTo } from "./words";

/** Types of interface that libvirt knows. Source: virDomainNetType */
const TYPES = ["network", "bridge", "direct", "hostdev"] as const;
const OTHER_TYPES = [
    ...["user", "ethernet", "vhostuser", "server", "client", "mcast", "internal", "udp", "vdpa", "null", "vds"],
];

/** Forward modes that libvirt knows. Source: virNetworkForwardType */
const MODES = ["none", "nat", "route", "open", "bridge", "private", "vepa", "passthrough", "hostdev"];
/** Modes whose networks have a bridge of their own, so that a PF or its VFs give them nothing. */
const OWN_BRIDGE: readonly (string | undefined)[] = [undefined, "nat", "route", "open"];

const inWords = (text: TextDocument): readonly Failure[] => judge(ruleSets.text.rules, text);

/** Finds misspelt words in a half, which stands `at` an XPath. */
export const misspeltInHalf = (node: XmlNode, at: string): readonly Misspelt[] => [
    ...misspeltIn(knownTo(node.name === "hostdev" ? hostdev : nic), node, at),
    ...(node.name === "interface"
        ? misspeltValue(`${at}/@type`, node.attrs["type"], TYPES, [...TYPES, ...OTHER_TYPES])
        : []),
];

/** Finds devices that were meant to be half of a team, and are none. */
export const meantHalves = (devices: readonly (readonly [path: string, node: XmlNode])[]): readonly Failure[] =>
    inWords({
        misspelt: devices
            .filter(([, { name }]) => name === "interface" || name === "hostdev")
            .flatMap(([path, node]) => misspeltChild(node, path, "teaming")),
    });

/** Finds what keeps a `<domain>` from having any device. */
export const meantDevices = (root: XmlNode): readonly Failure[] =>
    inWords({ misspelt: misspeltChild(root, "/domain", "devices") });

/** Finds a `<network>` that was meant to be a pool, and is none. */
export function meantPool(root: XmlNode): readonly Failure[] {
    const forward = childOf(root, "forward");
    if (!forward) return inWords({ misspelt: misspeltChild(root, "/network", "forward") });
    const { mode } = forward.attrs;
    const attributes = Object.keys(forward.attrs).map((name) => [`/network/forward/@${name}`, name] as const);
    const misspelt = [
        ...misspeltValue("/network/forward/@mode", mode, ["hostdev"], MODES),
        ...(mode === undefined ? attributes.flatMap(([path, name]) => misspeltValue(path, name, ["mode"], [])) : []),
    ];
    if (misspelt.length > 0) return inWords({ misspelt });
    const lists = (["pf", "address"] as const).find((name) => childOf(forward, name));
    return lists !== undefined && OWN_BRIDGE.includes(mode) ? inWords({ forward: { mode, lists } }) : [];
}

/** Attributes of `<source>` that name something of the host. */
const NAMES = ["network", "portgroup", "bridge", "dev"];

/** Finds blanks at the ends of the names in a half. */
export function namesInHalf(node: XmlNode, at: string): NonNullable<TextDocument["names"]> {
    const source = childOf(node, "source");
    return NAMES.flatMap((name) => {
        const text = source?.attrs[name];
        return text === undefined ? [] : [{ path: `${at}/source/@${name}`, text }];
    });
}

/** Returns the texts of the elements of one name directly in a root. */
export const textsIn = (root: XmlNode, name: "name" | "uuid"): NonNullable<TextDocument["names"]> =>
    pathsBelow(root, `/${root.name}`)
        .filter(([, child]) => child.name === name)
        .slice(0, 1)
        .map(([path, child]) => ({ path, text: child.children.filter((one) => typeof one === "string").join("") }));
