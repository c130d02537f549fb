import { pathsBelow, type XmlNode } from "../xml";
import type { Known } from "./words";

/** Returns the XPaths of the elements in one that stands `at` an XPath, of which libvirt reads an earlier one. */
export function repeatedIn(known: Known, node: XmlNode, at: string): readonly string[] {
    return pathsBelow(node, at).flatMap(([path, child]) => {
        const below = known.elements.get(child.name);
        if (!below) return [];
        const isFirst = path.endsWith("[1]") || known.lists.has(child.name);
        return isFirst ? repeatedIn(below, child, path) : [path];
    });
}
