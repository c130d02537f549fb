import { rulesFor } from "./rule";

/** Numbers of PCI addresses in a document, as they are written. */
export interface PciNumbers {
    readonly numbers: readonly { readonly path: string; readonly text: string }[];
}

/** Rules of how PCI addresses are written. */
export const pciNumberRules = rulesFor<PciNumbers>()({
    id: "pci-number-is-no-octal",
    severity: "warning",
    libvirt: ["accepts"],
    says: "libvirt reads a PCI number with a leading 0 as octal, and lspci prints hexadecimal.",
    source: "libvirt 9.0, observed: slot='020' is 0x10; virStrToLong_uip in base 0",
    reads: ["numbers"],
    check: ({ numbers }) =>
        numbers
            .filter(({ text }) => /^0[0-7]+$/.test(text) && Number(text) > 7)
            .map(({ path, text }) => ({
                property: path,
                found: text,
                problem: `means 0x${parseInt(text, 8).toString(16)} to libvirt`,
                allowed: `0x${parseInt(text, 8).toString(16)}, as libvirt reads it, or 0x${text.replace(/^0+/, "")}`,
                fix: `Write 0x${text.replace(/^0+/, "")} or 0x${parseInt(text, 8).toString(16)}.`,
            })),
});
