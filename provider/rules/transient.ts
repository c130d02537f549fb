import { parsePciAddress } from "../model/pciAddress";
import { findingIf, rulesFor, type Answer, type Rule } from "./rule";
import { TEAMING, type Team } from "./team";
import { LEAVE_OUT } from "./words";

/** Returns what is wrong with a place in the guest. */
function placeOf(bus: number, slot: number, f: number): string {
    if (bus === 0) return "is on bus 0";
    if (slot !== 0) return "is not in slot 0";
    return f === 0 ? "shares its bus and slot with the virtio half" : "is not function 0";
}

/** Makes the rule of a field that has no effect on a VF. */
const withoutEffect = <const Id extends string>(
    id: Id,
    field: "mtu" | "bandwidth" | "filterref" | "isolated" | "target",
    libvirt: readonly Answer[],
    says: string,
    source: string,
): Rule<Team, Id> => ({
    id,
    severity: "error",
    libvirt,
    says,
    source,
    reads: [`transient.${field}`],
    check: ({ transient }) =>
        findingIf(transient[field] !== undefined, {
            property: `transient.${field}`,
            found: transient[field],
            problem: "is not possible on the VF half",
            allowed: "no value",
            fix: `Remove it from the VF half. persistent.${field} accepts it.`,
        }),
});

