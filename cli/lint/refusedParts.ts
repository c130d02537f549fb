import { isElement, pathsBelow, type XmlNode } from "../../provider/xml";

/** Element or attribute of an element. */
interface Part {
    readonly path: string;
    /** Element, or name of the attribute. */
    readonly is: XmlNode | string;
}

/** More parts than this are tried alone, and not two at a time. */
const MOST_PAIRED = 20;
/** More than this are not tried at all: each try reads the whole document again. */
const MOST_TRIED = 200;

/**
 * Returns XPaths of the smallest parts of an element that make it invalid: the element is valid without them.
 * It returns none where something is missing, where more than two parts are wrong, or where there are too many to try.
 */
export function refusedParts(
    node: XmlNode,
    at: string,
    isValid: (node: XmlNode) => boolean,
    skipped: ReadonlySet<XmlNode> = new Set(),
): readonly string[] {
    const parts = partsOf(node, at).filter(({ is }) => typeof is === "string" || !skipped.has(is));
    const found = [...singles(parts), ...pairs(parts)].find((some) => isValid(without(node, some))) ?? [];
    return found.flatMap((part) => {
        const { is, path } = part;
        if (typeof is === "string") return [path];
        const others = found.filter((other) => other !== part);
        const rest = without(node, others);
        const below = refusedParts(is, path, (changed) => isValid(replaced(rest, is, changed)), skipped);
        return below.length === 0 ? [path] : below;
    });
}

const partsOf = (node: XmlNode, at: string): readonly Part[] => [
    ...Object.keys(node.attrs).map((name) => ({ path: `${at}/@${name}`, is: name })),
    ...pathsBelow(node, at).map(([path, is]) => ({ path, is })),
];

const singles = (parts: readonly Part[]): readonly (readonly Part[])[] =>
    parts.length > MOST_TRIED ? [] : parts.map((part) => [part]);
const pairs = (parts: readonly Part[]): readonly (readonly Part[])[] =>
    parts.length > MOST_PAIRED
        ? []
        : parts.flatMap((one, index) => parts.slice(index + 1).map((other) => [one, other]));

function without({ name, attrs, children }: XmlNode, parts: readonly Part[]): XmlNode {
    const gone = new Set(parts.map(({ is }) => is));
    return {
        name,
        attrs: Object.fromEntries(Object.entries(attrs).filter(([key]) => !gone.has(key))),
        children: children.filter((child) => !isElement(child) || !gone.has(child)),
    };
}

const replaced = ({ name, attrs, children }: XmlNode, old: XmlNode, changed: XmlNode): XmlNode => ({
    name,
    attrs,
    children: children.map((child) => (child === old ? changed : child)),
});
