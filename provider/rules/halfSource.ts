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
        says: "A network gives either VFs or virtio interfaces. A pair with both halves on one network fails at the start or cannot migrate.",
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
                    problem: "is also the network of the virtio half",
                    allowed: "another network than that of the virtio half",
                    fix: "Name a pool on the VF half, and a network with a bridge on the virtio half.",
                },
            ),
    },
    {
        id: "source-is-a-device-name",
        severity: "error",
        libvirt: ["does not start"],
        says: "Linux has no network device of an invalid name, so the guest does not start.",
        source: "libvirt 9.0, observed at start: [38/0] Network interface name is too long, invalid interface name; Linux, dev_valid_name",
        reads: DEVICES.map((field) => `persistent.${field}` as const),
        check: ({ persistent }) =>
            DEVICES.flatMap((field) =>
                findingIf(isBeyondLinux(persistent[field] ?? ""), {
                    property: `persistent.${field}`,
                    found: persistent[field],
                    problem: `is not a valid device name (${DEVICE_NAMES})`,
                    allowed: DEVICE_NAMES,
                    fix: "Write the name as `ip link` shows it.",
                }),
            ),
    },
    {
        id: "transient-address-is-not-zero",
        severity: "error",
        libvirt: ["does not start"],
        says: "The host bridge has the PCI address zero, so it is never a VF.",
        source: "libvirt 9.0, observed at start: [67/0]",
        reads: ["transient.address"],
        check: ({ transient: { address } }) =>
            findingIf(isZeroAddress(address), {
                property: "transient.address",
                found: address,
                problem: "is the address of the host bridge",
                allowed: "the address of a VF",
                fix: "Use the address of a VF, as `lspci -D` prints it, or name a pool.",
            }),
    },
);
