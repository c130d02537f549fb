/** Words by which mermaid's preprocessing knows a line of styles, and takes a `;` from it, wherever they stand. */
const STYLES = /s(?=tyle)|c(?=lassDef)/g;

/**
 * Text in quotes as mermaid takes it: letters and digits of any script stay, and so does what has no meaning to it;
 * all else goes by code point. Source: mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export const quoted = (text: string): string => `"${text.split("\n").map(escaped).join("<br/>")}"`;

const escaped = (line: string): string =>
    line.replace(/[^\p{L}\p{M}\p{N} ,.:;?=/_@+-]/gu, entity).replace(STYLES, entity);

const entity = (character: string): string => `#${character.codePointAt(0) ?? 0};`;
