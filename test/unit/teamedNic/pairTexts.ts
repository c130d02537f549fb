import type { PairFacts, PairMessageId } from "../../../provider/teamedNic/words";

const mtu = { half: "persistent", path: "mtu", before: undefined, after: 9000 } as const;
const vlan = { half: "transient", path: "vlan", before: undefined, after: 42 } as const;
const alias = { half: "transient", path: "alias", before: "ua-net0-vf", after: "ua-b" } as const;
const virtio = { half: "persistent", alias: "ua-net0", reason: { changes: [mtu] } } as const;
const vf = { half: "transient", alias: "ua-net0-vf", reason: { changes: [vlan] } } as const;

/** Every effect on a pair in words: no other place asserts them. docs/messages.md shows the first of each. */
export const PAIR_TEXTS: {
    readonly [Id in PairMessageId]: readonly (readonly [facts: PairFacts[Id], text: string])[];
} = {
    attach: [
        [{ ...virtio, reason: "missing" }, "up attaches the virtio half to the running guest."],
        [{ ...vf, reason: "missing" }, "up attaches the VF half to the running guest."],
    ],
    detach: [[{ ...vf, reason: "unwanted" }, "up detaches the VF half from the running guest."]],
    "update-in-place": [[virtio, "mtu none => 9000 takes effect at once. The guest stays connected."]],
    "reattach-vf": [
        [vf, "vlan none => 42 reattaches the VF. The guest stays connected over the virtio half."],
        [
            { ...vf, isVirtioDown: true },
            "vlan none => 42 reattaches the VF. The guest is without this NIC until then, because the link of the virtio half is down.",
        ],
    ],
    "replace-virtio-half": [
        [virtio, "mtu none => 9000 replaces the virtio half. The guest loses this NIC for a moment."],
        [
            { ...virtio, reason: { changes: [mtu, alias] } },
            "mtu none => 9000, alias ua-net0-vf => ua-b of the VF half replaces the virtio half. The guest loses this NIC for a moment.",
        ],
    ],
    "reattach-vf-too": [[vf, "vlan none => 42 takes effect too, because the VF is reattached with the virtio half."]],
    "next-boot": [
        [virtio, "mtu none => 9000 takes effect at the next boot."],
        [{ ...vf, reason: "unwanted" }, "the removal of the VF half takes effect at the next boot."],
    ],
    "definition-only": [
        [virtio, "mtu none => 9000 changes only the definition. The running guest needs no change."],
        [
            { ...vf, reason: "missing" },
            "the addition of the VF half changes only the definition. The running guest needs no change.",
        ],
    ],
    pending: [
        [vf, "vlan none => 42 is pending until the next boot."],
        [{ ...virtio, reason: "missing" }, "the addition of the virtio half is pending until the next boot."],
    ],
    "take-over-pair": [
        [{ aliases: ["ua-net0", "ua-net0-vf"] }, "the guest already has ua-net0 and ua-net0-vf. up takes them over."],
    ],
    "pair-exists": [
        [
            { guest: "web1", host: "qemu:///system", halves: ["ua-hand (52:54:00:00:00:07)"] },
            "the guest on qemu:///system already has ua-hand (52:54:00:00:00:07). Set adopt to true to take over these interfaces, or choose another name, alias or mac.",
        ],
    ],
    "guest-missing": [
        [
            { guest: "web1", hosts: ["qemu+ssh://kvm1/system", "qemu+ssh://kvm2/system"] },
            "web1 is missing on kvm1 (qemu+ssh://kvm1/system) and kvm2 (qemu+ssh://kvm2/system). up fails unless another resource of the program creates the guest first. Correct domain (virsh list --all), or set dependsOn to that resource.",
        ],
    ],
    "replace-pair": [
        [
            { changes: [{ path: "domain", before: "web1", after: "web2" }] },
            "domain web1 => web2 replaces the pair. up detaches the prior pair first, then attaches the new one.",
        ],
    ],
    "follow-pool": [
        [
            { half: "transient" },
            "up replaces its pool, detaches the VF before that and reattaches it after. The guest stays connected over the virtio half.",
        ],
    ],
};
