import { legible, visibleLine } from "../../provider/xml";

/** Returns text on one line that Markdown shows as it is: all that could have a meaning goes by code point. */
const plain = (text: string): string =>
    visibleLine(legible(text).replaceAll("\n", " ")).replace(
        /[^\p{L}\p{M}\p{N} ,.:;?="'/()+-]/gu,
        (character) => `&#${character.codePointAt(0) ?? 0};`,
    );

/**
 * What GitHub and GitLab make links, mentions and emoji of, also where it goes by code point: `@web`, `#12`, `!12`, `:ab:`
 * (as in a MAC), `http://` and `www.`. A word joiner after the first character keeps them text.
 */
const LINKED = /(&#64;|&#35;|&#33;|:|\bwww)(?=[\p{L}\p{N}/.])/gu;

/** Returns a sentence for Markdown. */
export const sentence = (text: string): string => plain(text).replace(LINKED, "$1&#8288;");

/** Returns a name or a value for Markdown, in the letters of code. No mention or emoji is made in it. */
export const code = (text: string): string => `<code>${plain(text)}</code>`;
