/** The word that takes the fewest letters put in, left out or exchanged to come from what was written. */
export function nearest(written: string, words: readonly string[]): string | undefined {
    const [first, ...others] = words.map((word) => ({ word, steps: stepsBetween(written, word) }));
    return first && others.reduce((best, one) => (one.steps < best.steps ? one : best), first).word;
}

/** Levenshtein's distance, row by row. */
function stepsBetween(from: string, to: string): number {
    let row = Array.from({ length: to.length + 1 }, (_, i) => i);
    for (const [i, letter] of Array.from(from).entries()) {
        const next = [i + 1];
        for (const [j, other] of Array.from(to).entries()) {
            const [left = 0, above = 0, before = 0] = [next[j], row[j + 1], row[j]];
            next.push(Math.min(left + 1, above + 1, before + (letter === other ? 0 : 1)));
        }
        row = next;
    }
    return row.at(-1) ?? 0;
}
