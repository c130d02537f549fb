import { closest, distance } from "fastest-levenshtein";

/** Letters that a word may differ by, and still be meant: a short word has many neighbours. */
const slips = (known: string): number => (known.length <= 3 ? 1 : 2);

/** Returns the known word that is one or two letters away from a word; undefined for a known word too. */
export function meantBy(word: string, known: readonly string[]): string | undefined {
    if (known.includes(word) || word.length < 3) return undefined;
    const given = word.trim().toLowerCase();
    return (
        known
            // a word that differs more in length differs more in letters
            .filter((one) => Math.abs(one.length - given.length) <= slips(one))
            .map((one) => ({ one, away: distance(given, one.toLowerCase()) }))
            .filter(({ one, away }) => away <= slips(one))
            .sort((a, b) => a.away - b.away)[0]?.one
    );
}

/** Returns the known word that is most like another, however different it is. */
export const nearest = (word: string, known: readonly string[]): string => closest(word, known);
