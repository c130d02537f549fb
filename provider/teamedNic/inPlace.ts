import { isDeepStrictEqual } from "node:util";
import type { Difference } from "../lifecycle/differences";
import type { Layer } from "../libvirt/libvirt";
import { nic as table, type Nic } from "../model/interface";
import { libvirtDoes, type VersionFactName } from "../model/versions";
import type { Half } from "../rules";
import type { ActualHalf } from "./halves";
import type { Surroundings } from "./plan";

/** By what of the document libvirt finds the device to update, so that none of it can be changed that way. Source: virDomainNetFindIdx */
const FOUND_BY: readonly (keyof Nic)[] = ["mac", "alias", "guestAddress"];

/** Fields that not every libvirt changes in place. */
const BY_VERSION: { readonly [Key in keyof Nic]?: VersionFactName } = {
    portgroup: "changesPortgroup",
    trustGuestRxFilters: "changesTrustedFilters",
};

type InPlace = (
    half: Half,
    changed: readonly (keyof Nic)[],
    actual: ActualHalf,
    surroundings?: Surroundings,
) => boolean;

/** Whether libvirt can give a device its new values where it is. */
export const takesInPlace: Readonly<Record<Layer, InPlace>> = {
    config: (half, changed, { nic }) =>
        !changed.some((key) => FOUND_BY.includes(key)) &&
        // the other half may be given the boot order that this one has, and libvirt takes no two
        !(half === "transient" && nic.boot !== undefined && changed.includes("boot")),
    live: (half, changed, { connectedTo }, { libvirt, toMacvtap, keepsPortgroup } = NEWEST) =>
        half === "persistent" &&
        changed.every((key) => {
            const { live } = table.fields[key].facts;
            const isTap = connectedTo !== "direct" && !toMacvtap;
            const fact = BY_VERSION[key];
            return (
                (live === "update" || (live === "reconnect" && isTap)) &&
                (fact === undefined || libvirtDoes(fact, libvirt)) &&
                !(key === "portgroup" && keepsPortgroup)
            );
        }),
};

const NEWEST: Surroundings = { libvirt: Infinity, toMacvtap: false, keepsPortgroup: false };

/** Whether one side only says what the other means by its silence, or what a running device has in any case. */
export function isSameInEffect(layer: Layer, { path, before, after }: Difference): boolean {
    const facts = Object.hasOwn(table.fields, path) ? table.fields[path as keyof Nic].facts : {};
    if (before !== undefined && after !== undefined) return false;
    return (
        isDeepStrictEqual(before ?? after, facts.absent) ||
        (layer === "live" && after === undefined && isDeepStrictEqual(before, facts.given))
    );
}