/** Rules of the VF half. */
export const transientRules = rulesFor<Team>()(
    {
        id: "transient-is-a-vf",
        severity: "error",
        libvirt: ["refuses"],
        says: "The VF half gets its VF from a hostdev network, or names it by address.",
        source: `${TEAMING}; libvirt 9.0, [67/10] virtio-net teaming transient interface must be type='hostdev'; of a bridge with the driver of a VF [27/5]`,
        reads: ["transient.type"],
        check: ({ transient: { type } }) =>
            findingIf(type !== "network" && type !== "hostdev", {
                property: "transient",
                found: type,
                problem: "is not a source of VFs",
                allowed: "network (a hostdev network) or address",
                fix: "Set transient.network to a pool of VFs.",
            }),
    },
    {
        id: "transient-model-is-virtio",
        severity: "error",
        libvirt: ["accepts", "drops", "refuses"],
        says: "A VF is not an emulated device. libvirt keeps or drops another model than virtio without effect.",
        source: "libvirt 9.0, observed at define; an empty one is against the schema [92/5]",
        reads: ["transient.model"],
        check: ({ transient: { model } }) =>
            findingIf(model !== undefined && model !== "virtio", {
                property: "transient.model",
                found: model,
                problem: 'is not "virtio"',
                allowed: '"virtio"',
                fix: 'Write "virtio".',
                inProgram: LEAVE_OUT,
            }),
    },
    {
        id: "transient-model-is-given",
        severity: "warning",
        libvirt: ["accepts"],
        says: "libvirt writes model rtl8139 into a VF half without a model if its network is missing when the guest is defined.",
        source: "libvirt 9.0, observed at define: the model stays missing where the network exists, and the guest starts",
        reads: ["transient.type", "transient.model"],
        check: ({ transient: { type, model } }) =>
            findingIf(type === "network" && model === undefined, {
                property: "transient.model",
                found: model,
                problem: "is missing",
                allowed: '"virtio"',
                fix: "Write <model type='virtio'/>, or define the network first.",
            }),
    },
    {
        id: "transient-in-a-root-port",
        severity: "error",
        libvirt: ["does not start", "accepts", "refuses"],
        says: "QEMU accepts the VF of a pair only as the single device of a PCIe root port.",
        source: "libvirt 9.0 and QEMU 7.2, observed at start: [1/10] Bus 'pcie.0' does not support hotplugging; another function starts, as QEMU makes the VF when the guest asks for it, and refuses it then: primary device must be in its own PCI slot (hw/pci/pci.c); at define: [27/20] Invalid PCI address, slot must be <= 0",
        reads: ["transient.guestAddress", "persistent.guestAddress"],
        check({ persistent, transient: { guestAddress } }) {
            const { bus = 1, slot = 0, function: f = 0 } = parsePciAddress(guestAddress ?? "") ?? {};
            const other = parsePciAddress(persistent.guestAddress ?? "");
            const shared = other !== undefined && other.bus === bus && other.slot === slot;
            return findingIf(bus === 0 || slot !== 0 || f !== 0 || shared, {
                property: "transient.guestAddress",
                found: guestAddress,
                problem: placeOf(bus, slot, f),
                allowed: "slot 0 and function 0 of a bus of its own, which is not bus 0",
                fix: "Use the address of a free PCIe root port, such as 0000:05:00.0, or leave it out.",
            });
        },
    },
    {
        id: "transient-driver-by-address-only",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "A VF of a network uses the driver of the network. libvirt refuses vfio on the interface, and keeps other drivers without effect.",
        source: "libvirt 9.0, observed: [27/5] vfio beside model virtio",
        reads: ["transient.type", "transient.driver"],
        check: ({ transient: { type, driver } }) =>
            findingIf(type === "network" && driver !== undefined, {
                property: "transient.driver",
                found: driver,
                problem: "is set on a VF of a network",
                allowed: "no value beside network",
                fix: "Set driver on the pool instead.",
            }),
    },
    withoutEffect(
        "transient-has-no-mtu",
        "mtu",
        ["accepts", "refuses"],
        "libvirt keeps an mtu on a VF without effect, or refuses it. The guest sets the MTU of the virtio half on the VF.",
        "libvirt 9.0, observed: [67/10] on a VF by address; net_failover takes the standby's MTU (Linux, Documentation/networking/net_failover)",
    ),
    {
        id: "transient-has-no-link-state",
        severity: "error",
        libvirt: ["does not start"],
        says: "libvirt cannot set the link of a VF down, so the guest does not start.",
        source: "libvirt 9.0, observed at start: [9/10] Couldn't set link state on interface; an up starts",
        reads: ["transient.link"],
        check: ({ transient: { link } }) =>
            findingIf(link === "down", {
                property: "transient.link",
                found: link,
                problem: "is not possible on a VF",
                allowed: '"up", or no value',
                fix: "Remove it from the VF half. persistent.link accepts it.",
            }),
    },
    withoutEffect(
        "transient-has-no-bandwidth",
        "bandwidth",
        ["does not start", "refuses", "drops"],
        "A guest with bandwidth on its VF does not start. libvirt drops an empty bandwidth and refuses an invalid one.",
        "libvirt 9.0, observed: at start [67/20] bandwidth settings are not supported for hostdev interfaces; [35/0] Missing mandatory average or floor attributes, [67/0] floor attribute is not supported for this config",
    ),
    withoutEffect(
        "transient-has-no-target",
        "target",
        ["accepts", "drops"],
        "A VF has no tap device on the host. libvirt keeps or drops the name without effect.",
        "libvirt 9.0, observed",
    ),
    withoutEffect(
        "transient-has-no-filter",
        "filterref",
        ["does not start", "drops", "refuses"],
        "The frames of a VF pass no filter of the host. The guest does not start, or libvirt drops the filter.",
        "libvirt 9.0, observed: at start [67/10] filterref is not supported for network interfaces of type hostdev; what no filter is called, against the schema [92/5]",
    ),
    withoutEffect(
        "transient-is-not-isolated",
        "isolated",
        ["does not start", "refuses", "accepts"],
        "A VF is not a bridge port that libvirt can isolate. libvirt refuses it, or the guest does not start.",
        "libvirt 9.0, observed: [67/20] isolated is not supported for network interfaces with type='hostdev', at start where the VF comes from a network",
    ),
    {
        id: "transient-driver-is-vfio",
        severity: "error",
        libvirt: ["drops", "refuses", "does not start"],
        says: "A VF uses the driver vfio without options of virtio. libvirt drops or refuses such options, and starts no guest with another driver.",
        source: "libvirt 9.0, observed: queues, txmode, rss and offloads dropped; [67/20] iommu driver option is only supported for virtio devices; [27/5] vhost; kvm fails at start [67/10], and with libvirt 11.3 [67/0]",
        reads: ["transient.type", "transient.driver"],
        check: ({ transient: { type, driver = {} } }) =>
            Object.entries(driver).flatMap(([field, found]) =>
                findingIf(type === "hostdev" && field !== "model" && !(field === "name" && found === "vfio"), {
                    property: `transient.driver.${field}`,
                    found,
                    problem: field === "name" ? 'is not "vfio"' : "is not an option of a VF",
                    allowed: field === "name" ? '"vfio"' : "no value",
                    fix: field === "name" ? 'Write "vfio", or leave it out.' : "Remove it.",
                }),
            ),
    },
    {
        id: "driver-model-needs-newer-libvirt",
        before: "keepsDriverModel",
        severity: "warning",
        libvirt: ["drops", "refuses"],
        says: "libvirt before 10.0 drops the model of a driver without an error, and every run finds it missing.",
        source: "libvirt 9.0, observed: <driver name='vfio' model='m'/> is kept as <driver name='vfio'/>, and against the schema [92/5]; libvirt.org/formatdomain.html, since 10.0.0",
        reads: ["transient.type", "transient.driver"],
        check: ({ transient: { type, driver } }) =>
            findingIf(type === "hostdev" && driver?.model !== undefined, {
                property: "transient.driver.model",
                found: driver?.model,
                problem: "needs libvirt 10.0",
                allowed: "a kernel module, on a host with libvirt 10.0",
                fix: "Leave it out on an older host.",
            }),
    },
);
