import assert from "node:assert/strict";
import { devicesIn } from "../../../provider/documents";
import type { VfHolder } from "../../../provider/host/vfHolders";
import { effectsOf, refusalsOf } from "../../../provider/hostdevNetwork/effects";
import type { PoolPlan } from "../../../provider/hostdevNetwork/plan";
import { poolMessage, type Holder, type PoolFacts, type PoolMessageId } from "../../../provider/hostdevNetwork/words";
import type { Difference } from "../../../provider/lifecycle/differences";
import { formatMessage } from "../../../provider/lifecycle/message";
import { read } from "../../../provider/xml";
import { dataOf } from "../../support/told";

const otherPf: Difference = { path: "pf", before: "enp7s0f0", after: "enp8s0f0" };
const vlan: Difference = { path: "vlan", before: undefined, after: 42 };
const web1: Holder = { guest: "web1", alias: "ua-net0-vf", address: "0000:07:10.0" };
const db1: Holder = { guest: "db1", alias: "ua-net0-vf", address: "0000:07:10.1" };
/** A guest that libvirt's ports alone know. */
const web2: Holder = { guest: "web2", address: "0000:07:10.2" };

type Words = { readonly [Id in PoolMessageId]: readonly (readonly [facts: PoolFacts[Id], text: string])[] };

const WORDS: Words = {
    "take-over-pool": [
        [{ uuid: "a-uuid" }, "the network is there already (uuid a-uuid). up takes it over."],
        [
            { uuid: "a-uuid", maker: "resource a of this stack" },
            "the network is there already (uuid a-uuid). up takes it over from resource a of this stack.",
        ],
    ],
    "resume-pool": [
        [
            { uuid: "a-uuid" },
            "the network is there already (uuid a-uuid): this resource made it in an up that was interrupted. up takes it over.",
        ],
    ],
    "change-without-restart": [
        [{ changes: [{ path: "autostart", before: true, after: false }] }, "autostart true => false needs no restart."],
    ],
    "portgroups-wait": [
        [
            { changes: [{ path: "portgroups", before: undefined, after: [{ name: "a" }] }], holders: [web1] },
            'portgroups none => [{"name":"a"}] needs no restart. Portgroups wait until the network restarts, ' +
                "because web1 (ua-net0-vf) uses a VF of it, and libvirt forgets who uses a VF when they change.",
        ],
    ],
    "start-pool": [
        [{ changes: [{ path: "active", before: false, after: true }] }, "active false => true starts the network."],
    ],
    "vfs-forgotten": [
        [
            { holders: [web1] },
            "web1 (ua-net0-vf) uses a VF of it already, and libvirt has forgotten that. " +
                "Restart its daemon (libvirtd, or virtnetworkd and virtqemud): guests run on and claim their VFs again.",
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
            { changes: [{ path: "name", before: "vfpool", after: "vfs" }], holders: [] },
            "name vfpool => vfs replaces the network. No guest uses a VF of it.",
        ],
        [
            { changes: [{ path: "name", before: "vfpool", after: "vfs" }], holders: [web1] },
            "name vfpool => vfs replaces the network. web1 (ua-net0-vf) uses a VF of it. " +
                "A TeamedNic that takes the pool's name from this resource is reattached; any other use makes up refuse the change.",
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
            "web1 (ua-net0-vf, 0000:07:10.0) uses a VF that leaves the pool. libvirt accepts that, and the VF breaks when its daemon restarts.",
        ],
        [
            { holders: [web1, web2] },
            "web1 (ua-net0-vf, 0000:07:10.0) and web2 (0000:07:10.2) use VFs that leave the pool. libvirt accepts that, and the VF breaks when its daemon restarts.",
        ],
    ],
    "too-few-vfs": [
        [
            { changes: [otherPf], vfs: 1, holders: [web1, db1, web2] },
            "pf enp7s0f0 => enp8s0f0 leaves 1 VF for 3 devices, web1 (ua-net0-vf), db1 (ua-net0-vf) and web2. Keep 3 VFs or more, or free VFs first.",
        ],
    ],
    "guest-starting": [
        [
            { changes: [vlan], needs: "restart", holders: [web2] },
            "vlan none => 42 needs a restart, and web2 uses a VF of it. A guest that is just starting cannot detach it yet. Run again.",
        ],
    ],
    "deletion-of-pool-in-use": [
        [
            { holders: [web1] },
            'its deletion stops the network, and web1 (ua-net0-vf) uses a VF of it. Set whenInUse to "restart" and run up first, or free the VFs first.',
        ],
    ],
    "pool-exists": [
        [
            { uuid: "11111111-1111-4111-8111-111111111111" },
            "it exists already, with uuid 11111111-1111-4111-8111-111111111111. Set adopt to true to take it over, or choose another name.",
        ],
        [
            { uuid: "a-uuid", maker: "resource a of stack infra/prod" },
            "it exists already, with uuid a-uuid, and resource a of stack infra/prod made it. Remove it there, or choose another name. Set adopt to true to take it over from there.",
        ],
    ],
    "no-pool-exists": [
        [
            { uuid: "a-uuid", mode: "nat" },
            "a network of that name exists already, with uuid a-uuid, and is no pool of VFs: its forward mode is nat. Choose another name, or remove that network first.",
        ],
    ],
    "pool-missing": [
        [
            { uuid: "11111111-1111-4111-8111-111111111111" },
            "it is missing (uuid 11111111-1111-4111-8111-111111111111). Run pulumi refresh, and up makes it again.",
        ],
    ],
    "changed-by-others": [
        [{ changes: [vlan] }, "somebody else changed it (vlan none => 42) since it was read. Run again."],
        [{ changes: [] }, "somebody else changed it (its metadata) since it was read. Run again."],
    ],
    "overtaken-by-others": [
        [
            { changes: [vlan] },
            "somebody else changed it (vlan none => 42) at the same time. This change is lost in part or whole. Look at a preview, and run again.",
        ],
    ],
};

