import type { HostdevNetwork } from "../model/hostdevNetwork";
import { parsePciAddress } from "../model/pciAddress";
import { DEVICE_NAMES, isBeyondLinux } from "./deviceNames";
import { findingIf, rulesFor } from "./rule";
import { isZeroAddress } from "./values";

/** Rules of the PF or the VFs of a pool. */
export const poolSourceRules = rulesFor<HostdevNetwork>()(
    {
        id: "pf-is-a-device-name",
        severity: "error",
        libvirt: ["does not start"],
        says: "libvirt finds the PF by the name of its network device, and Linux has no device of an invalid name.",
        source: "libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF; Linux, dev_valid_name",
        reads: ["pf"],
        check: ({ pf = "" }) =>
            findingIf(isBeyondLinux(pf), {
                property: "pf",
                found: pf,
                problem: `is not a valid device name (${DEVICE_NAMES})`,
                allowed: DEVICE_NAMES,
                fix: parsePciAddress(pf)
                    ? `Write the name of the network device at that address: ls /sys/bus/pci/devices/${pf}/net.`
                    : "Write the name as `ip link` shows it.",
            }),
    },
    {
        id: "pool-address-is-not-zero",
        severity: "error",
        libvirt: ["refuses"],
        says: "The host bridge has the PCI address zero, so it is never a VF.",
        source: "libvirt 9.0, observed at define: [67/19] device is not an SR-IOV Virtual Function",
        reads: ["addresses"],
        check: ({ addresses = [] }) =>
            addresses.flatMap((address, i) =>
                findingIf(isZeroAddress(address), {
                    property: `addresses[${i}]`,
                    found: address,
                    problem: "is the address of the host bridge",
                    allowed: "the address of a VF",
                    fix: "Use the address of a VF, as `lspci -D` prints it.",
                }),
            ),
    },
);
