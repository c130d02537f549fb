import type { Nic } from "../model/interface";
import { parsePciAddress } from "../model/pciAddress";
import { findingIf, rulesFor } from "./rule";
import { eachHalf, HALF_NAMES, HALVES, ofBoth, type Half, type Team } from "./team";
import { outside, pciAddressInRange, type Limits } from "./values";

/** Fields that belong to some sources only, with the types of these sources. */
const TYPES_OF: Readonly<Record<Half, readonly (readonly [field: keyof Nic, ...types: readonly Nic["type"][]])[]>> = {
    persistent: [
        ["portgroup", "network"],
        ["mode", "direct"],
        ["managed"],
        ["isolated", "network", "bridge"],
        ["filterref", "network", "bridge"],
        ["mtu", "network", "bridge"],
    ],
    transient: [["portgroup", "network"], ["mode"], ["managed", "hostdev"]],
};

/** Numbers with limits. Source: virtio 1.1, 5.1.4.1 (mtu); QEMU 7.2, observed (acpiIndex, boot) */
const LIMITS: Readonly<Record<Half, Limits<Nic>>> = {
    persistent: [
        ["mtu", 68, 65535],
        ["boot", 1, 0x7fffffff],
        ["acpiIndex", 1, 16383],
    ],
    transient: [
        ["boot", 1, 0x7fffffff],
        ["acpiIndex", 1, 16383],
    ],
};

/** Rules of each half by itself. */
export const halfRules = rulesFor<Team>()(
    {
        id: "half-fields-fit-its-source",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: "Some fields belong to some sources only. libvirt drops or refuses them with another source.",
        source: "libvirt 9.0, observed: portgroup, mode, managed and filterref are dropped, isolated [67/20] and mtu [67/10] are refused",
        reads: HALVES.flatMap((half) => [
            `${half}.type` as const,
            ...TYPES_OF[half].map(([field]) => `${half}.${field}` as const),
        ]),
        check: eachHalf((half, nic) =>
            TYPES_OF[half].flatMap(([field, ...types]) =>
                findingIf(nic[field] !== undefined && !types.includes(nic.type), {
                    property: `${half}.${field}`,
                    found: nic[field],
                    problem:
                        types.length === 0
                            ? `is not possible on the ${HALF_NAMES[half]}`
                            : `needs type ${types.join(" or ")}, and this half has type ${nic.type}`,
                    allowed: `no value on a half of type ${nic.type}${types.length > 0 ? `; it is for ${types.join(" and ")}` : ""}`,
                    fix: "Remove it.",
                }),
            ),
        ),
    },
    {
        id: "half-number-in-range",
        severity: "error",
        libvirt: ["refuses", "drops", "does not start", "accepts"],
        says: "libvirt, QEMU or the kernel refuses or drops a number outside its limits.",
        source: "libvirt 9.0, observed: [27/5] Zero is not permitted, [27/20] malformed mtu size, mtu 0 dropped; QEMU 7.2, observed: Parameter 'bootindex' expects int32_t; Linux: [38/0] Cannot set interface MTU; an acpi-index above 16383 starts on q35, and on pc-i440fx [1/10] acpi-index should be less or equal to 16383; virtio 1.1, 5.1.4.1",
        reads: HALVES.flatMap((half) => LIMITS[half].map(([field]) => `${half}.${field}` as const)),
        check: eachHalf((half, nic) => outside(half, nic, LIMITS[half])),
    },
    {
        id: "half-address-in-range",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "A PCI address has a bus up to 0xff, a slot up to 0x1f and a function up to 7.",
        source: "libvirt 9.0, virPCIDeviceAddressIsValid: [27/0] Invalid PCI address; of an address that is dropped anyway, against the schema alone [92/5]",
        reads: ofBoth("address", "guestAddress"),
        check: eachHalf((half, nic) => [
            ...pciAddressInRange(`${half}.address`, nic.address),
            ...pciAddressInRange(`${half}.guestAddress`, nic.guestAddress),
        ]),
    },
    {
        id: "guest-address-is-usable",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "A guest has PCI domain 0 only. libvirt reads slot 0 of bus 0 as no address and chooses another.",
        source: "libvirt 9.0, observed: [27/20] Only PCI domain 0 is available; 0000:00:00.1 dropped too, as virPCIDeviceAddressIsEmpty does not look at the function",
        reads: ofBoth("guestAddress"),
        check: eachHalf((half, { guestAddress }) => {
            const { domain = 0, bus, slot } = parsePciAddress(guestAddress ?? "") ?? { bus: 1 };
            return findingIf(domain !== 0 || (bus === 0 && slot === 0), {
                property: `${half}.guestAddress`,
                found: guestAddress,
                problem: domain === 0 ? "is not a usable address" : "is not in PCI domain 0",
                allowed: "an address in domain 0000 outside 0000:00:00",
                fix: "Use the address of a free PCIe root port, such as 0000:05:00.0, or leave it out.",
            });
        }),
    },
    {
        id: "disabled-rom-has-no-settings",
        severity: "error",
        libvirt: ["refuses"],
        says: "A disabled ROM has no image and no bar, and libvirt refuses them.",
        source: "libvirt 9.0, observed: [67/20] ROM tuning is not supported when ROM is disabled",
        reads: ofBoth("rom"),
        check: eachHalf((half, { rom }) =>
            findingIf(rom?.enabled === false && (rom.bar !== undefined || rom.file !== undefined), {
                property: `${half}.rom`,
                found: rom,
                problem: "has bar or file beside enabled: false",
                allowed: "enabled: false alone",
                fix: "Remove bar and file, or enabled.",
            }),
        ),
    },
);
