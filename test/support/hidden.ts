import fc from "fast-check";

/** What hides, moves a terminal's cursor or turns the direction of text. The end of a line is in every output. */
export const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const range = (first: number, last: number): readonly string[] =>
    Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
const OF_XML = [
    ...["\t", "\u200e", "\u200f"],
    ...range(0x7f, 0x9f),
    ...range(0x202a, 0x202e),
    ...range(0x2066, 0x2069),
];
const NOT_OF_XML = range(0x01, 0x1f);

const textOf = (characters: readonly string[]): fc.Arbitrary<string> =>
    fc
        .array(fc.oneof(fc.constantFrom(...characters), fc.constantFrom("ua-", "a", "漢", " ", "😀", "[31m")), {
            minLength: 1,
            maxLength: 12,
        })
        .chain((parts) => fc.constantFrom(...characters).map((hidden) => [...parts, hidden, "z"].join("")));

/** Text with hidden characters that XML can hold. */
export const hiddenText = textOf(OF_XML);
/** Text with any hidden characters, of a file or a URI. */
export const anyHiddenText = textOf([...OF_XML, ...NOT_OF_XML]);
