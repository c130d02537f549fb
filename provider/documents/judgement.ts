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
    /** Returns the place of a property in the document. */
    readonly pathOf: (property: string) => string;
}

/** Findings about a document. Properties of failures are XPaths. */
export interface Judgement {
    readonly failures: readonly Failure[];
    /** Content of the judged parts that is in no table. */
    readonly unread: readonly string[];
    readonly subjects: readonly Subject[];
    /** The document as this library writes it. */
    readonly canonical: () => XmlNode;
}

/** Judgement of a document without a pool or a pair. `failures` say why it has none. */
export const unconcerned = (root: XmlNode, failures: readonly Failure[] = []): Judgement => ({
    failures,
    unread: [],
    subjects: [],
    canonical: () => root,
});
