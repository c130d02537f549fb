import type { HostdevNetwork } from "../model/hostdevNetwork";
import { findingIf, rulesFor, type Finding } from "./rule";
import { indexes, pciAddressInRange } from "./values";

/** Length of the longest name that fits a file name: 255 bytes less `.xml.new`, the file that libvirt writes first. */
const MAX_NAME_BYTES = 247;

/** Rules of a pool of VFs. networkPorts.ts has those of its ports. */
export const networkRules = rulesFor<HostdevNetwork>()(
    {
        id: "network-name-legal",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "libvirt keeps each network in a file of its name, so the name must be a valid file name.",
        source: "libvirt 9.0, virNetworkDefParseXML: [21/19] missing name, [35/5] invalid char, [38/0] Failed to create file",
        reads: ["name"],
        check({ name }) {
            const legal =
                name !== "" &&
                name !== "." &&
                name !== ".." &&
                !/[/\n]/.test(name) &&
                Buffer.byteLength(name) <= MAX_NAME_BYTES;
            return findingIf(!legal, {
                property: "name",
                found: name,
                problem: `is not a file name of 1 to ${MAX_NAME_BYTES} bytes without "/" and line ends`,
                allowed: `1 to ${MAX_NAME_BYTES} bytes without "/" and line ends, not "." or ".."`,
                fix: 'Choose a plain name such as "vfpool".',
            });
        },
    },
    {
        id: "pool-title-is-not-empty",
        severity: "error",
        libvirt: ["drops", "refuses"],
        says: "libvirt drops an empty title, or refuses it if it supports titles.",
        source: "libvirt 11.3 and 12.8, observed: against the schema [92/5]; without it, it is dropped",
        reads: ["title"],
        check: ({ title }) =>
            findingIf(title === "", {
                property: "title",
                found: title,
                problem: "is empty",
                allowed: "a title of at least one character",
                fix: "Set a title, or leave it out.",
            }),
    },
    {
        id: "pool-is-hostdev",
        severity: "error",
        libvirt: ["accepts", "refuses"],
        says: "Only a network with forward mode hostdev gives VFs to guests.",
        source: "libvirt.org/formatnetwork.html#connectivity; libvirt 9.0, observed: passthrough and bridge are accepted, and of none or nat [27/19] nat forwarding requested, but no IP address provided; of VFs by address [67/19]",
        reads: ["mode"],
        check: ({ mode }) =>
            findingIf(mode !== "hostdev", {
                property: "mode",
                found: mode,
                problem: 'is not "hostdev"',
                allowed: '"hostdev"',
                fix: "Leave it out.",
            }),
    },
    {
        id: "pool-has-one-source",
        severity: "error",
        libvirt: ["drops", "accepts", "does not start", "refuses"],
        says: "A pool has either one PF or a list of addresses. libvirt drops pf beside addresses, and an empty pool serves no guest.",
        source: "libvirt 9.0, observed: <pf> beside <address> is accepted and dropped; an empty pool defines and starts; an empty pf fails at net-start [1/19] No usable Vf's present, and against the schema [92/5]",
        reads: ["pf", "addresses"],
        check({ pf, addresses }) {
            const hasPf = pf !== undefined && pf !== "";
            const hasAddresses = addresses !== undefined && addresses.length > 0;
            if (pf !== undefined && addresses !== undefined)
                return [
                    {
                        property: "pf",
                        found: pf,
                        problem: "is set together with addresses",
                        allowed: "either pf or addresses",
                        fix: "Remove one of the two.",
                    },
                ];
            if (hasPf || hasAddresses) return [];
            return [
                {
                    property: addresses ? "addresses" : "pf",
                    found: addresses ?? pf,
                    problem: "is empty",
                    allowed: "either pf or addresses",
                    fix: 'Set pf, such as "enp7s0f0", or at least one address, such as "0000:07:10.0".',
                },
            ];
        },
    },
    {
        id: "pool-address-in-range",
        severity: "error",
        libvirt: ["refuses"],
        says: "A PCI address has a bus up to 0xff, a slot up to 0x1f and a function up to 7.",
        source: "libvirt 9.0, virPCIDeviceAddressIsValid: [27/0] Invalid PCI address",
        reads: ["addresses"],
        check: ({ addresses = [] }) => addresses.flatMap((address, i) => pciAddressInRange(`addresses[${i}]`, address)),
    },
    {
        id: "pool-address-once",
        severity: "error",
        libvirt: ["refuses"],
        says: "A pool lists each VF once.",
        source: "libvirt 9.0, [27/19] PCI device can only be listed once in network",
        reads: ["addresses"],
        check({ addresses = [] }) {
            const first = indexes(addresses);
            return addresses.flatMap((address, i) =>
                findingIf(first.get(address) !== i, {
                    property: `addresses[${i}]`,
                    found: address,
                    problem: `is already in addresses[${first.get(address)}]`,
                    allowed: "an address that is not in the list yet",
                    fix: "Remove it.",
                }),
            );
        },
    },
    {
        id: "pool-driver-is-vfio",
        severity: "error",
        libvirt: ["does not start", "refuses", "drops"],
        says: "QEMU uses a VF through vfio only. libvirt defines a pool with another driver, and no guest starts.",
        source: "libvirt 9.0, observed: driver kvm fails at guest start [67/10], an unknown one at define [67/19], an empty one against the schema [92/5], without which it is dropped; libvirt 11.3: kvm at guest start [67/0], xen [55/0] PCI device is not assignable, an empty name [27/5]",
        reads: ["driver"],
        check({ driver }) {
            const { name, model } = typeof driver === "object" ? driver : { name: driver };
            const isEmpty = driver !== undefined && name === undefined && model === undefined;
            return findingIf(isEmpty || (name !== undefined && name !== "vfio"), {
                property: "driver",
                found: isEmpty ? driver : name,
                problem: 'is not "vfio"',
                allowed: '"vfio"',
                fix: 'Write "vfio", or leave it out.',
            });
        },
    },
    {
        id: "device-name-in-schema",
        severity: "error",
        libvirt: ["refuses", "accepts", "does not start"],
        says: "The schema of libvirt accepts few characters in the names of devices and portgroups.",
        source: "libvirt 9.0, basictypes.rng deviceName: [92/5] XML document failed to validate against schema; without validation, such a portgroup is kept, and such a pf fails at net-start [1/19]",
        reads: ["pf", "portgroups"],
        check: ({ pf, portgroups = [] }) => [
            ...deviceNameInSchema("pf", pf),
            ...portgroups.flatMap(({ name }, i) => deviceNameInSchema(`portgroups[${i}].name`, name)),
        ],
    },
    {
        id: "pool-is-not-isolated",
        severity: "error",
        libvirt: ["does not start"],
        says: "A VF is not a bridge port that libvirt can isolate. libvirt defines the pool, and no guest starts.",
        source: "libvirt 9.0, observed at start [67/20]",
        reads: ["isolated"],
        check: ({ isolated }) =>
            findingIf(isolated === true, {
                property: "isolated",
                found: isolated,
                problem: "is not possible on a pool",
                allowed: "no value, or false",
                fix: "Remove it.",
            }),
    },
);

function deviceNameInSchema(property: string, name: string | undefined): readonly Finding[] {
    return findingIf(name !== undefined && /[^a-zA-Z0-9_.\-\\:/]/.test(name), {
        property,
        found: name,
        problem: "has a character that libvirt does not accept",
        allowed: 'letters, digits, and any of _ . - : / and "\\"',
        fix: 'Use letters, digits, and any of _ . - : / and "\\" only.',
    });
}
