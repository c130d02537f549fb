import { judge, ruleSets, type Failure } from "../rules";
import type { Properties } from "./kind";
import { findingMessage } from "./message";
import { Refused } from "./refused";

/** Whether the value of `libvirt:allowCommands` in the stack's config allows URIs that run a program. */
export const isAllowedBy = (config: unknown): boolean => config === true || config === "true";

/** Holds the URIs of a resource against the rules. What is unknown yet has no part of a URI. */
export function judgeUris({ uri, migratesTo }: Properties, allowsCommands = false): readonly Failure[] {
    const others = Array.isArray(migratesTo) ? migratesTo : [];
    return [["uri", uri] as const, ...others.map((one: unknown, i) => [`migratesTo[${i}]`, one] as const)].flatMap(
        ([property, text]) => (typeof text === "string" ? judgeUri(property, text, allowsCommands) : []),
    );
}

/**
 * The last gate before a host is asked: also for a URI of the state, which check does not see. What it says against a
 * password does not prevent the deletion of a resource that was made with one.
 *
 * @throws Refused
 */
export function assertRunsNothing(uri: string, allowsCommands: boolean): void {
    refuse(judgeUri("uri", uri, allowsCommands).filter(({ rule }) => rule === "uri-runs-no-command"));
}

/**
 * The same for a look-up, which no check has seen.
 *
 * @throws Refused
 */
export function assertAllowed(uri: string, allowsCommands: boolean): void {
    refuse(judgeUri("uri", uri, allowsCommands));
}

function refuse(failures: readonly Failure[]): void {
    const reasons = failures.map((failure) => findingMessage(failure));
    if (reasons.length > 0) throw new Refused("libvirt was not asked.", reasons);
}

const judgeUri = (property: string, uri: string, allowsCommands: boolean): readonly Failure[] =>
    judge(ruleSets.uri.rules, { uri, allowsCommands }).map((failure) => Object.assign({}, failure, { property }));