describe("the words of a message about a pool", () => {
    for (const id of Object.keys(WORDS) as PoolMessageId[])
        for (const [facts, text] of WORDS[id])
            it(`follow from its facts: ${text}`, () => {
                const message = poolMessage(id, "vfpool", facts);
                assert.deepEqual(message, { id, subject: "vfpool", facts, text });
                assert.equal(formatMessage(message), `vfpool: ${text}`);
            });
});

const NO_NODE = read("<network/>");
const [teamed] = devicesIn(
    read("<domain><devices><interface type='network'><teaming type='transient'/></interface></devices></domain>"),
);
const [alone] = devicesIn(read("<domain><devices><interface type='network'/></devices></domain>"));
const holder = (of: Holder, device = teamed): VfHolder => ({ ...of, domainUuid: of.guest, pool: "vfpool", device });

/** A plan that changes a VLAN, which is no reason for anything beside. */
const planWith = (some: Partial<PoolPlan>): PoolPlan => ({
    name: "vfpool",
    changes: [vlan],
    before: NO_NODE,
    after: NO_NODE,
    defines: true,
    portgroups: { delete: [], add: [] },
    portgroupsWait: false,
    stops: false,
    starts: false,
    autostarts: false,
    holders: [],
    detached: [],
    leaving: [],
    pf: undefined,
    vfsForHolders: undefined,
    ...some,
});

type Row<Facts = object> = readonly [
    what: string,
    plan: Partial<PoolPlan>,
    ...messages: (readonly [id: string, facts: Facts])[],
];

