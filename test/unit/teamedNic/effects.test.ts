import assert from "node:assert/strict";
import { formatMessage } from "../../../provider/lifecycle/message";
import { pairMessage, type PairFacts, type PairMessageId } from "../../../provider/teamedNic/words";

const subject = "net0 on web1";
const mtu = { half: "persistent", path: "mtu", before: undefined, after: 9000 } as const;
const vlan = { half: "transient", path: "vlan", before: undefined, after: 42 } as const;
const alias = { half: "transient", path: "alias", before: "ua-net0-vf", after: "ua-b" } as const;
const virtio = { half: "persistent", alias: "ua-net0", reason: { changes: [mtu] } } as const;
const vf = { half: "transient", alias: "ua-net0-vf", reason: { changes: [vlan] } } as const;

/** Every effect in words: no other test asserts them. */
const TEXTS: {
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
            "vlan none => 42 reattaches the VF. The link of the virtio half is down, so the guest is without this NIC until then.",
        ],
    ],
    "replace-virtio-half": [
        [virtio, "mtu none => 9000 replaces the virtio half. The guest loses this NIC for a moment."],
        [
            { ...virtio, reason: { changes: [mtu, alias] } },
            "mtu none => 9000, alias ua-net0-vf => ua-b of the VF half replaces the virtio half. The guest loses this NIC for a moment.",
        ],
    ],
    "reattach-vf-too": [[vf, "vlan none => 42 takes effect with the VF, which is reattached too."]],
    "next-boot": [
        [virtio, "mtu none => 9000 takes effect when the guest boots next."],
        [{ ...vf, reason: "unwanted" }, "removing the VF half takes effect when the guest boots next."],
    ],
    "definition-only": [
        [virtio, "mtu none => 9000 changes the definition. The running guest needs no change."],
        [{ ...vf, reason: "missing" }, "adding the VF half changes the definition. The running guest needs no change."],
    ],
    pending: [
        [vf, "vlan none => 42 is pending until the guest boots next."],
        [{ ...virtio, reason: "missing" }, "adding the virtio half is pending until the guest boots next."],
    ],
    "take-over-pair": [
        [{ aliases: ["ua-net0", "ua-net0-vf"] }, "the guest has ua-net0 and ua-net0-vf already. up takes them over."],
    ],
    "pair-exists": [
        [
            { guest: "web1", host: "qemu:///system", halves: ["ua-hand (52:54:00:00:00:07)"] },
            "guest web1 on qemu:///system has ua-hand (52:54:00:00:00:07) already. Set adopt to true to take over what is there, or choose another name, alias or mac.",
        ],
    ],
    "replace-pair": [
        [
            { changes: [{ path: "domain", before: "web1", after: "web2" }] },
            "domain web1 => web2 replaces the pair. It is detached there first, then attached here.",
        ],
    ],
    "follow-pool": [
        [
            { half: "transient" },
            "its pool is replaced. The VF is detached before and reattached after. The guest stays connected over the virtio half.",
        ],
    ],
};

describe("an effect in words", () => {
    for (const [id, texts] of Object.entries(TEXTS))
        for (const [facts, text] of texts)
            it(`${id}: ${text}`, () => {
                const message = pairMessage(id as PairMessageId, subject, facts as never);
                assert.deepEqual(message, { id, subject, facts, text });
                assert.equal(formatMessage(message), `net0 on web1: ${text}`);
            });
});
