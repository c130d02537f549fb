/**
 * A name as it can be shown in a line: what is not seen, or would move a terminal's cursor, stands as its code point in
 * `\u{…}`; so do blanks that a wrapped line would lose (at an end, in a row), and an accent on nothing.
 */
export const visible = (name: string): string =>
    name.replace(
        /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}|^\p{M}|^ | $| (?= )/gu,
        (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`,
    );
