import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 } as const;
const COUNT = 0x110000 - SURROGATES.count;

/**
 * Any code point: the unit "binary" of fast-check, which needs a second to build a table of all of them
 * before the first string.
 */
export const codePoint = fc.nat({ max: COUNT - 1 }).map(
    (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
    (char) => {
        const point = typeof char === "string" && /^.$/su.test(char) ? (char.codePointAt(0) ?? 0) : undefined;
        if (point === undefined) throw new Error("not one code point");
        return point < SURROGATES.first ? point : point - SURROGATES.count;
    },
);
