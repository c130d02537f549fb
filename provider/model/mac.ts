import { createHash } from "node:crypto";
import { canonicalText } from "../xml";

/** A MAC address, in lower case and with two digits a part, as libvirt prints it. What is legal is for the rules. */
export const mac = canonicalText("a MAC address such as 52:54:00:12:34:56", (text) =>
    text
        .toLowerCase()
        .split(":")
        .map((part) => part.padStart(2, "0"))
        .join(":"),
);

/**
 * The MAC that a pair has when the program gives none: 52:54:00, QEMU's prefix, and 24 bits of SHA-256 over what makes
 * the pair, so that it is the same on every run and no two stacks share one by accident.
 */
export function derivedMac(...identity: readonly string[]): string {
    const [a = 0, b = 0, c = 0] = createHash("sha256").update(JSON.stringify(identity)).digest();
    return ["52", "54", "00", ...[a, b, c].map((byte) => byte.toString(16).padStart(2, "0"))].join(":");
}
