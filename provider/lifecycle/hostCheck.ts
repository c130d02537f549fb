import type { Failure } from "../rules";
import type { HostCheck } from "./kind";
import { messageOf } from "./rollback";

/** Of a host that answered, with the lines of what of it could not be asked. */
export const judgedAs = (failures: readonly Failure[], unchecked: readonly string[] = []): HostCheck => ({
    failures,
    unchecked,
    unreached: [],
});

/** Of a host that did not answer. */
export const unreached = (uri: string, error: unknown): HostCheck => ({
    failures: [],
    unchecked: [`not checked: host unreachable: ${messageOf(error)}`],
    unreached: [uri],
});

/** What of a host cannot be asked, as its libvirt has no driver for that: the rest is judged all the same. */
export class Unasked {
    readonly #lines = new Set<string>();

    /** A line for each. */
    get lines(): readonly string[] {
        return [...this.#lines];
    }

    /** The answer, or undefined where libvirt gives none. */
    async unless<T>(answer: Promise<T>): Promise<T | undefined> {
        try {
            return await answer;
        } catch (error) {
            this.#lines.add(`not checked in full: ${messageOf(error)}`);
            return undefined;
        }
    }
}
