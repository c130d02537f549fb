/**
 * Anything that XML 1.0 cannot carry, not even as a reference: control characters, lone surrogates, U+FFFE, U+FFFF.
 * Source: XML 1.0 production 2 (Char).
 */
const FORBIDDEN =
    /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** The first character of `text` that XML cannot carry, as `U+0007`, or undefined. */
export function forbiddenIn(text: string): string | undefined {
    const found = FORBIDDEN.exec(text);
    return found ? `U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}` : undefined;
}

/** Names that are something else to JavaScript. The parser refuses them, so they are not written either. */
const RESERVED: readonly string[] = ["__proto__", "constructor", "prototype"];

/** An element's or attribute's name, with at most one prefix. ASCII is all that libvirt and its users' metadata need. */
export const isName = (text: string): boolean =>
    /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/.test(text) && !RESERVED.includes(text);
