import type { PciNumbers } from "../rules";
import { pathsBelow, type XmlNode } from "../xml";

const PARTS = ["domain", "bus", "slot", "function"];

/** The numbers of the PCI addresses in an element, which stands `at` an XPath. */
export const pciNumbersIn = (node: XmlNode, at: string): PciNumbers["numbers"] =>
    pathsBelow(node, at).flatMap(([path, child]) => {
        const parts = child.name === "address" ? PARTS : [];
        const own = parts.flatMap((part) => {
            const text = child.attrs[part];
            return text === undefined ? [] : [{ path: `${path}/@${part}`, text }];
        });
        return [...own, ...pciNumbersIn(child, path)];
    });
