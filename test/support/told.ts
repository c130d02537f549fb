import assert from "node:assert/strict";
import type { Message } from "../../provider/lifecycle/message";
import { defined } from "../../provider/xml";
import type { HookStack } from "./hookStack";

/** A message without its words, which one test of its resource holds. */
export interface MessageData extends Omit<Message, "text"> {
    /** Absent where it is no warning. */
    readonly isWarning?: true;
}

export const dataOf = ({ id, subject, facts }: Message): MessageData => ({ id, subject, facts });

/** Everything that the last run of a stack told, in its order. */
export const toldBy = ({ told }: HookStack): readonly MessageData[] =>
    told.map(({ message, isWarning }) => defined({ ...dataOf(message), isWarning: isWarning || undefined }));

/** The drift of one property, as a preview tells it. */
export const driftOf = (subject: string, path: string, actual: unknown, desired: unknown): MessageData => ({
    id: "drift",
    subject,
    facts: { path, actual, desired },
});

/** Asserts that the words of a told message name these values, whatever the words are. */
export function assertNames({ told }: HookStack, id: string, ...values: readonly (string | number)[]): void {
    const texts = told.flatMap(({ message }) => (message.id === id ? [message.text] : []));
    assert.equal(texts.length, 1, `${id} is told once`);
    assertNamesIn(texts.join(""), ...values);
}

export function assertNamesIn(text: string, ...values: readonly (string | number)[]): void {
    for (const value of values) {
        const literal = String(value).replace(/[^\w\s]/g, "\\$&");
        assert.match(text, new RegExp(`(?<![\\w:.-])${literal}(?![\\w:-])`));
    }
}
