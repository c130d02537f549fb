import type { Failure } from "../rules";
import type { Judged } from "./kind";
import { messageOf } from "./undo";

/** Of a host that answered. */
export const judgedAs = (failures: readonly Failure[]): Judged => ({ failures, unchecked: [], unreached: [] });

/** Of a host that did not answer. */
export const unreached = (uri: string, error: unknown): Judged => ({
    failures: [],
    unchecked: [`not checked: host unreachable: ${messageOf(error)}`],
    unreached: [uri],
});
