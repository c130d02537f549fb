import { childOf, isElement, type XmlNode } from "../xml";

/** Numbers of a PCI address as libvirt prints them. */
const PRINTED = [
    ["domain", /^0x[0-9a-f]{4,}$/],
    ["bus", /^0x[0-9a-f]{2}$/],
    ["slot", /^0x[0-9a-f]{2}$/],
    ["function", /^0x[0-7]$/],
] as const;
const isPrinted = ({ attrs }: XmlNode): boolean => PRINTED.every(([part, form]) => form.test(attrs[part] ?? ""));

const vfsOf = (forward: XmlNode): readonly XmlNode[] =>
    forward.children.filter(isElement).filter(({ name }) => name === "address");

/**
 * Tells whether a network's XML is a dump of a started one: libvirt counts its connections there, and lists the VFs of a
 * `<pf>` after it. Whoever writes both by hand gives no UUID, or writes the numbers in another form.
 */
export function isLiveNetwork(root: XmlNode): boolean {
    if (root.attrs["connections"] !== undefined) return true;
    const forward = childOf(root, "forward");
    const vfs = forward ? vfsOf(forward) : [];
    const isListed = forward !== undefined && childOf(forward, "pf") !== undefined && vfs.length > 0;
    return isListed && childOf(root, "uuid") !== undefined && vfs.every(isPrinted);
}

/** Returns a live dump without what its definition does not have: the VFs of its `<pf>`. */
export const networkAsDefined = (root: XmlNode): XmlNode => ({
    ...root,
    children: root.children.map((child) =>
        isElement(child) && child.name === "forward" && childOf(child, "pf")
            ? { ...child, children: child.children.filter((one) => !isElement(one) || one.name !== "address") }
            : child,
    ),
});
