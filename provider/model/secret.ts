// not the whole room: every thread of the libvirt client loads this file, and would load the parsers, too
import { quoted, visibleText } from "../xml/visible";

/** Mark that a message has in place of a secret text. */
export const SECRET = "[secret]";

/** A shorter text may stand in any word: it is hidden only where it stands alone. */
export const SHORT = 3;

/** Returns a text without these. The longest is hidden first. */
export function hideTexts(text: string, secrets: readonly string[]): string {
    const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    return longestFirst.flatMap(formsOf).reduce((left, secret) => left.replaceAll(placesOf(secret), SECRET), text);
}

/** As a message may write it: as it is, and as JSON, visible, and cut. */
function formsOf(text: string): readonly string[] {
    const json = JSON.stringify(text).slice(1, -1);
    return [...new Set([text, json, visibleText(text), visibleText(json), quoted(text).replace(/^"|"$/g, "")])];
}

/** Finds it in a text. libvirt writes MACs and hexadecimal numbers in either case. */
function placesOf(secret: string): RegExp {
    const exact = secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const isWord = secret.length <= SHORT || /^\d+$/.test(secret);
    return new RegExp(isWord ? `(?<![\\w.:-])${exact}(?![\\w.:-])` : exact, "gi");
}
