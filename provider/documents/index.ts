import { readPlaced, write, type Place, type XmlNode } from "../xml";
import type { Failure } from "../rules";
import { judgeDomain } from "./domain";
import { judgeInterface } from "./interface";
import { unconcerned, type Judgement, type Subject } from "./judgement";
import { judgeNetwork } from "./network";
import { isRoot, rootProblem, type Root } from "./roots";

export { definitionOf, devicesIn, type Device } from "./devices";
export type { Subject } from "./judgement";
export { halfPair, pairsIn, type Pair, type PairProblem } from "./pairs";

/** A failure at its place in a text. */
export interface PlacedFailure extends Failure {
    readonly place: Place;
}

/** A libvirt document that was read and judged. */
export interface Document {
    /** Its root: `network`, `domain`, `interface`, `hostdev`; of others there is nothing to say. */
    readonly kind: string;
    readonly root: XmlNode;
    /** Why there is nothing to say, where its root is none of libvirt's. */
    readonly problem: string | undefined;
    /** Whether it holds a pool or a team, or what was meant to be one. */
    readonly isJudged: boolean;
    /** In the order of the text. */
    readonly failures: readonly PlacedFailure[];
    /** XPaths of what stands in the parts that are judged and is described nowhere. */
    readonly unread: readonly string[];
    /** Subjects of questions to a host. */
    readonly subjects: readonly Subject[];
    /** Failures at their places, in the order of the text. */
    readonly placed: (failures: readonly Failure[]) => readonly PlacedFailure[];
    /** Its XML as this library writes it. */
    readonly canonical: () => string;
}

const JUDGES: Readonly<Record<Root, (root: XmlNode) => Judgement>> = {
    network: judgeNetwork,
    domain: judgeDomain,
    interface: judgeInterface,
    hostdev: judgeInterface,
};

const judgeRoot = (root: XmlNode): Judgement => (isRoot(root.name) ? JUDGES[root.name](root) : unconcerned(root));

/**
 * Holds a document against the rules that need no host.
 *
 * @throws XmlMalformed where it is not XML as libvirt takes it
 */
export function judgeDocument(xml: string): Document {
    const text = readPlaced(xml);
    const { failures, unread, subjects, canonical } = judgeRoot(text.root);
    const placed = (some: readonly Failure[]): readonly PlacedFailure[] =>
        some
            .map((failure) => ({ ...failure, place: text.placeOf(failure.property) }))
            .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
    return {
        kind: text.root.name,
        root: text.root,
        problem: rootProblem(text.root.name),
        isJudged: subjects.length + failures.length > 0,
        failures: placed(failures),
        unread,
        subjects,
        placed,
        canonical: () => write(canonical()),
    };
}
