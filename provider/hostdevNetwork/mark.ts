import { makerOf, partsOf } from "../lifecycle/maker";
import { childOf, isElement, type XmlNode } from "../xml";

/** Namespace of what this package writes into a network's `<metadata>`. */
const NAMESPACE = "urn:pulumi-libvirt-teaming";
const NAME = "teaming:resource";

/** Returns who made a network, e.g. `infra/prod::vfpool`; undefined where that is not written in it. */
export function makerIn(network: XmlNode): string | undefined {
    const { stack, name } = metadataOf(network).find(isMark)?.attrs ?? {};
    return stack === undefined || name === undefined ? undefined : makerOf(stack, name);
}

/** Returns the definition of a network with its maker, in place of the one before. */
export function withMaker(network: XmlNode, madeBy: string | undefined): XmlNode {
    if (madeBy === undefined || makerIn(network) === madeBy) return network;
    const mark: XmlNode = { name: NAME, attrs: { "xmlns:teaming": NAMESPACE, ...partsOf(madeBy) }, children: [] };
    const others = metadataOf(network).filter((one) => !isMark(one));
    const metadata: XmlNode = { name: "metadata", attrs: {}, children: [...others, mark] };
    const children = network.children.filter((child) => !isElement(child) || child.name !== "metadata");
    return { ...network, children: [...children, metadata] };
}

const metadataOf = (network: XmlNode): readonly XmlNode[] =>
    (childOf(network, "metadata")?.children ?? []).filter(isElement);

/** libvirt keeps the prefix that was written; another tool may have chosen its own. */
const isMark = ({ name, attrs }: XmlNode): boolean =>
    name.endsWith(":resource") && attrs[`xmlns:${name.split(":")[0] ?? ""}`] === NAMESPACE;
