import { portgroup } from "../model/hostdevNetwork";
import { isDeepStrictEqual } from "node:util";
import { decode, isElement, write, type XmlNode } from "../xml";

/** What has to be done to a started network so that it has other portgroups: deletions first, as one alone is the default. */
export interface PortgroupChange {
    readonly delete: readonly string[];
    readonly add: readonly string[];
}

/** From the portgroups of a network as it runs to those of a definition. */
export function portgroupChange(live: XmlNode, wanted: XmlNode): PortgroupChange {
    const [from, to] = [groupsOf(live), groupsOf(wanted)];
    const missingIn = (some: readonly XmlNode[], others: readonly XmlNode[]): readonly string[] =>
        some.filter((one) => !others.some((other) => isDeepStrictEqual(saysOf(one), saysOf(other)))).map(write);
    return { delete: missingIn(from, to), add: missingIn(to, from) };
}

/** The way back. */
export const reversed = (change: PortgroupChange): PortgroupChange => ({ delete: change.add, add: change.delete });

const groupsOf = (network: XmlNode): readonly XmlNode[] =>
    network.children.filter(isElement).filter(({ name }) => name === "portgroup");

const saysOf = (group: XmlNode): unknown => decode(portgroup, group).model;
