import type { HostdevNetwork } from "../model/hostdevNetwork";
import { rulesFor } from "./rule";
import { oneVlanTag, pciAddressInRange, vlanTagsInRange } from "./values";

/** The longest name whose definition fits a file name: 255 bytes less `.xml`. */
const MAX_NAME_BYTES = 251;

/** What a pool of VFs has to keep. */
export const networkRules = rulesFor<HostdevNetwork>()(
    {
        id: "network-name-legal",
        severity: "error",
        says: "libvirt keeps a network in a file of its name.",
        source: "libvirt 9.0, virNetworkDefParseXML: [21/19] missing name, [35/5] invalid char, [38/0] Failed to create file",
        reads: ["name"],
        check({ name }) {
            const legal =
                name !== "" &&
                name !== "." &&
                name !== ".." &&
                !/[/\n]/.test(name) &&
                Buffer.byteLength(name) <= MAX_NAME_BYTES;
            return legal
                ? []
                : [
                      {
                          property: "name",
                          found: name,
                          allowed: `1 to ${MAX_NAME_BYTES} bytes without "/" and line ends, not "." or ".."`,
                          fix: 'Give a plain name such as "vfpool".',
                      },
                  ];
        },
    },
    {
        id: "pool-is-hostdev",
        severity: "error",
        says: "only a network with forward mode hostdev gives VFs to guests.",
        source: "libvirt.org/formatnetwork.html#connectivity",
        reads: ["mode"],
        check: ({ mode }) =>
            mode === "hostdev" ? [] : [{ property: "mode", found: mode, allowed: '"hostdev"', fix: "Leave it out." }],
    },
    {
        id: "pool-has-one-source",
        severity: "error",
        says: "a pool is either all VFs of one physical function or a list of addresses; libvirt drops pf in silence beside addresses, and starts a pool without either that no guest can use.",
        source: "libvirt 9.0, observed: <pf> beside <address> is accepted and dropped; an empty pool defines and starts",
        reads: ["pf", "addresses"],
        check({ pf, addresses }) {
            const hasPf = pf !== undefined && pf !== "";
            const hasAddresses = addresses !== undefined && addresses.length > 0;
            if (hasPf && addresses !== undefined)
                return [
                    { property: "pf", found: pf, allowed: "either pf or addresses", fix: "Remove one of the two." },
                ];
            if (hasPf || hasAddresses) return [];
            return [
                {
                    property: addresses ? "addresses" : "pf",
                    found: addresses ?? pf,
                    allowed: "either pf or addresses",
                    fix: 'Give pf, such as "enp7s0f0", or at least one address, such as "0000:07:10.0".',
                },
            ];
        },
    },
    {
        id: "pool-address-in-range",
        severity: "error",
        says: "a PCI address has a bus of at most 0xff, a slot of at most 0x1f and a function of at most 7.",
        source: "libvirt 9.0, virPCIDeviceAddressIsValid: [27/0] Invalid PCI address",
        reads: ["addresses"],
        check: ({ addresses = [] }) => addresses.flatMap((address, i) => pciAddressInRange(`addresses[${i}]`, address)),
    },
    {
        id: "pool-address-once",
        severity: "error",
        says: "a VF stands in a pool once.",
        source: "libvirt 9.0, [27/19] PCI device can only be listed once in network",
        reads: ["addresses"],
        check: ({ addresses = [] }) =>
            addresses.flatMap((address, i) => {
                const first = addresses.indexOf(address);
                return first === i
                    ? []
                    : [
                          {
                              property: `addresses[${i}]`,
                              found: address,
                              allowed: "an address that is not in the list yet",
                              fix: `Remove it: addresses[${first}] is the same.`,
                          },
                      ];
            }),
    },
    {
        id: "pool-driver-is-vfio",
        severity: "error",
        says: "QEMU takes a VF through vfio only; with another driver the pool defines and no guest starts.",
        source: "libvirt 9.0, observed: driver kvm fails at guest start [67/10], an unknown one at define [67/19]",
        reads: ["driver"],
        check({ driver }) {
            const name = typeof driver === "string" ? driver : driver?.name;
            return name === undefined || name === "vfio"
                ? []
                : [{ property: "driver", found: name, allowed: '"vfio"', fix: 'Write "vfio", or leave it out.' }];
        },
    },
    {
        id: "pool-vlan-in-range",
        severity: "error",
        says: "a VLAN has an id from 0 to 4095.",
        source: "libvirt 9.0, virNetDevVlanParse: [27/0] vlan tag id 4096 too large (maximum 4095), missing tag id",
        reads: ["vlan", "portgroups"],
        check: ({ vlan, portgroups = [] }) => [
            ...vlanTagsInRange("vlan", vlan),
            ...portgroups.flatMap((group, i) => vlanTagsInRange(`portgroups[${i}].vlan`, group.vlan)),
        ],
    },
    {
        id: "pool-vlan-one-tag",
        severity: "error",
        says: "a VF carries one VLAN; libvirt accepts more, and then no guest starts.",
        source: "libvirt 9.0, virNetDevSetNetConfig (virnetdev.c): vlan trunking is not supported by SR-IOV network devices",
        reads: ["vlan", "portgroups"],
        check: ({ vlan, portgroups = [] }) => [
            ...oneVlanTag("vlan", vlan),
            ...portgroups.flatMap((group, i) => oneVlanTag(`portgroups[${i}].vlan`, group.vlan)),
        ],
    },
    {
        id: "portgroup-name-once",
        severity: "error",
        says: "a portgroup is known by its name.",
        source: "libvirt 9.0, virNetworkObjValidate [67/19]; an empty name: libvirt.org/formatnetwork.html#portgroups",
        reads: ["portgroups"],
        check: ({ portgroups = [] }) =>
            portgroups.flatMap(({ name }, i) => {
                const first = portgroups.findIndex((group) => group.name === name);
                return first === i && name !== ""
                    ? []
                    : [
                          {
                              property: `portgroups[${i}].name`,
                              found: name,
                              allowed: "a name that no other portgroup of the network has",
                              fix: name === "" ? "Give it a name." : `Rename it: portgroups[${first}] has this name.`,
                          },
                      ];
            }),
    },
    {
        id: "portgroup-one-default",
        severity: "error",
        says: "one portgroup at most is the default.",
        source: "libvirt 9.0, virNetworkDefValidate [67/19]",
        reads: ["portgroups"],
        check: ({ portgroups = [] }) =>
            portgroups.flatMap((group, i) => {
                const first = portgroups.findIndex((other) => other.default === true);
                return group.default !== true || first === i
                    ? []
                    : [
                          {
                              property: `portgroups[${i}].default`,
                              found: true,
                              allowed: "true on one portgroup",
                              fix: `Remove it here or at portgroups[${first}].`,
                          },
                      ];
            }),
    },
);
