import { rulesFor } from "./rule";
import { TEAMING, type Team } from "./team";

/** What the virtio half has to keep. */
export const persistentRules = rulesFor<Team>()(
    {
        id: "persistent-is-not-a-vf",
        severity: "error",
        says: "the persistent half stays when the guest migrates, and a VF cannot; libvirt accepts it, and the guest can then never migrate.",
        source: `${TEAMING}; libvirt 9.0, observed: a persistent half of type hostdev defines and starts`,
        reads: ["persistent.type"],
        check: ({ persistent: { type } }) =>
            type === "hostdev"
                ? [
                      {
                          property: "persistent",
                          found: type,
                          allowed: "network, bridge or direct",
                          fix: "Connect the persistent half to a network or a bridge on the same segment as the VF.",
                      },
                  ]
                : [],
    },
    {
        id: "persistent-is-virtio",
        severity: "error",
        says: "only virtio-net can stand by for a VF.",
        source: `${TEAMING}; libvirt 9.0, [67/10] virtio-net teaming persistent interface must be <model type='virtio'/>`,
        reads: ["persistent.model"],
        check: ({ persistent: { model } }) =>
            model !== undefined && ["virtio", "virtio-transitional", "virtio-non-transitional"].includes(model)
                ? []
                : [
                      {
                          property: "persistent.model",
                          found: model,
                          allowed: '"virtio", "virtio-transitional" or "virtio-non-transitional"',
                          fix: 'Write "virtio", or leave it out.',
                      },
                  ],
    },
    {
        id: "persistent-has-no-partner",
        severity: "error",
        says: "the persistent half names no partner.",
        source: "libvirt 9.0, virDomainNetDefValidate [67/20]",
        reads: ["persistent.persistent"],
        check: ({ persistent: { persistent: named } }) =>
            named === undefined
                ? []
                : [{ property: "persistent.persistent", found: named, allowed: "nothing", fix: "Remove it." }],
    },
    {
        id: "target-is-not-vnet",
        severity: "error",
        says: "libvirt names tap devices vnetN itself, and drops such a name from a definition.",
        source: "libvirt 9.0, virDomainNetDefParseXML: VIR_NET_GENERATED_VNET_PREFIX",
        reads: ["persistent.target"],
        check: ({ persistent: { target } }) =>
            target?.startsWith("vnet")
                ? [
                      {
                          property: "persistent.target",
                          found: target,
                          allowed: 'a name that does not start with "vnet"',
                          fix: "Choose another prefix, or leave it out.",
                      },
                  ]
                : [],
    },
);
