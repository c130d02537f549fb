import type { Misspelt } from "../rules";
import { childOf, meantBy, pathsBelow, type XmlNode } from "../xml";
import type { Known } from "./words";

/** Names that libvirt knows in an interface and no table has. */
const OTHERS: ReadonlySet<string> = new Set([
    ...["tune", "guest", "script", "downscript", "backend", "backenddomain", "coalesce", "ip", "route", "local"],
    ...["portForward", "product", "uso", "uso4", "uso6", "queue_reset", "loadparm", "iommufd"],
]);

/** Returns the misspelt names in an element, which stands `at` an XPath: unknown ones near to one that is missing there. */
export function misspeltIn(known: Known, node: XmlNode, at: string): readonly Misspelt[] {
    const children = pathsBelow(node, at);
    const attributes = Object.keys(node.attrs).map((name) => [`${at}/@${name}`, name] as const);
    const elements = children.map(([path, { name }]) => [path, name] as const);
    return [
        ...misspeltOf(attributes, known.attributes),
        ...misspeltOf(elements, known.elements),
        ...children.flatMap(([path, child]) => {
            const below = known.elements.get(child.name);
            return below ? misspeltIn(below, child, path) : [];
        }),
    ];
}

function misspeltOf(
    given: readonly (readonly [path: string, name: string])[],
    known: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): readonly Misspelt[] {
    const present = new Set(given.map(([, name]) => name));
    const missing = [...known.keys()].filter((name) => !present.has(name));
    return given.flatMap(([path, found]) => {
        if (known.has(found) || OTHERS.has(found) || found.includes(":")) return [];
        const meant = meantBy(found, missing);
        return meant === undefined ? [] : [{ path, found, meant }];
    });
}

/** Returns what was meant to be a child of an element, where it has none of that name. */
export const misspeltChild = (node: XmlNode, at: string, name: string): readonly Misspelt[] =>
    childOf(node, name)
        ? []
        : pathsBelow(node, at).flatMap(([path, child]) =>
              meantBy(child.name, [name]) === undefined ? [] : [{ path, found: child.name, meant: name }],
          );

/** Returns a value that was meant to be another. `legal` are the values that libvirt knows beside. */
export function misspeltValue(
    path: string,
    found: string | undefined,
    known: readonly string[],
    legal: readonly string[],
): readonly Misspelt[] {
    if (found === undefined || legal.includes(found)) return [];
    const meant = meantBy(found, known);
    return meant === undefined ? [] : [{ path, found, meant }];
}
