import { childOf, isElement, type XmlNode } from "../xml";

/** The `<interface>` elements of a guest's definition. */
export const interfacesOf = (domain: XmlNode): readonly XmlNode[] =>
    (childOf(domain, "devices")?.children ?? []).filter(isElement).filter((device) => device.name === "interface");
