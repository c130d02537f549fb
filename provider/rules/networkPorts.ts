import type { HostdevNetwork } from "../model/hostdevNetwork";
import type { Virtualport } from "../model/virtualport";
import { findingIf, rulesFor, type Finding } from "./rule";
import { indexes, oneVlanTag, vlanTagsInRange } from "./values";
import { said, strangeParameters, VF_PORT, wrongParameters } from "./virtualport";
import { formatValue } from "./words";

/** Rules of the ports of a pool, with and without a portgroup. */
export const networkPortRules = rulesFor<HostdevNetwork>()(
    {
        id: "pool-vlan-in-range",
        severity: "error",
        libvirt: ["refuses"],
        says: "A VLAN id is a number from 0 to 4095.",
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
        libvirt: ["does not start"],
        says: "A VF carries one VLAN. libvirt accepts more, and then no guest starts.",
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
        libvirt: ["refuses"],
        says: "A network finds a portgroup by its name.",
        source: "libvirt 9.0, observed: [67/19] multiple <portgroup> elements with the same name, [27/19] Missing required name attribute in portgroup",
        reads: ["portgroups"],
        check({ portgroups = [] }) {
            const first = indexes(portgroups.map(({ name }) => name));
            return portgroups.flatMap(({ name }, i) =>
                findingIf(first.get(name) !== i || name === "", {
                    property: `portgroups[${i}].name`,
                    found: name,
                    problem: name === "" ? "is empty" : `is also the name of portgroups[${first.get(name)}]`,
                    allowed: "a name that no other portgroup of the network has",
                    fix: name === "" ? "Set a name." : "Rename one of the two.",
                }),
            );
        },
    },
    {
        id: "portgroup-one-default",
        severity: "error",
        libvirt: ["refuses"],
        says: "A network has one default portgroup at most.",
        source: "libvirt 9.0, virNetworkDefValidate [67/19]",
        reads: ["portgroups"],
        check({ portgroups = [] }) {
            const first = portgroups.findIndex((group) => group.default === true);
            return portgroups.flatMap((group, i) =>
                findingIf(group.default === true && first !== i, {
                    property: `portgroups[${i}].default`,
                    found: true,
                    problem: `is also set on portgroups[${first}]`,
                    allowed: "true on one portgroup",
                    fix: "Remove it from one of the two.",
                }),
            );
        },
    },
    {
        id: "portgroup-has-no-bandwidth",
        severity: "error",
        libvirt: ["refuses", "drops"],
        says: "libvirt does not limit the traffic of VFs.",
        source: "libvirt 9.0, observed: [67/19] Unsupported <bandwidth> element in portgroup with forward mode='hostdev'; an empty one is dropped",
        reads: ["portgroups"],
        check: ({ portgroups = [] }) =>
            portgroups.flatMap(({ bandwidth }, i) =>
                findingIf(bandwidth !== undefined, {
                    property: `portgroups[${i}].bandwidth`,
                    found: bandwidth,
                    problem: "is not possible on a pool",
                    allowed: "no value",
                    fix: "Remove it.",
                }),
            ),
    },
    {
        id: "pool-virtualport-fits-a-vf",
        severity: "error",
        libvirt: ["refuses", "does not start"],
        says: "A VF accepts a virtualport of type 802.1Qbh only. libvirt defines a pool with another type, and no guest starts.",
        source: "libvirt 9.0, observed: [27/0] missing required virtualport type; at start [67/0] virtualport type 802.1Qbg is currently not supported on interfaces of type hostdev, [67/19] openvswitch and midonet, [27/11] of one that is not complete",
        reads: ["virtualport", "portgroups"],
        check: (network) =>
            ports(network).flatMap(({ property, port: { type }, effective }) =>
                findingIf(effective !== VF_PORT, {
                    property: `${property}.type`,
                    found: type,
                    problem: `is not ${formatValue(VF_PORT)}`,
                    allowed: JSON.stringify(VF_PORT),
                    fix: `Use ${formatValue(VF_PORT)}, or leave virtualport out.`,
                }),
            ),
    },
    {
        id: "pool-virtualport-parameters-fit",
        severity: "error",
        libvirt: ["refuses", "drops", "accepts"],
        says: "Each type of virtualport has its own parameters with their limits, and libvirt refuses or drops others.",
        source: "libvirt 9.0, observed: [92/5] XML document failed to validate against schema, or [27/11] extra interfaceid unsupported, [27/0] profileid parameter too long; without validation, dropped beside midonet; kept in a portgroup without a type",
        reads: ["virtualport", "portgroups"],
        check: (network) =>
            ports(network).flatMap(({ property, port, effective }) => [
                ...strangeParameters(property, port, effective),
                ...wrongParameters(property, port),
            ]),
    },
    {
        id: "portgroup-profile-agrees",
        severity: "error",
        libvirt: ["does not start"],
        says: "A port has one profile. No guest starts if its portgroup and its network name two.",
        source: "libvirt 9.0, observed at start [27/11]; virNetDevVPortProfileMerge",
        reads: ["virtualport", "portgroups"],
        check: ({ virtualport, portgroups = [] }) =>
            portgroups.flatMap(({ virtualport: own }, i) =>
                findingIf(
                    said(virtualport?.profileid) && said(own?.profileid) && own?.profileid !== virtualport?.profileid,
                    {
                        property: `portgroups[${i}].virtualport.profileid`,
                        found: own?.profileid,
                        problem: `differs from ${formatValue(virtualport?.profileid)} on the network`,
                        allowed: `${formatValue(virtualport?.profileid)}, as on the network`,
                        fix: "Leave it out, or remove it from the network and set it on each portgroup.",
                    },
                ),
            ),
    },
    {
        id: "pool-vlan-or-virtualport",
        severity: "error",
        libvirt: ["refuses", "does not start"],
        says: "The switch sets the VLAN of a VF with a virtualport. libvirt refuses both together, or no guest starts.",
        source: "libvirt 9.0, observed: [67/19] <vlan> element specified for network, whose type doesn't support vlan configuration; at start [67/0]",
        reads: ["vlan", "virtualport", "portgroups"],
        check: ({ vlan, virtualport, portgroups = [] }) => [
            ...vlanOrPort("vlan", vlan, virtualport),
            ...portgroups.flatMap((group, i) => {
                if (group.vlan === undefined && group.virtualport === undefined) return [];
                const property = `portgroups[${i}].${group.vlan === undefined ? "virtualport" : "vlan"}`;
                return vlanOrPort(property, group.vlan ?? vlan, group.virtualport ?? virtualport);
            }),
        ],
    },
);

/** Returns each virtualport of a pool, with the type that it has when a guest takes a VF. */
const ports = ({
    virtualport: own,
    portgroups = [],
}: HostdevNetwork): readonly { property: string; port: Virtualport; effective: string | undefined }[] => [
    ...(own ? [{ property: "virtualport", port: own, effective: own.type }] : []),
    ...portgroups.flatMap(({ virtualport: port }, i) =>
        port ? [{ property: `portgroups[${i}].virtualport`, port, effective: port.type ?? own?.type }] : [],
    ),
];

const vlanOrPort = (property: string, vlan: unknown, port: Virtualport | undefined): readonly Finding[] =>
    findingIf(vlan !== undefined && port !== undefined, {
        property,
        found: property.endsWith("vlan") ? vlan : port,
        problem: `is set together with a ${property.endsWith("vlan") ? "virtualport" : "vlan"}`,
        allowed: "either a vlan or a virtualport for each port",
        fix: "Remove one of the two.",
    });
