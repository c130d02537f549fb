import { parsePciAddress, type PciAddress } from "../model/pciAddress";
import { tagsOf, type Vlan } from "../model/vlan";
import { findingIf, type Finding } from "./rule";

/** Checks of values that several models have. Each returns findings for the property that it is given. */

/** Returns where each value of a list stands first. */
export function indexes<T>(values: readonly T[]): ReadonlyMap<T, number> {
    const first = new Map<T, number>();
    for (const [i, value] of values.entries()) if (!first.has(value)) first.set(value, i);
    return first;
}

const PCI_LIMITS: readonly (readonly [keyof PciAddress & ("bus" | "slot" | "function" | "domain"), number])[] = [
    ["domain", 0xffffffff],
    ["bus", 0xff],
    ["slot", 0x1f],
    ["function", 7],
];

export function pciAddressInRange(property: string, written: string | PciAddress | undefined): readonly Finding[] {
    const address = typeof written === "string" ? parsePciAddress(written) : written;
    if (!address) return [];
    return PCI_LIMITS.filter(([part, limit]) => (address[part] ?? 0) > limit).map(([part, limit]) => ({
        property,
        found: written,
        problem: `has the ${part} 0x${(address[part] ?? 0).toString(16)}, above 0x${limit.toString(16)}`,
        allowed: `a ${part} from 0x0 to 0x${limit.toString(16)}`,
        fix: "Write the address as `lspci -D` prints it.",
    }));
}

/** Tells whether nothing but the host bridge can have an address: its domain, bus and slot are zero. */
export function isZeroAddress(written: string | undefined): boolean {
    const address = parsePciAddress(written ?? "");
    return address !== undefined && [address.domain, address.bus, address.slot].every((part = 0) => part === 0);
}

export function vlanTagsInRange(property: string, vlan: Vlan | undefined): readonly Finding[] {
    if (vlan === undefined) return [];
    const tags = tagsOf(vlan);
    const none =
        tags.length === 0
            ? [
                  {
                      property,
                      found: vlan,
                      problem: "has no tag",
                      allowed: "at least one tag",
                      fix: "Set a VLAN id, or leave it out.",
                  },
              ]
            : [];
    const outside = tags
        .filter(({ id }) => id > 4095)
        .map(({ id }) => ({
            property,
            found: id,
            problem: "is above 4095",
            allowed: "a VLAN id from 0 to 4095",
            fix: "Use the VLAN id of the switch port, from 0 to 4095.",
        }));
    return [...none, ...outside];
}

export function oneVlanTag(property: string, vlan: Vlan | undefined): readonly Finding[] {
    if (vlan === undefined || typeof vlan === "number") return [];
    const tags = tagsOf(vlan);
    if (tags.length <= 1 && vlan.trunk !== true && tags[0]?.nativeMode === undefined) return [];
    return [
        {
            property,
            found: vlan,
            problem: "has several tags, trunk or nativeMode",
            allowed: "one tag, without trunk and nativeMode",
            fix: "Set one VLAN id. Or leave it out, and let the guest tag its frames.",
        },
    ];
}

export function oneNativeTag(property: string, vlan: Vlan | undefined): readonly Finding[] {
    const tags = vlan === undefined ? [] : tagsOf(vlan);
    // libvirt writes the native mode on every tag of the native id, and cannot read that again
    const nativeIds = new Set(tags.filter(({ nativeMode }) => nativeMode !== undefined).map(({ id }) => id));
    const native = tags.filter(({ id }) => nativeIds.has(id));
    return findingIf(native.length > 1, {
        property,
        found: vlan,
        problem: "has several tags of the native VLAN",
        allowed: "nativeMode on one tag, whose id no other tag has",
        fix: "Set nativeMode on one tag, and use its id once.",
    });
}

/** Fields of a model that hold numbers, with the least and the greatest number that works. */
export type Limits<M> = readonly (readonly [
    field: { [K in keyof M & string]: NonNullable<M[K]> extends number ? K : never }[keyof M & string],
    least: number,
    greatest: number,
])[];

export const outside = <M>(property: string, model: M, limits: Limits<M>): readonly Finding[] =>
    limits.flatMap(([field, least, greatest]) => {
        const found: unknown = model[field];
        return findingIf(typeof found === "number" && (found < least || found > greatest), {
            property: `${property}.${field}`,
            found,
            problem: `is not between ${least} and ${greatest}`,
            allowed: `a number from ${least} to ${greatest}`,
            fix: "Correct it, or leave it out.",
        });
    });
