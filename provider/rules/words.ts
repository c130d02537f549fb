import { formatted } from "../xml";

/** Returns a value for a message; `none` for undefined. A text of more than 200 characters is cut. */
export const formatValue = (value: unknown): string => (value === undefined ? "none" : formatted(value));

/** Remedy for what a resource fills in. */
export const LEAVE_OUT = "In a program, leave it out.";

/** Returns a number of things, e.g. `1 VF`, `2 VFs`. */
export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
