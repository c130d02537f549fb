import type { Holder, PoolFacts, PoolMessageId } from "../../../provider/hostdevNetwork/words";
import type { Difference } from "../../../provider/lifecycle/differences";

const otherPf: Difference = { path: "pf", before: "enp7s0f0", after: "enp8s0f0" };
const vlan: Difference = { path: "vlan", before: undefined, after: 42 };
const web1: Holder = { guest: "web1", alias: "ua-net0-vf", address: "0000:07:10.0" };
const db1: Holder = { guest: "db1", alias: "ua-net0-vf", address: "0000:07:10.1" };
/** A guest that libvirt's ports alone know. */
const web2: Holder = { guest: "web2", address: "0000:07:10.2" };

type Words = { readonly [Id in PoolMessageId]: readonly (readonly [facts: PoolFacts[Id], text: string])[] };

/** Every message about a pool in words: no other place asserts them. docs/messages.md shows the first of each. */
export const POOL_TEXTS: Words = {
    "take-over-pool": [
        [{ uuid: "a-uuid" }, "the network already exists (uuid a-uuid). up takes it over."],
        [
            { uuid: "a-uuid", maker: "resource a of this stack" },
            "the network already exists (uuid a-uuid). up takes it over from resource a of this stack.",
        ],
    ],
    "resume-pool": [
        [{ uuid: "a-uuid" }, "this resource has already created the network (uuid a-uuid). up takes it over."],
    ],
    "change-without-restart": [
        [{ changes: [{ path: "autostart", before: true, after: false }] }, "autostart true => false needs no restart."],
    ],
    "portgroups-wait": [
        [
            { changes: [{ path: "portgroups", before: undefined, after: [{ name: "a" }] }], holders: [web1] },
            'portgroups none => [{"name":"a"}] needs no restart, and the portgroups wait for the next one. ' +
                'web1 (ua-net0-vf) uses a VF of it, and libvirt forgets VFs in use when portgroups change. Set whenInUse to "restart" to apply them now.',
        ],
    ],
    "start-pool": [
        [{ changes: [{ path: "active", before: false, after: true }] }, "active false => true starts the network."],
    ],
    "vfs-forgotten": [
        [
            { holders: [web1] },
            "web1 (ua-net0-vf) uses a VF of it, and libvirt has forgotten that. " +
                "Detach each of these VFs and attach it again. Until then, do not restart the daemon of libvirt. A restarted daemon may crash at this detach.",
        ],
    ],
    "restart-pool": [
        [
            { changes: [otherPf, vlan] },
            "pf enp7s0f0 => enp8s0f0, vlan none => 42 restarts the network. No guest uses a VF of it.",
        ],
    ],
    "stop-pool": [
        [
            { changes: [{ path: "active", before: true, after: false }] },
            "active true => false stops the network. No guest uses a VF of it.",
        ],
    ],
    "reattach-vf": [
        [
            { changes: [vlan], needs: "restart", holder: web1, isTeamed: true },
            "vlan none => 42 restarts the network and reattaches the VF of web1 (ua-net0-vf). The guest stays connected over the virtio half, as long as that half's link is up.",
        ],
        [
            { changes: [otherPf], needs: "detach", holder: web1, isTeamed: false },
            "pf enp7s0f0 => enp8s0f0 starts the network and reattaches the VF of web1 (ua-net0-vf). The guest loses that NIC for a moment.",
        ],
    ],
    "detach-vf": [
        [
            { changes: [vlan], needs: "stop", holder: web1, isTeamed: true },
            "vlan none => 42 stops the network and detaches the VF of web1 (ua-net0-vf). The guest stays connected over the virtio half, as long as that half's link is up.",
        ],
        [
            { changes: [otherPf], needs: "detach", holder: web1, isTeamed: false },
            "pf enp7s0f0 => enp8s0f0 detaches the VF of web1 (ua-net0-vf). The guest loses that NIC.",
        ],
    ],
    "replace-pool": [
        [
            { changes: [{ path: "name", before: "vfpool", after: "vfs" }], holders: [], named: [] },
            "name vfpool => vfs replaces the network. No guest uses a VF of it.",
        ],
        [
            { changes: [{ path: "name", before: "vfpool", after: "vfs" }], holders: [], named: ["db1", "web1"] },
            "name vfpool => vfs replaces the network. No guest uses a VF of it. " +
                "The definitions of db1 and web1 name it too. Without a network of that name, such a guest does not start.",
        ],
        [
            { changes: [{ path: "name", before: "vfpool", after: "vfs" }], holders: [web1], named: [] },
            "name vfpool => vfs replaces the network. web1 (ua-net0-vf) uses a VF of it. " +
                "up reattaches a TeamedNic that takes the pool's name from this resource. up refuses the change for any other use.",
        ],
    ],
    "pool-in-use": [
        [
            { changes: [otherPf], needs: "restart", holders: [web1, db1] },
            'pf enp7s0f0 => enp8s0f0 needs a restart, and web1 (ua-net0-vf) and db1 (ua-net0-vf) use VFs of it. Set whenInUse to "restart", or free the VFs first.',
        ],
        [
            { changes: [{ path: "active", before: true, after: false }], needs: "stop", holders: [web1] },
            'active true => false stops the network, and web1 (ua-net0-vf) uses a VF of it. Set whenInUse to "restart", or free the VFs first.',
        ],
        [
            { changes: [otherPf], needs: "detach", holders: [web1] },
            'pf enp7s0f0 => enp8s0f0 removes VFs from the pool, and web1 (ua-net0-vf) uses a VF of it. Set whenInUse to "restart", or free the VFs first.',
        ],
    ],
    "vfs-leave-pool": [
        [
            { holders: [web1] },
            "web1 (ua-net0-vf, 0000:07:10.0) uses a VF that leaves the pool. libvirt accepts that, and the VF fails when its daemon restarts. Keep the VF in the pool, or detach it from its guest first.",
        ],
        [
            { holders: [web1, web2] },
            "web1 (ua-net0-vf, 0000:07:10.0) and web2 (0000:07:10.2) use VFs that leave the pool. libvirt accepts that, and the VF fails when its daemon restarts. Keep these VFs in the pool, or detach them from their guests first.",
        ],
    ],
    "too-few-vfs": [
        [
            { changes: [otherPf], vfs: 1, holders: [web1, db1, web2] },
            "pf enp7s0f0 => enp8s0f0 leaves 1 VF for 3 devices, web1 (ua-net0-vf), db1 (ua-net0-vf) and web2. Keep at least 3 VFs, or free VFs first.",
        ],
    ],
    "guest-starting": [
        [
            { changes: [vlan], needs: "restart", holders: [web2] },
            "vlan none => 42 needs a restart, and web2 uses a VF of it. A guest that starts now cannot detach its VF yet. Wait until it has started, then run again.",
        ],
    ],
    "deletion-of-pool-in-use": [
        [
            { holders: [web1] },
            'the deletion stops the network, and web1 (ua-net0-vf) uses a VF of it. Set whenInUse to "restart" and run up first, or free the VFs first.',
        ],
    ],
    "pool-exists": [
        [
            { uuid: "11111111-1111-4111-8111-111111111111" },
            "a network of this name already exists (uuid 11111111-1111-4111-8111-111111111111). Set adopt to true to take it over, or choose another name.",
        ],
        [
            { uuid: "a-uuid", maker: "resource a of stack infra/prod" },
            "resource a of stack infra/prod has already created this network (uuid a-uuid). Remove that resource, or choose another name. Set adopt to true to take the network over from it.",
        ],
    ],
    "no-pool-exists": [
        [
            { uuid: "a-uuid", mode: "nat" },
            "a network of this name already exists (uuid a-uuid), and its forward mode is nat, not hostdev. Choose another name, or remove that network first.",
        ],
    ],
    "pool-missing": [
        [
            { uuid: "11111111-1111-4111-8111-111111111111" },
            "it is missing (uuid 11111111-1111-4111-8111-111111111111). Run pulumi refresh, then up to create it again.",
        ],
    ],
    "changed-by-others": [
        [{ changes: [vlan] }, "somebody else changed it (vlan none => 42) since it was read. Run up again."],
        [{ changes: [] }, "somebody else changed it (its metadata) since it was read. Run up again."],
    ],
    "overtaken-by-others": [
        [
            { changes: [vlan] },
            "somebody else changed it (vlan none => 42) at the same time. This change is lost in part or in whole. Run a preview, then up again.",
        ],
    ],
};
