import { forbiddenIn } from "./characters";

/** Two inverse functions between a TypeScript value and the text of one attribute or leaf element. */
export interface Codec<T> {
    /** Values that fit, in words that can follow "expected". */
    readonly shape: string;
    /** The same of a text in XML. @default the same words */
    readonly written?: string;
    /** Whether a value from a program fits. */
    is(value: unknown): value is T;
    /** The value, or undefined when `text` does not fit. Never throws. */
    parse(text: string): T | undefined;
    /** The canonical text, as libvirt itself prints it. */
    format(value: T): string;
}

const isText = (value: unknown): value is string => typeof value === "string" && forbiddenIn(value) === undefined;

export const text: Codec<string> = {
    shape: "text without control characters",
    is: isText,
    parse: (t) => t,
    format: (v) => v,
};

/** Several texts, of an argument that is no XML. */
export const texts: Codec<readonly string[]> = {
    shape: "a list of texts without control characters",
    is: (v): v is readonly string[] => Array.isArray(v) && v.every(isText),
    parse: (t) => JSON.parse(t) as readonly string[],
    format: (v) => JSON.stringify(v),
};

/** Text with a canonical form, such as a MAC address, which libvirt prints in lower case. */
export const canonicalText = (shape: string, canonical: (t: string) => string): Codec<string> => ({
    shape,
    is: isText,
    parse: canonical,
    format: canonical,
});

const quoted = (words: readonly string[]): string => words.map((w) => JSON.stringify(w)).join(" or ");

function pairOfWords(yes: string, no: string): Codec<boolean> {
    return {
        shape: "true or false",
        written: quoted([yes, no]),
        is: (v) => typeof v === "boolean",
        parse: (t) => (t === yes ? true : t === no ? false : undefined),
        format: (v) => (v ? yes : no),
    };
}
export const yesNo = pairOfWords("yes", "no");
/** For arguments that are no XML. */
export const trueFalse = pairOfWords("true", "false");
export const onOff = pairOfWords("on", "off");

/** One of a closed set of words. */
export function oneOf<const V extends string>(...words: readonly V[]): Codec<V> {
    const parse = (t: unknown): V | undefined => words.find((w) => w === t);
    return { shape: quoted(words), is: (v): v is V => parse(v) !== undefined, parse, format: (v) => v };
}

/** A word out of a set that grows with libvirt's versions: any is read and kept, whether it is right is for the rules. */
export function openSet<const V extends string>(...words: readonly V[]): Codec<V | (string & {})> {
    return { ...text, shape: `${quoted(words)} (or another word that this libvirt knows)` };
}

const isCount = (v: unknown): v is number => typeof v === "number" && Number.isSafeInteger(v) && v >= 0;
const isUint32 = (v: unknown): v is number => isCount(v) && v <= 0xffffffff;
const only = <T>(is: (value: unknown) => value is T, value: unknown): T | undefined => (is(value) ? value : undefined);

/** A whole number from 0 on, printed in decimal. Ranges are for the rules. */
export const count: Codec<number> = {
    shape: "a whole number from 0 on",
    is: isCount,
    parse: (t) => only(isCount, /^\s*\d+\s*$/.test(t) ? Number(t) : undefined),
    format: (v) => String(v),
};

/** Numbers as C reads them in base 0: hexadecimal after `0x`, octal after `0`, else decimal. */
function inBase0(t: string): number | undefined {
    if (/^0x[0-9a-f]+$/i.test(t)) return Number(t);
    if (/^0[0-7]+$/.test(t)) return parseInt(t, 8);
    return /^(0|[1-9]\d*)$/.test(t) ? Number(t) : undefined;
}

/**
 * A number printed as `0x` and at least `digits` hexadecimal digits, and read with C's base 0, as libvirt does with PCI
 * numbers: `0x10` and `020` are 16, `08` is refused.
 */
export const hex = (digits: number): Codec<number> => ({
    shape: "a whole number from 0 to 0xffffffff, such as 16 or 0x10",
    is: isUint32,
    parse: (t) => only(isUint32, inBase0(t)),
    format: (v) => `0x${v.toString(16).padStart(digits, "0")}`,
});
