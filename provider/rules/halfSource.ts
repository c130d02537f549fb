import { DEVICE_NAMES, isBeyondLinux } from "./deviceNames";
import { findingIf, rulesFor } from "./rule";
import type { Team } from "./team";
import { isZeroAddress } from "./values";

const DEVICES = ["bridge", "direct"] as const;

/** Rules of what the halves are connected to. */
export const halfSourceRules = rulesFor<Team>()(
    {
        id: "halves-use-two-networks",
        severity: "error",
        libvirt: ["accepts", "does not start"],
        says: "a network is a pool of VFs or it is none, so one of two halves on the same network is wrong.",
        source: "libvirt 9.0, observed: both halves on a pool start, and the guest can never migrate; both on another network fail at start [67/10] teaming transient device must be type='hostdev'",
        reads: ["persistent.type", "persistent.network", "transient.type", "transient.network"],
        check: ({ persistent, transient }) =>
            findingIf(
                persistent.type === "network" &&
                    transient.type === "network" &&
                    transient.network !== undefined &&
                    transient.network !== "" &&
                    persistent.network === transient.network,
                {
                    property: "transient.network",
                    found: transient.network,
                    allowed: "another network than the persistent half's",
                    fix: "Name a pool of VFs on the transient half, and a network with a bridge on the persistent half.",
                },
            ),
    },
    {
        id: "source-is-a-device-name",
        severity: "error",
        libvirt: ["does not start"],
        says: "a network device of Linux has no such name, so the guest does not start.",
        source: "libvirt 9.0, observed at start: [38/0] Network interface name is too long, invalid interface name; Linux, dev_valid_name",
        reads: DEVICES.map((field) => `persistent.${field}` as const),
        check: ({ persistent }) =>
            DEVICES.flatMap((field) =>
                findingIf(isBeyondLinux(persistent[field] ?? ""), {
                    property: `persistent.${field}`,
                    found: persistent[field],
                    allowed: DEVICE_NAMES,
                    fix: "Write the name as `ip link` shows it.",
                }),
            ),
    },
    {
        id: "transient-address-is-not-zero",
        severity: "error",
        libvirt: ["does not start"],
        says: "the host bridge is at the PCI address zero, and no VF.",
        source: "libvirt 9.0, observed at start: [67/0]",
        reads: ["transient.address"],
        check: ({ transient: { address } }) =>
            findingIf(isZeroAddress(address), {
                property: "transient.address",
                found: address,
                allowed: "the address of a VF",
                fix: "Give it, as `lspci -D` prints it, or better name a pool of VFs.",
            }),
    },
);
