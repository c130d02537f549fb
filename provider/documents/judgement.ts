import type { Failure } from "../rules";
import type { XmlNode } from "../xml";

/** What is to be said of a document. Properties of failures are XPaths. */
export interface Judgement {
    readonly failures: readonly Failure[];
    /** What stands in the parts that are judged, and in no table. */
    readonly unread: readonly string[];
    /** The document as this library writes it. */
    readonly canonical: () => XmlNode;
}

/** Of a document that has nothing to do with teams. */
export const unconcerned = (root: XmlNode): Judgement => ({ failures: [], unread: [], canonical: () => root });
