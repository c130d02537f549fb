import { element, hex, leaf, onOff, opt, type Model, type Shorthand } from "../xml";

/** A PCI address in numbers. Ranges: rule `pci-address-in-range`. Source: basictypes.rng, pciDomain to pciFunction */
export const pciAddress = element(
    "address",
    {
        /** @default 0 */
        domain: opt(leaf("@domain", hex(4), { absent: 0 })),
        /** @default 0 */
        bus: opt(leaf("@bus", hex(2), { absent: 0 })),
        /** @default 0 */
        slot: opt(leaf("@slot", hex(2), { absent: 0 })),
        /** @default 0 */
        function: opt(leaf("@function", hex(1), { absent: 0 })),
        /** Whether other functions of this slot are in use. Only on a guest's side. */
        multifunction: opt(leaf("@multifunction", onOff, { generated: true })),
    },
    { type: "pci" },
);
export type PciAddress = Model<typeof pciAddress>;

/** The same where its type goes without saying. */
export const hostPciAddress = element("address", {
    /** @default 0 */
    domain: pciAddress.fields.domain,
    /** @default 0 */
    bus: pciAddress.fields.bus,
    /** @default 0 */
    slot: pciAddress.fields.slot,
    /** @default 0 */
    function: pciAddress.fields.function,
});

const WRITTEN = /^([0-9a-f]{1,8}):([0-9a-f]{1,4}):([0-9a-f]{1,2})\.([0-9a-f]{1,2})$/i;
const hexOf = (value: number | undefined, digits: number): string => (value ?? 0).toString(16).padStart(digits, "0");

/** `0000:07:10.1`, as `lspci -D` and sysfs write it. */
export const formatPciAddress = ({ domain, bus, slot, function: f }: PciAddress): string =>
    `${hexOf(domain, 4)}:${hexOf(bus, 2)}:${hexOf(slot, 2)}.${hexOf(f, 1)}`;

/** The four numbers, or undefined when the text is not written like an address. Their ranges are for the rules. */
export function parsePciAddress(written: string): PciAddress | undefined {
    const [, domain, bus, slot, f] = WRITTEN.exec(written) ?? [];
    if (domain === undefined || bus === undefined || slot === undefined || f === undefined) return undefined;
    return {
        domain: parseInt(domain, 16),
        bus: parseInt(bus, 16),
        slot: parseInt(slot, 16),
        function: parseInt(f, 16),
    };
}

export const asPciText: Shorthand<PciAddress, string> = {
    shape: "a PCI address such as 0000:07:10.1",
    expand: (value) => (typeof value === "string" ? parsePciAddress(value) : undefined),
    shorten: formatPciAddress,
};
