import { isDeepStrictEqual } from "node:util";
import { portgroup } from "../model/hostdevNetwork";
import { decode, isElement, write, type XmlNode } from "../xml";

/** A change of the portgroups of a started network: deletions first, as only one portgroup may be the default. */
export interface PortgroupChange {
    readonly delete: readonly string[];
    readonly add: readonly string[];
}
export const NO_CHANGE: PortgroupChange = { delete: [], add: [] };

/** The change from the portgroups of the running network to those of the desired definition. */
export function portgroupChange(running: XmlNode, desired: XmlNode): PortgroupChange {
    const actualGroups = groupsOf(running);
    const desiredGroups = groupsOf(desired);
    return { delete: missingIn(desiredGroups, actualGroups), add: missingIn(actualGroups, desiredGroups) };
}

/** The portgroups that a list has no equal of, as XML. */
const missingIn = (list: readonly XmlNode[], groups: readonly XmlNode[]): readonly string[] =>
    groups
        .filter((group) => !list.some((other) => isDeepStrictEqual(modelOf(group), modelOf(other))))
        .map((group) => write(group));

const groupsOf = (network: XmlNode): readonly XmlNode[] =>
    network.children.filter(isElement).filter(({ name }) => name === "portgroup");

const modelOf = (group: XmlNode): unknown => decode(portgroup, group).model;
