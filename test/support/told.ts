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
