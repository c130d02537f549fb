import type { HostdevNetwork } from "../model/hostdevNetwork";
import type { Nic } from "../model/interface";
import type { Failure } from "../rules";
import type { XmlNode } from "../xml";

/** A part of a document that a host can be asked about. */
export interface Subject {
    /** The guest that it is of, by its name. */
    readonly domain?: string | undefined;
    readonly pool?: Partial<HostdevNetwork>;
    readonly persistent?: Partial<Nic>;
    readonly transient?: Partial<Nic>;
    /** Where a property of it stands in the document. */
    readonly pathOf: (property: string) => string;
}

/** What is to be said of a document. Properties of failures are XPaths. */
export interface Judgement {
    readonly failures: readonly Failure[];
    /** What stands in the parts that are judged, and in no table. */
    readonly unread: readonly string[];
    readonly subjects: readonly Subject[];
    /** The document as this library writes it. */
    readonly canonical: () => XmlNode;
}

/** Of a document that has nothing to do with teams. `failures` say why it has not. */
export const unconcerned = (root: XmlNode, failures: readonly Failure[] = []): Judgement => ({
    failures,
    unread: [],
    subjects: [],
    canonical: () => root,
});
