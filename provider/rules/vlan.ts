import { findingIf, rulesFor } from "./rule";
import { eachHalf, ofBoth, type Team } from "./team";
import { oneNativeTag, oneVlanTag, vlanTagsInRange } from "./values";
import { formatValue } from "./words";

/** Rules of the VLANs of both halves. */
export const vlanRules = rulesFor<Team>()(
    {
        id: "half-vlan-in-range",
        severity: "error",
        libvirt: ["refuses"],
        says: "A VLAN id is a number from 0 to 4095.",
        source: "libvirt 9.0, virNetDevVlanParse: [27/0] vlan tag id 4096 too large (maximum 4095), missing tag id",
        reads: ofBoth("vlan"),
        check: eachHalf((half, { vlan }) => vlanTagsInRange(`${half}.vlan`, vlan)),
    },
    {
        id: "half-vlan-one-native",
        severity: "error",
        libvirt: ["refuses", "does not start"],
        says: "A trunk has one native VLAN at most, and lists it once.",
        source: "libvirt 9.0, observed: [27/0] duplicate native vlan setting; two tags with the native id fail at start, because libvirt cannot read the definition again",
        reads: ofBoth("vlan"),
        check: eachHalf((half, { vlan }) => oneNativeTag(`${half}.vlan`, vlan)),
    },
    {
        id: "transient-vlan-one-tag",
        severity: "error",
        libvirt: ["does not start"],
        says: "A VF carries one VLAN. libvirt accepts more, and then the guest does not start.",
        source: "libvirt 9.0, virNetDevSetNetConfig (virnetdev.c): vlan trunking is not supported by SR-IOV network devices",
        reads: ["transient.vlan"],
        check: ({ transient: { vlan } }) => oneVlanTag("transient.vlan", vlan),
    },
    {
        id: "halves-share-vlan",
        severity: "warning",
        libvirt: ["accepts"],
        says: "Both halves lead to one segment. On two VLANs, the guest is on another segment while it migrates.",
        source: "libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair, NB3; libvirt 9.0, observed: different vlans on the halves are accepted",
        reads: ["persistent.vlan", "transient.vlan"],
        check: ({ persistent, transient }) =>
            findingIf(
                persistent.vlan !== undefined &&
                    transient.vlan !== undefined &&
                    JSON.stringify(persistent.vlan) !== JSON.stringify(transient.vlan),
                {
                    property: "transient.vlan",
                    found: transient.vlan,
                    problem: `differs from ${formatValue(persistent.vlan)} on the virtio half`,
                    allowed: `${formatValue(persistent.vlan)}, as on the virtio half`,
                    fix: "Use one VLAN on both halves. Leave it out if the network is already on that VLAN.",
                },
            ),
    },
    {
        id: "bridge-supports-vlan",
        severity: "warning",
        libvirt: ["does not start"],
        says: "libvirt before 11.0 tags no frames on a bridge of Linux, and starts no guest with a VLAN on it.",
        source: "libvirt 9.0, observed at start: [67/20] vlan tag not supported for this connection type; libvirt 11.3: [38/0] error adding vlan filter to interface, where the bridge filters none; virDomainActualNetDefValidate; libvirt.org/news.html, 11.0.0",
        reads: ["persistent.type", "persistent.vlan", "persistent.virtualport"],
        check: ({ persistent: { type, vlan, virtualport } }) =>
            findingIf(type === "bridge" && vlan !== undefined && virtualport?.type !== "openvswitch", {
                property: "persistent.vlan",
                found: vlan,
                problem: "needs virtualport openvswitch or libvirt 11.0",
                allowed: "a vlan beside virtualport openvswitch, or on a host with libvirt 11.0",
                fix: "Leave it out and name a bridge on the VLAN, or set virtualport for a bridge of Open vSwitch.",
            }),
    },
    {
        id: "macvtap-supports-vlan",
        severity: "error",
        libvirt: ["does not start"],
        newer: { does: "refusesVlanOfMacvtap", libvirt: ["refuses"] },
        says: "Only a macvtap in mode passthrough tags frames. With another mode, the guest does not start.",
        source: "libvirt 9.0, observed at start, and 12.8 at define: [67/20] vlan tag not supported for this connection type; virDomainActualNetDefValidate",
        reads: ["persistent.type", "persistent.mode", "persistent.vlan"],
        check: ({ persistent: { type, mode, vlan } }) =>
            findingIf(type === "direct" && vlan !== undefined && mode !== "passthrough", {
                property: "persistent.vlan",
                found: vlan,
                problem: 'needs mode "passthrough"',
                allowed: 'nothing beside a mode other than "passthrough"',
                fix: "Remove it, and name a device on the VLAN, such as enp1s0.42.",
            }),
    },
);
