/** Numbers from 0 to 1 that are the same on every run. Source: the generator mulberry32 */
export function numbersFrom(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** What stands where nobody expects it. */
const TOKENS = [
    "toString",
    "__proto__",
    "constructor",
    " xmlns='toString'",
    " persistent='ua-net0'",
    "<teaming type='transient' persistent='ua-net0'/>",
    "<teaming type='persistent'/>",
    "<alias name='ua-net0'/>",
    "<mac address='52:54:00:00:00:01'/>",
    "<forward mode='hostdev'>",
    "</devices>",
    "<metadata><a:b xmlns:a='u'/></metadata>",
    "<!-- -->",
    "<![CDATA[x]]>",
    "]]>",
    "<?x y?>",
    "&lt;",
    "&#x202e;",
    "&#0;",
    "&no;",
    "-1",
    "99999999999999999999",
    "0x",
    "\t",
    "\r\n",
    "\u0000",
    "\u202e",
    "\ud83d",
    "'",
    '"',
    "<",
    ">",
    "/",
    "=",
];

const QUOTED = /(?<==)'[^']*'/g;
const ATTRIBUTE = / [\w:]+='[^']*'/g;
const EMPTY = /<[^<>]*\/>/g;

/** Changes a document at one to four places: every other time so that it stays XML. */
export function mutated(document: string, next: () => number): string {
    const below = (count: number): number => Math.floor(next() * count);
    const anyOf = <T>(all: readonly T[], none: T): T => all[below(all.length)] ?? none;
    const part = (text: string, pattern: RegExp): { readonly at: number; readonly part: string } => {
        const places = [...text.matchAll(pattern)].map((match) => ({ at: match.index, part: match[0] }));
        return anyOf(places, { at: 0, part: "" });
    };
    const put = (text: string, at: number, length: number, instead: string): string =>
        text.slice(0, at) + instead + text.slice(at + length);
    const isXml = next() < 0.5;

    /** Of an attribute, its value or an empty element. */
    function changedInForm(text: string): string {
        const { at, part: found } = part(text, anyOf([QUOTED, ATTRIBUTE, EMPTY], EMPTY));
        if (found.startsWith("'")) return put(text, at, found.length, `'${anyOf(TOKENS, "").replace(/['<&]/g, "")}'`);
        const misspelt = found.replace(/(\w)(\w)/, "$2$1");
        return put(text, at, found.length, anyOf(["", misspelt, found.startsWith("<") ? found + found : found], ""));
    }

    function changedAnyhow(text: string): string {
        const at = below(text.length);
        const length = 1 + below(next() < 0.5 ? 4 : 80);
        const found = text.slice(at, at + length);
        const token = anyOf(TOKENS, "");
        const other = below(text.length);
        return anyOf(
            [put(text, at, length, anyOf(["", found + found, token, token + found], "")), put(text, other, 0, found)],
            text,
        );
    }

    let text = document;
    for (let left = 1 + below(4); left > 0; left -= 1) text = isXml ? changedInForm(text) : changedAnyhow(text);
    return text;
}
