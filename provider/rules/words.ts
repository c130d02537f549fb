/** Returns a value for a message; `none` for undefined. It quotes text, so that blanks and empty text show. */
export const formatValue = (value: unknown): string => (value === undefined ? "none" : JSON.stringify(value));

/** Returns a number of things, e.g. `1 VF`, `2 VFs`. */
export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
