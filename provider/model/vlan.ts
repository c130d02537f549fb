import { count, element, leaf, oneOf, opt, shortList, yesNo, type Model, type Shorthand } from "../xml";

const tag = element("tag", {
    /** VLAN id, 0-4095. */
    id: leaf("@id", count),
    /** Whether this is the trunk's native VLAN, and how it is sent. Open vSwitch only. */
    nativeMode: opt(leaf("@nativeMode", oneOf("tagged", "untagged"))),
});
type FullTag = Model<typeof tag>;
/** A VLAN id, or with its native mode. */
export type Tag = number | FullTag;

const asTag: Shorthand<FullTag, Tag> = {
    shape: 'a VLAN id such as 42, or { id, nativeMode: "tagged" or "untagged" }',
    expand: (value) =>
        typeof value === "number" ? { id: value } : typeof value === "object" ? (value ?? undefined) : undefined,
    shorten: (full) => (full.nativeMode === undefined ? full.id : full),
};

/** Source: libvirt.org/formatdomain.html#setting-vlan-tag-on-supported-network-types-only */
export const vlan = element("vlan", {
    /** Whether several VLANs pass. libvirt sets it itself for several tags. */
    trunk: opt(leaf("@trunk", yesNo, { absent: false })),
    /** The VLANs. A VF takes exactly one. */
    tags: shortList("tag", tag, asTag),
});
type FullVlan = Model<typeof vlan>;
/** One VLAN id, or several tags. */
export type Vlan = number | FullVlan;

export const asVlan: Shorthand<FullVlan, Vlan> = {
    shape: "a VLAN id such as 42, or { tags: [42], trunk, … }",
    expand: (value) =>
        typeof value === "number" ? { tags: [value] } : typeof value === "object" ? (value ?? undefined) : undefined,
    shorten({ trunk, ...rest }) {
        const tags: unknown = rest.tags; // anything at all while a program's value is looked at
        const [first, ...more] = (Array.isArray(tags) ? tags : []) as Tag[];
        if (more.length > 0) return { trunk: true, ...rest }; // virNetDevVlanParse does the same
        if (trunk !== undefined && trunk) return { trunk, ...rest };
        return typeof first === "number" ? first : rest;
    },
};

/** The tags of either form. */
export const tagsOf = (value: Vlan): readonly FullTag[] =>
    typeof value === "number" ? [{ id: value }] : value.tags.map((t) => (typeof t === "number" ? { id: t } : t));
