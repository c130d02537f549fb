import { formatFinding, type Failure } from "../rules";

/**
 * One thing that a hook tells its reader, as data and in words. Code decides by the data; only people read the words, which
 * one place makes for each kind of message.
 */
export interface Message {
    /** Id of the rule for a finding, else e.g. `reattach-vf`. */
    readonly id: string;
    /** Subject, e.g. `net0 on web1`; empty where Pulumi itself shows the resource beside it. */
    readonly subject: string;
    /** The facts that its words are made of. */
    readonly facts: Readonly<Record<string, unknown>>;
    /** One or more sentences, without the subject. */
    readonly text: string;
}

/** A message as a line of a preview. */
export const formatMessage = ({ subject, text }: Message): string => (subject === "" ? text : `${subject}: ${text}`);

/** Returns a finding of a rule as a message. */
export const findingMessage = (failure: Failure, subject = ""): Message => ({
    id: failure.rule,
    subject,
    facts: { severity: failure.severity, property: failure.property, found: failure.found },
    text: formatFinding(failure),
});
