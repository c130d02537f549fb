/** Characters that are written at once: each write costs a system call. */
const ENOUGH = 65_536;

/** Joins short texts to longer ones. */
export function* joined(texts: Iterable<string>): Iterable<string> {
    let parts: string[] = [];
    let length = 0;
    for (const text of texts) {
        parts.push(text);
        length += text.length;
        if (length < ENOUGH) continue;
        yield parts.join("");
        parts = [];
        length = 0;
    }
    if (length > 0) yield parts.join("");
}
