import { rulesFor, type Rule } from "./rule";
import { TEAMING, type Team } from "./team";
import { oneVlanTag } from "./values";

/** What a field of a VF would promise and not keep. */
const withoutEffect = <const Id extends string>(
    id: Id,
    field: "mtu" | "link" | "bandwidth",
    says: string,
    source: string,
): Rule<Team, Id> => ({
    id,
    severity: "error",
    says,
    source,
    reads: [`transient.${field}`],
    check: ({ transient }) =>
        transient[field] === undefined
            ? []
            : [
                  {
                      property: `transient.${field}`,
                      found: transient[field],
                      allowed: "nothing",
                      fix: `Remove it from the transient half; persistent.${field} may have it.`,
                  },
              ],
});

/** What the VF half has to keep. */
export const transientRules = rulesFor<Team>()(
    {
        id: "transient-is-a-vf",
        severity: "error",
        says: "the transient half is a VF: of a hostdev network, or by its address.",
        source: `${TEAMING}; libvirt 9.0, [67/10] virtio-net teaming transient interface must be type='hostdev'`,
        reads: ["transient.type"],
        check: ({ transient: { type } }) =>
            type === "network" || type === "hostdev"
                ? []
                : [
                      {
                          property: "transient",
                          found: type,
                          allowed: "network (a hostdev network) or address",
                          fix: "Name a pool of VFs as its network.",
                      },
                  ],
    },
    {
        id: "transient-model-is-virtio",
        severity: "error",
        says: "without <model type='virtio'/> libvirt writes a transient half as rtl8139, for good, when its network does not exist yet.",
        source: "libvirt 9.0, observed at define",
        reads: ["transient.type", "transient.model"],
        check: ({ transient: { type, model } }) =>
            type !== "network" || model === "virtio"
                ? []
                : [{ property: "transient.model", found: model, allowed: '"virtio"', fix: "Leave it out." }],
    },
    {
        id: "transient-vlan-one-tag",
        severity: "error",
        says: "a VF carries one VLAN; libvirt accepts more, and then the guest does not start.",
        source: "libvirt 9.0, virNetDevSetNetConfig (virnetdev.c): vlan trunking is not supported by SR-IOV network devices",
        reads: ["transient.vlan"],
        check: ({ transient: { vlan } }) => oneVlanTag("transient.vlan", vlan),
    },
    {
        id: "transient-driver-by-address-only",
        severity: "error",
        says: "libvirt drops the driver of an interface that takes its VF from a network, or refuses it [27/5] beside a model.",
        source: "libvirt 9.0, observed; the driver of a pool's VFs is the network's",
        reads: ["transient.type", "transient.driver"],
        check: ({ transient: { type, driver } }) =>
            type === "network" && driver !== undefined
                ? [
                      {
                          property: "transient.driver",
                          found: driver,
                          allowed: "nothing beside network",
                          fix: "Give driver to the HostdevNetwork.",
                      },
                  ]
                : [],
    },
    withoutEffect(
        "transient-has-no-mtu",
        "mtu",
        "libvirt keeps an mtu on a VF without effect, and refuses it [67/10] on one by address; the guest gives the team the MTU of its virtio half.",
        "libvirt 9.0, observed; net_failover takes the standby's MTU (Linux, Documentation/networking/net_failover)",
    ),
    withoutEffect(
        "transient-has-no-link-state",
        "link",
        "a guest with a link state on its VF does not start [9/10].",
        "libvirt 9.0, observed at start",
    ),
    withoutEffect(
        "transient-has-no-bandwidth",
        "bandwidth",
        "a guest with bandwidth on its VF does not start [67/20].",
        "libvirt 9.0, observed at start",
    ),
    {
        id: "transient-has-no-target",
        severity: "error",
        says: "a VF has no tap device on the host; libvirt keeps or drops the name without effect.",
        source: "libvirt 9.0, observed",
        reads: ["transient.target"],
        check: ({ transient: { target } }) =>
            target === undefined
                ? []
                : [{ property: "transient.target", found: target, allowed: "nothing", fix: "Remove it." }],
    },
);
