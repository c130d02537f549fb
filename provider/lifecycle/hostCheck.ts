import { messageOf } from "../libvirt/errors";
import type { Failure } from "../rules";
import { rethrowMistake } from "./mistakes";

/** Findings about a resource on its hosts, and the questions that the hosts did not answer. */
export interface HostCheck {
    readonly failures: readonly Failure[];
    /** A line for each host, or part of one, that the resource was not checked on. */
    readonly unchecked: readonly string[];
    /** The URIs of the hosts that did not answer. */
    readonly unreached: readonly string[];
}

/** The check of a host that answered, with a line for each part of it that could not be asked. */
export const answered = (failures: readonly Failure[], unchecked: readonly string[] = []): HostCheck => ({
    failures,
    unchecked,
    unreached: [],
});

/** The check of a host that did not answer. */
export function unreachable(uri: string, error: unknown): HostCheck {
    rethrowMistake(error);
    return {
        failures: [],
        unchecked: [`the provider could not check the host: ${messageOf(error)}`],
        unreached: [uri],
    };
}

/** Several checks as one. */
export const together = (checks: readonly HostCheck[]): HostCheck => ({
    failures: checks.flatMap(({ failures }) => failures),
    unchecked: checks.flatMap(({ unchecked }) => unchecked),
    unreached: checks.flatMap(({ unreached }) => unreached),
});

/** Collects what a host cannot be asked, because its libvirt has no driver for it; the rest is checked all the same. */
export class Unasked {
    readonly #lines = new Set<string>();

    /** A line for each. */
    get lines(): readonly string[] {
        return [...this.#lines];
    }

    /** Returns the answer; undefined where libvirt gives none, which is noted. */
    async unless<T>(answer: Promise<T>): Promise<T | undefined> {
        try {
            return await answer;
        } catch (error) {
            rethrowMistake(error);
            this.#lines.add(`the provider could not check everything: ${messageOf(error)}`);
            return undefined;
        }
    }
}
