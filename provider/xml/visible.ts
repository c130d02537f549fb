/**
 * Characters that are invisible, move a terminal's cursor, or turn the direction of text: control and format characters, separators of
 * lines and paragraphs, and halves of surrogate pairs. U+007F-009F, U+200E/F, U+202A-202E and U+2066-2069 are among them.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;
/** The same without the end of a line. */
const HIDDEN_IN_LINES = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;
/** Characters that a wrapped line would lose (blanks at an end, in a row, of other kinds), and an accent on nothing. */
const LOST = /(?! )\p{Zs}|^\p{M}|^ | $| (?= )/gu;

/** Characters of a value that a message shows. */
const MOST = 200;
const LONG_WORD = new RegExp(`(?<!\\S)\\S{${MOST + 1},}`, "g");
/** Nearly all text, which nothing has to be done to. */
const PLAIN = /^[\n -~]*$/;
const PLAIN_LINE = /^[ -~]*$/;

const pointOf = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Returns text in which hidden characters stand as their code points in `\u{…}`. Its lines stay. */
export const visibleText = (text: string): string => (PLAIN.test(text) ? text : text.replace(HIDDEN_IN_LINES, pointOf));

/** Returns the same, on one line. */
export const visibleLine = (text: string): string => (PLAIN_LINE.test(text) ? text : text.replace(HIDDEN, pointOf));

/** Returns a name as a table can show it, no longer than a message shows a value. */
export const visibleName = (name: string): string =>
    name.length > MOST ? `${visibleName(begin(name))}${cutOff(name.length)}` : visibleLine(name.replace(LOST, pointOf));

/** Returns a message as it leaves this library. */
export const legible = (message: string): string => visibleText(shortened(message));

/** Returns a message without the rest of long words: each may be a value of any length. */
export const shortened = (message: string): string =>
    hasLongWord(message) ? message.replace(LONG_WORD, (word) => `${begin(word)}${cutOff(word.length)}`) : message;

/** Tells whether the pattern is worth its while. */
function hasLongWord(message: string): boolean {
    for (let start = 0; message.length - start > MOST;) {
        const end = message.indexOf(" ", start);
        if (end === -1 || end - start > MOST) return true;
        start = end + 1;
    }
    return false;
}

/** Returns JSON that reads as the same value, in which hidden characters stand as `\uXXXX`. */
export const visibleJson = (json: string): string =>
    PLAIN.test(json)
        ? json
        : json.replace(HIDDEN_IN_LINES, (character) =>
              character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
          );

/** Returns XML that reads as the same document, in which hidden characters stand as references. */
export const visibleXml = (xml: string): string =>
    xml.replace(HIDDEN_IN_LINES, (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`);

/** Returns a text in quotes, so that blanks and empty text show. */
export const quoted = (text: string): string =>
    text.length > MOST ? `${quoted(begin(text))}${cutOff(text.length)}` : visibleLine(JSON.stringify(text));

/** Returns a value in words. It shows each text of it whole, cut as {@link quoted} does, or not at all. */
export function formatted(value: unknown): string {
    if (typeof value === "string") return quoted(value);
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${joined(value, formatted)}]`;
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${joined(entries, ([key, inner]) => `${quoted(key)}:${formatted(inner)}`)}}`;
}

/** Joins what has room in a message, and says how much there is. */
function joined<T>(items: readonly T[], words: (item: T) => string): string {
    const parts: string[] = [];
    let length = 0;
    for (const item of items) {
        if (length > MOST) return `${parts.join(",")},… (${items.length} in all)`;
        const part = words(item);
        parts.push(part);
        length += part.length;
    }
    return parts.join(",");
}

/** Returns the first characters of a text, and no half of a pair. */
const begin = (text: string): string => text.slice(0, MOST).replace(/[\uD800-\uDBFF]$/, "");
const cutOff = (length: number): string => `… (${length} characters)`;
