import { errorMessages } from "./errorMessages";
import { pairMessages, placeMessages, poolMessages, previewMessages } from "./previewMessages";
import { ruleMessages, type ExampleOfMessage } from "./ruleMessages";

/** All messages that can be made without a host, by chapter. */
export const messageChapters = () =>
    ({
        findings: ruleMessages(),
        "pairs in a preview": pairMessages(),
        "guests and their hosts": placeMessages(),
        "pools in a preview": poolMessages(),
        "every resource": previewMessages(),
        errors: errorMessages(),
    }) as const satisfies Readonly<Record<string, readonly ExampleOfMessage[]>>;

/** Returns docs/messages.md: the first example of each message, so that a reviewer reads all of them at once. */
export const messagesDocument = (): string =>
    `${[
        "# Messages",
        "<!-- Written by `npm run docs` from the code and its test cases. Change those. -->",
        "This page has one example of each message. [rules.md](rules.md) explains each rule.",
        ...Object.entries(messageChapters()).flatMap(([chapter, messages]) => [
            `## ${chapter.charAt(0).toUpperCase()}${chapter.slice(1)}`,
            ["```text", ...firstOfEach(messages).map(line), "```"].join("\n"),
        ]),
    ].join("\n\n")}\n`;

/** Errors of one class say several things, and each is shown. */
function firstOfEach(messages: readonly ExampleOfMessage[]): readonly ExampleOfMessage[] {
    const seen = new Set<string>();
    return messages.filter(({ id }) => {
        if (/^[A-Z]/.test(id)) return true;
        const isFirst = !seen.has(id);
        seen.add(id);
        return isFirst;
    });
}

/** A finding ends with its id already. */
const line = ({ id, text }: ExampleOfMessage): string => (text.endsWith(`[${id}]`) ? text : `${text} (${id})`);
