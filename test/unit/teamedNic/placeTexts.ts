import type { PlaceFacts, PlaceMessageId } from "../../../provider/teamedNic/placeWords";

const KVM1 = "qemu+ssh://kvm1/system";
const KVM2 = "qemu+ssh://kvm2/system";
const guest = "web1";
const silent = [{ uri: KVM2, error: new Error("Connection refused") }];

/** Every message about the place of a guest in words. docs/messages.md shows them. */
export const PLACE_TEXTS: {
    readonly [Id in PlaceMessageId]: readonly (readonly [facts: PlaceFacts[Id], text: string])[];
} = {
    "guest-moved": [
        [
            { guest, isRunning: true, from: KVM1, to: KVM2 },
            `web1 runs on kvm2 (${KVM2}), and was on kvm1 (${KVM1}) before.`,
        ],
        [
            { guest, isRunning: false, from: "qemu:///system", to: KVM2 },
            `web1 is on kvm2 (${KVM2}), and was on qemu:///system before.`,
        ],
    ],
    "stale-definition": [
        [
            { guest, host: KVM2, stale: KVM1 },
            `web1 is on kvm2 (${KVM2}), and kvm1 (${KVM1}) still has an old definition of it. Remove that definition: virsh -c '${KVM1}' undefine web1`,
        ],
    ],
    "definition-elsewhere": [
        [
            { guest, host: KVM2, definition: KVM1 },
            `web1 runs on kvm2 (${KVM2}), and its definition is on kvm1 (${KVM1}). The provider compares and changes each on its own host. Migrate with --persistent to move both.`,
        ],
    ],
    "guest-renamed": [
        [
            { guest: "web2", domain: "web1" },
            "the guest has the name web2 on its host and web1 in the program. Set domain to web2. That changes nothing on the host.",
        ],
    ],
    "guest-migrates": [
        [
            { guest, host: KVM1 },
            `web1 migrates from or to kvm1 (${KVM1}) now. The provider does not compare the running guest, because its VF is detached on purpose.`,
        ],
    ],
    "change-waits-for-migration": [
        [
            { guest, host: KVM1 },
            `web1 migrates from or to kvm1 (${KVM1}) now, and accepts no change meanwhile. Wait for the end of the migration, then run again.`,
        ],
    ],
    "guest-runs-twice": [
        [
            { guest, hosts: [KVM1, KVM2] },
            `web1 runs on kvm1 (${KVM1}) and kvm2 (${KVM2}) at once, and both write to its disks. Stop the wrong one (virsh destroy), then run again.`,
        ],
    ],
    "guest-not-located": [
        [
            { guest, silent },
            `kvm2 (${KVM2}) did not answer: Connection refused. web1 is missing on all other hosts, so it may be on a silent one. Bring the host back, or remove it from uri and migratesTo.`,
        ],
    ],
    "host-silent": [
        [
            { guest, host: KVM1, silent },
            `kvm2 (${KVM2}) did not answer: Connection refused. web1 is shut off on kvm1 (${KVM1}), and may run on a silent host. Changes wait until that host answers.`,
        ],
    ],
    "change-waits-for-host": [
        [
            { guest, silent },
            `kvm2 (${KVM2}) did not answer: Connection refused. web1 runs on no other host, so it may run on a silent one. Bring the host back, or remove it from migratesTo. Then run again.`,
        ],
    ],
};
