/** IFNAMSIZ of Linux, less the byte that ends a name. */
const MAX_DEVICE_NAME_BYTES = 15;

/** Tells whether a network device of Linux can have a name. Source: dev_valid_name (net/core/dev.c) */
export const isDeviceName = (name: string): boolean =>
    /^[^\s/:]+$/.test(name) && ![".", ".."].includes(name) && Buffer.byteLength(name) <= MAX_DEVICE_NAME_BYTES;

/** Names that libvirt's schema takes and Linux does not. */
export const isBeyondLinux = (name: string): boolean => /^[a-zA-Z0-9_.\-\\:/]+$/.test(name) && !isDeviceName(name);

export const DEVICE_NAMES = `1 to ${MAX_DEVICE_NAME_BYTES} bytes without blanks, "/" and ":", not "." or ".."`;