describe("the effects of a plan for a pool", () => {
    const changes = [vlan];
    const inUse = { holders: [holder(web1)], detached: [holder(web1)] };
    const detachedVf = { changes, holder: web1, isTeamed: true };
    const rows: readonly Row[] = [
        ["nothing where nothing changes", { changes: [], stops: true, starts: true }],
        ["a change without a restart", {}, ["change-without-restart", { changes }]],
        ["a start", { starts: true }, ["start-pool", { changes }]],
        [
            "a start under guests that libvirt has forgotten",
            { starts: true, holders: [holder(web1)] },
            ["start-pool", { changes }],
            ["vfs-forgotten", { holders: [web1] }],
        ],
        ["a restart that no guest notices", { stops: true, starts: true }, ["restart-pool", { changes }]],
        ["a stop that no guest notices", { stops: true }, ["stop-pool", { changes }]],
        [
            "portgroups that wait",
            { portgroupsWait: true, holders: [holder(web1)] },
            ["portgroups-wait", { changes, holders: [web1] }],
        ],
        [
            "a restart that guests notice, a message each",
            {
                stops: true,
                starts: true,
                holders: [holder(web1), holder(db1, alone)],
                detached: [holder(web1), holder(db1, alone)],
            },
            ["reattach-vf", { ...detachedVf, needs: "restart" }],
            ["reattach-vf", { changes, holder: db1, isTeamed: false, needs: "restart" }],
        ],
        ["a stop that a guest notices", { stops: true, ...inUse }, ["detach-vf", { ...detachedVf, needs: "stop" }]],
        [
            "a start with other VFs than a guest uses",
            { starts: true, ...inUse },
            ["reattach-vf", { ...detachedVf, needs: "detach" }],
        ],
        ["a stopped pool that loses a VF of a guest", inUse, ["detach-vf", { ...detachedVf, needs: "detach" }]],
    ];
    for (const [what, plan, ...messages] of rows)
        it(`are said: ${what}`, () => {
            const expected = messages.map(([id, facts]) => ({ id, subject: "vfpool", facts }));
            assert.deepEqual(effectsOf(planWith(plan)).map(dataOf), expected);
        });
});

describe("a plan for a pool", () => {
    const changes = [vlan];
    const both = [holder(web1), holder(db1)];
    const holders = [web1, db1];
    const restarts = { stops: true, starts: true, holders: both, detached: both };
    const cases: readonly (readonly [whenInUse: "refuse" | "restart", ...Row])[] = [
        ["refuse", "that detaches nothing", { stops: true, starts: true }],
        ["refuse", "that restarts it under guests", restarts, ["pool-in-use", { changes, needs: "restart", holders }]],
        [
            "refuse",
            "that stops it under guests",
            { ...restarts, starts: false },
            ["pool-in-use", { changes, needs: "stop", holders }],
        ],
        [
            "refuse",
            "that removes a VF in use",
            { holders: both, detached: [holder(web1)], leaving: [holder(web1)] },
            ["pool-in-use", { changes, needs: "detach", holders: [web1] }],
            ["vfs-leave-pool", { holders: [web1] }],
        ],
        [
            "refuse",
            "that leaves too few VFs",
            { ...restarts, vfsForHolders: 1 },
            ["pool-in-use", { changes, needs: "restart", holders }],
            ["too-few-vfs", { changes, vfs: 1, holders }],
        ],
        [
            "restart",
            "that leaves too few VFs",
            { ...restarts, vfsForHolders: 1 },
            ["too-few-vfs", { changes, vfs: 1, holders }],
        ],
        ["restart", "that leaves just enough VFs", { ...restarts, vfsForHolders: 2, leaving: both }],
        ["restart", "that restarts it under guests", restarts],
        [
            "restart",
            "that restarts it under a guest that is just starting",
            { ...restarts, detached: [...both, { ...holder(web2), device: undefined }] },
            ["guest-starting", { changes, needs: "restart", holders: [web2] }],
        ],
    ];
    for (const [whenInUse, what, plan, ...messages] of cases)
        it(`${what} is ${messages.length > 0 ? "refused" : "carried out"} with whenInUse "${whenInUse}"`, () => {
            const expected = messages.map(([id, facts]) => ({ id, subject: "vfpool", facts }));
            assert.deepEqual(refusalsOf(planWith(plan), { whenInUse }).map(dataOf), expected);
        });
});
