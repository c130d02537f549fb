import { parsePciAddress } from "../model/pciAddress";
import { findingIf, rulesFor, type Answer, type Rule } from "./rule";
import { TEAMING, type Team } from "./team";

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
            allowed: "nothing",
            fix: `Remove it from the transient half; persistent.${field} may have it.`,
        }),
});

/** Rules of the VF half. */
export const transientRules = rulesFor<Team>()(
    {
        id: "transient-is-a-vf",
        severity: "error",
        libvirt: ["refuses"],
        says: "the transient half is a VF: of a hostdev network, or by its address.",
        source: `${TEAMING}; libvirt 9.0, [67/10] virtio-net teaming transient interface must be type='hostdev'; of a bridge with the driver of a VF [27/5]`,
        reads: ["transient.type"],
        check: ({ transient: { type } }) =>
            findingIf(type !== "network" && type !== "hostdev", {
                property: "transient",
                found: type,
                allowed: "network (a hostdev network) or address",
                fix: "Name a pool of VFs as its network.",
            }),
    },
    {
        id: "transient-model-is-virtio",
        severity: "error",
        libvirt: ["accepts", "drops", "refuses"],
        says: "a VF is no emulated device, so libvirt keeps another model than virtio without effect, or drops it.",
        source: "libvirt 9.0, observed at define; an empty one is against the schema [92/5]",
        reads: ["transient.model"],
        check: ({ transient: { model } }) =>
            findingIf(model !== undefined && model !== "virtio", {
                property: "transient.model",
                found: model,
                allowed: '"virtio"',
                fix: 'Write "virtio", or in a program leave it out.',
            }),
    },
    {
        id: "transient-model-is-given",
        severity: "warning",
        libvirt: ["accepts"],
        says: "libvirt writes a VF half without a model as rtl8139, for good, where its network does not exist at define.",
        source: "libvirt 9.0, observed at define: the model stays missing where the network exists, and the guest starts",
        reads: ["transient.type", "transient.model"],
        check: ({ transient: { type, model } }) =>
            findingIf(type === "network" && model === undefined, {
                property: "transient.model",
                found: model,
                allowed: '"virtio"',
                fix: "Write <model type='virtio'/>, or define the network first.",
            }),
    },
    {
        id: "transient-in-a-root-port",
        severity: "error",
        libvirt: ["does not start", "accepts", "refuses"],
        says: "QEMU takes the VF of a team in a PCIe root port of its own: not on bus 0, not in another slot than 0, and not as one function among several.",
        source: "libvirt 9.0 and QEMU 7.2, observed at start: [1/10] Bus 'pcie.0' does not support hotplugging; another function starts, as QEMU makes the VF when the guest asks for it, and refuses it then: primary device must be in its own PCI slot (hw/pci/pci.c); at define: [27/20] Invalid PCI address, slot must be <= 0",
        reads: ["transient.guestAddress", "persistent.guestAddress"],
        check({ persistent, transient: { guestAddress } }) {
            const { bus = 1, slot = 0, function: f = 0 } = parsePciAddress(guestAddress ?? "") ?? {};
            const other = parsePciAddress(persistent.guestAddress ?? "");
            const shared = other !== undefined && other.bus === bus && other.slot === slot;
            return findingIf(bus === 0 || slot !== 0 || f !== 0 || shared, {
                property: "transient.guestAddress",
                found: guestAddress,
                allowed: "slot 0 and function 0 of a bus of its own, which is not bus 0",
                fix: "Give the address of a free PCIe root port, such as 0000:05:00.0, or leave it out.",
            });
        },
    },
    {
        id: "transient-driver-by-address-only",
        severity: "error",
        libvirt: ["refuses", "accepts"],
        says: "a VF of a network is driven as the network says; libvirt refuses vfio on the interface [27/5], and keeps what is for virtio without effect.",
        source: "libvirt 9.0, observed",
        reads: ["transient.type", "transient.driver"],
        check: ({ transient: { type, driver } }) =>
            findingIf(type === "network" && driver !== undefined, {
                property: "transient.driver",
                found: driver,
                allowed: "nothing beside network",
                fix: "Give driver to the pool.",
            }),
    },
    withoutEffect(
        "transient-has-no-mtu",
        "mtu",
        ["accepts", "refuses"],
        "libvirt keeps an mtu on a VF without effect, and refuses it [67/10] on one by address; the guest gives the team the MTU of its virtio half.",
        "libvirt 9.0, observed; net_failover takes the standby's MTU (Linux, Documentation/networking/net_failover)",
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
                allowed: '"up", or nothing',
                fix: "Remove it from the transient half; persistent.link may have it.",
            }),
    },
    withoutEffect(
        "transient-has-no-bandwidth",
        "bandwidth",
        ["does not start", "refuses", "drops"],
        "a guest with bandwidth on its VF does not start [67/20]; libvirt drops what is empty, and refuses what no interface can have.",
        "libvirt 9.0, observed: at start, bandwidth settings are not supported for hostdev interfaces; [35/0] Missing mandatory average or floor attributes, [67/0] floor attribute is not supported for this config",
    ),
    withoutEffect(
        "transient-has-no-target",
        "target",
        ["accepts", "drops"],
        "a VF has no tap device on the host; libvirt keeps or drops the name without effect.",
        "libvirt 9.0, observed",
    ),
    withoutEffect(
        "transient-has-no-filter",
        "filterref",
        ["does not start", "drops", "refuses"],
        "the frames of a VF pass no filter of the host; a guest with one does not start [67/10], and beside an address libvirt drops it.",
        "libvirt 9.0, observed: at start, filterref is not supported for network interfaces of type hostdev; what no filter is called, against the schema [92/5]",
    ),
    withoutEffect(
        "transient-is-not-isolated",
        "isolated",
        ["does not start", "refuses", "accepts"],
        "a VF is no port of a bridge that could be isolated; a guest with it does not start [67/20], or is not defined; a no is kept and says nothing.",
        "libvirt 9.0, observed: [67/20] isolated is not supported for network interfaces with type='hostdev', at start where the VF comes from a network",
    ),
    {
        id: "transient-driver-is-vfio",
        severity: "error",
        libvirt: ["drops", "refuses", "does not start"],
        says: "a VF is driven by vfio, without any option of virtio; libvirt drops those or refuses them, and starts no guest with another driver.",
        source: "libvirt 9.0, observed: queues, txmode, rss and offloads dropped; [67/20] iommu driver option is only supported for virtio devices; [27/5] vhost; kvm fails at start [67/10], and with libvirt 11.3 [67/0]",
        reads: ["transient.type", "transient.driver"],
        check: ({ transient: { type, driver = {} } }) =>
            Object.entries(driver).flatMap(([field, found]) =>
                findingIf(type === "hostdev" && field !== "model" && !(field === "name" && found === "vfio"), {
                    property: `transient.driver.${field}`,
                    found,
                    allowed: field === "name" ? '"vfio"' : "nothing",
                    fix: field === "name" ? 'Write "vfio", or leave it out.' : "Remove it.",
                }),
            ),
    },
    {
        id: "driver-model-needs-newer-libvirt",
        before: "keepsDriverModel",
        severity: "warning",
        libvirt: ["drops", "refuses"],
        says: "libvirt before 10.0 drops the model of a driver in silence, and then every run finds it missing.",
        source: "libvirt 9.0, observed: <driver name='vfio' model='m'/> is kept as <driver name='vfio'/>, and against the schema [92/5]; libvirt.org/formatdomain.html, since 10.0.0",
        reads: ["transient.type", "transient.driver"],
        check: ({ transient: { type, driver } }) =>
            findingIf(type === "hostdev" && driver?.model !== undefined, {
                property: "transient.driver.model",
                found: driver?.model,
                allowed: "a kernel module, where the host has libvirt 10.0",
                fix: "Leave it out on an older host.",
            }),
    },
);
