import assert from "node:assert/strict";
import { devicesIn } from "../../../provider/documents";
import type { VfHolder } from "../../../provider/host/vfHolders";
import { effectsOf, refusalsOf } from "../../../provider/hostdevNetwork/effects";
import type { PoolPlan } from "../../../provider/hostdevNetwork/plan";
import { poolMessage, type Holder, type PoolMessageId } from "../../../provider/hostdevNetwork/words";
import type { Difference } from "../../../provider/lifecycle/differences";
import { formatMessage } from "../../../provider/lifecycle/message";
import { read } from "../../../provider/xml";
import { dataOf } from "../../support/told";
import { POOL_TEXTS } from "./poolTexts";

const vlan: Difference = { path: "vlan", before: undefined, after: 42 };
const web1: Holder = { guest: "web1", alias: "ua-net0-vf", address: "0000:07:10.0" };
const db1: Holder = { guest: "db1", alias: "ua-net0-vf", address: "0000:07:10.1" };
/** A guest that libvirt's ports alone know. */
const web2: Holder = { guest: "web2", address: "0000:07:10.2" };

describe("the words of a message about a pool", () => {
    for (const id of Object.keys(POOL_TEXTS) as PoolMessageId[])
        for (const [facts, text] of POOL_TEXTS[id])
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
