/** A value in a message: `none` where there is none. Text is quoted, so that blanks and empty text show. */
export const formatValue = (value: unknown): string => (value === undefined ? "none" : JSON.stringify(value));

/** e.g. `1 VF`, `2 VFs` */
export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
