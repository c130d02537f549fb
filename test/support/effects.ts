import type { Message } from "../../provider/lifecycle/message";
import type { HalfDifference, Reason } from "../../provider/teamedNic/plan";
import type { HookStack } from "./hookStack";

const value = (one: unknown): string => (one === undefined ? "-" : typeof one === "string" ? one : JSON.stringify(one));
const inShort = ({ half, path, before, after }: HalfDifference): string =>
    `${half}.${path} ${value(before)} => ${value(after)}`;

/** Why something is done, from its data: `transient.vlan - => 42`, or `missing`. */
export const reasonInShort = (reason: Reason): string =>
    typeof reason === "string" ? reason : reason.changes.map(inShort).join(", ");

/** An effect from its data, e.g. `reattach-vf ua-a-vf: transient.vlan - => 42`. */
export function effectInShort({ id, facts }: Message): string {
    const { alias, reason } = facts as { readonly alias: string; readonly reason: Reason };
    return `${id} ${alias}: ${reasonInShort(reason)}`;
}

/** All that the hooks told in the last run, in short: of what is no effect its id alone. */
export const told = (stack: HookStack): readonly string[] =>
    stack.told.map(({ message }) => ("reason" in message.facts ? effectInShort(message) : message.id));
