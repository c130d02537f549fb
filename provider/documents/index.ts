import { readPlaced, write, type Place, type XmlNode } from "../xml";
import { lowered, type Failure, type Levels } from "../rules";
import { judgeDomain } from "./domain";
import { judgeInterface } from "./interface";
import { unconcerned, type Judgement } from "./judgement";
import { judgeNetwork } from "./network";

/** A failure at its place in a text. */
export interface PlacedFailure extends Failure {
    readonly place: Place;
}

/** A libvirt document that was read and judged. */
export interface Document {
    /** Its root: `network`, `domain`, `interface`; of others there is nothing to say. */
    readonly kind: string;
    /** In the order of the text. */
    readonly failures: readonly PlacedFailure[];
    /** XPaths of what stands in the parts that are judged and is described nowhere. */
    readonly unread: readonly string[];
    /** Its XML as this library writes it. */
    readonly canonical: () => string;
}

const JUDGES: Readonly<Record<string, (root: XmlNode) => Judgement>> = {
    network: judgeNetwork,
    domain: judgeDomain,
    interface: judgeInterface,
};

/**
 * Holds a document against the rules that need no host.
 *
 * @throws XmlMalformed where it is not XML as libvirt takes it
 */
export function judgeDocument(xml: string, levels: Levels = {}): Document {
    const placed = readPlaced(xml);
    const { failures, unread, canonical } = (JUDGES[placed.root.name] ?? unconcerned)(placed.root);
    return {
        kind: placed.root.name,
        failures: lowered(failures, levels)
            .map((failure) => ({ ...failure, place: placed.placeOf(failure.property) }))
            .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column),
        unread,
        canonical: () => write(canonical()),
    };
}
