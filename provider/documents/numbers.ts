import type { PciNumbers } from "../rules";
import { isElement, type XmlNode } from "../xml";

const PARTS = ["domain", "bus", "slot", "function"];

/** The numbers of the PCI addresses in an element, which stands `at` an XPath. */
export function pciNumbersIn(node: XmlNode, at: string): PciNumbers["numbers"] {
    const seen = new Map<string, number>();
    return node.children.filter(isElement).flatMap((child) => {
        const number = (seen.get(child.name) ?? 0) + 1;
        seen.set(child.name, number);
        const path = `${at}/${child.name}[${number}]`;
        const own =
            child.name === "address"
                ? PARTS.flatMap((part) => {
                      const text = child.attrs[part];
                      return text === undefined ? [] : [{ path: `${path}/@${part}`, text }];
                  })
                : [];
        return [...own, ...pciNumbersIn(child, path)];
    });
}
