import { formatted } from "../xml";

/** Returns a value for a message; `none` for undefined. A text of more than 200 characters is cut. */
export const formatValue = (value: unknown): string => (value === undefined ? "none" : formatted(value));

/** Remedy for what a resource fills in. */
export const LEAVE_OUT = "In a program, leave it out.";

/**
 * Remedy where libvirt has lost count of VFs in use. A restart of the daemon counts them again, and leads to a use after free at the
 * next detach. Source: libvirt 9.0, 11.3 and 12.8, observed
 */
export const COUNT_VFS_AGAIN =
    "Detach each of these VFs and attach it again. Until then, do not restart the daemon of libvirt. A restarted daemon may crash at this detach.";

/** Returns a number of things, e.g. `1 VF`, `2 VFs`. */
export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
