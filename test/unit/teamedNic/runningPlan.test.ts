import assert from "node:assert/strict";
import { nic as table, type Nic } from "../../../provider/model/interface";
import { effectsOf } from "../../../provider/teamedNic/effects";
import type { ActualHalf, Halves, PartialTeam } from "../../../provider/teamedNic/halves";
import type { Half } from "../../../provider/rules";
import { plan, type Plan, type Step, type Surroundings } from "../../../provider/teamedNic/plan";
import { decode, defined, encode, read } from "../../../provider/xml";
import { effectInShort } from "../../support/effects";

const mac = "52:54:00:aa:bb:01";
const persistent: Nic = { type: "network", mac, network: "lan", model: "virtio", teaming: "persistent", alias: "ua-a" };
const transient: Nic = {
    type: "network",
    mac,
    network: "pool",
    model: "virtio",
    teaming: "transient",
    persistent: "ua-a",
    alias: "ua-a-vf",
};
type Team = Readonly<Record<Half, Nic>>;
const pair: Team = { persistent, transient };

const actual = (nic: Nic, connectedTo?: Nic["type"]): ActualHalf =>
    defined({ node: encode(table, nic), nic, connectedTo });
const halves = ({ persistent, transient }: PartialTeam, connectedTo?: Nic["type"]): Halves =>
    defined({
        persistent: persistent && actual(persistent, connectedTo),
        transient: transient && actual(transient, "hostdev"),
    });
/** What is told of a plan, from its data. */
const inShortOf = (made: Plan, isRunning: boolean): readonly string[] =>
    effectsOf(made, { isRunning, subject: "net0 on web" }).map(effectInShort);
const inShort = ({ layer, action, half, effect }: Step): string => `${layer} ${action} ${half}: ${effect}`;

/** The steps of the definition for a half, which come first and wait for the next boot. */
const config = (...actions: readonly string[]): readonly string[] =>
    actions.map((action) => `config ${action}: next-boot`);
const live = (effect: string, ...actions: readonly string[]): readonly string[] =>
    actions.map((action) => `live ${action}: ${effect}`);
const replugged = ["detach transient", "wait transient", "attach transient"];
const replaced = [
    "detach transient",
    "wait transient",
    "detach persistent",
    "wait persistent",
    "attach persistent",
    "attach transient",
];

describe("a plan over both layers", () => {
    const cases: readonly (readonly [
        says: string,
        config: PartialTeam,
        live: PartialTeam,
        desired: PartialTeam,
        steps: readonly string[],
        told: readonly string[],
    ])[] = [
        ["nothing where both are as wanted", pair, pair, pair, [], []],
        [
            "a pair that is made",
            {},
            {},
            pair,
            [
                ...config("attach persistent", "attach transient"),
                ...live("at-once", "attach persistent", "attach transient"),
            ],
            ["attach ua-a: missing", "attach ua-a-vf: missing"],
        ],
        [
            "a pair that goes: each half is waited for",
            pair,
            pair,
            {},
            [
                ...config("detach transient", "detach persistent"),
                ...live("at-once", "detach transient", "wait transient", "detach persistent", "wait persistent"),
            ],
            ["detach ua-a: unwanted", "detach ua-a-vf: unwanted"],
        ],
        [
            "what the virtio half takes in place",
            pair,
            pair,
            { persistent: { ...persistent, link: "down" }, transient },
            [...config("update persistent"), ...live("at-once", "update persistent")],
            ["update-in-place ua-a: persistent.link - => down"],
        ],
        [
            "what it does not take, with the VF half around it",
            pair,
            pair,
            { persistent: { ...persistent, mtu: 9000 }, transient },
            [...config("update persistent"), ...live("replace-virtio-half", ...replaced)],
            ["replace-virtio-half ua-a: persistent.mtu - => 9000"],
        ],
        [
            "what it takes and what it does not, together",
            pair,
            pair,
            { persistent: { ...persistent, mtu: 9000, link: "down" }, transient },
            [...config("update persistent"), ...live("replace-virtio-half", ...replaced)],
            ["replace-virtio-half ua-a: persistent.link - => down, persistent.mtu - => 9000"],
        ],
        [
            "any change of the VF half, beside an update of the other",
            pair,
            pair,
            { persistent: { ...persistent, link: "down" }, transient: { ...transient, vlan: 42 } },
            [
                ...config("update persistent", "update transient"),
                ...live("reattach-vf", "detach transient", "wait transient"),
                ...live("at-once", "update persistent"),
                ...live("reattach-vf", "attach transient"),
            ],
            ["update-in-place ua-a: persistent.link - => down", "reattach-vf ua-a-vf: transient.vlan - => 42"],
        ],
        [
            "another alias of the VF, which QEMU takes with a new virtio half only",
            pair,
            pair,
            { persistent, transient: { ...transient, alias: "ua-b" } },
            [...config("detach transient", "attach transient"), ...live("replace-virtio-half", ...replaced)],
            [
                "replace-virtio-half ua-a: transient.alias ua-a-vf => ua-b",
                "reattach-vf-too ua-a-vf: transient.alias ua-a-vf => ua-b",
            ],
        ],
        [
            "the VF alone where the running guest has lost it",
            pair,
            { persistent },
            pair,
            live("at-once", "attach transient"),
            ["attach ua-a-vf: missing"],
        ],
        [
            "the VF around a virtio half that the running guest has lost",
            pair,
            { transient },
            pair,
            [...live("at-once", "attach persistent"), ...live("replace-virtio-half", ...replugged)],
            ["attach ua-a: missing"],
        ],
        [
            "the definition alone where the running guest is as wanted",
            { persistent: { ...persistent, mtu: 1500 }, transient },
            pair,
            pair,
            config("update persistent"),
            ["definition-only ua-a: persistent.mtu 1500 => -"],
        ],
        [
            "nothing of what a running VF has in any case",
            { persistent, transient: { ...transient, driver: { name: "vfio" } } },
            { persistent, transient: { ...transient, driver: { name: "vfio" } } },
            pair,
            config("update transient"),
            ['definition-only ua-a-vf: transient.driver {"name":"vfio"} => -'],
        ],
        [
            "no change between saying nothing and saying what that means",
            { persistent: { ...persistent, link: "up" }, transient },
            pair,
            pair,
            [],
            [],
        ],
    ];
    for (const [says, config, live, desired, steps, told] of cases) {
        const team = { config: halves(config), live: halves(live, "network") };
        it(says, () => {
            const made = plan(team, { prior: config, desired, apply: "live" });
            assert.deepEqual(made.steps.map(inShort), steps);
            assert.deepEqual(made.pending, []);
            assert.deepEqual(inShortOf(made, true), told);
        });
        it(`${says}; at the next boot, the same of the definition, and the rest is pending`, () => {
            const made = plan(team, { prior: config, desired, apply: "next-boot" });
            assert.deepEqual(
                made.steps.map(inShort),
                steps.filter((step) => step.startsWith("config")),
            );
            assert.deepEqual(
                made.pending.map(inShort),
                steps.filter((step) => step.startsWith("live")),
            );
            for (const { id } of effectsOf({ ...made, steps: [] }, { isRunning: true, subject: "net0 on web" }))
                assert.deepEqual({ id }, { id: "pending" });
        });
    }

    it("moves a tap to another bridge, and puts a new macvtap in place of one", () => {
        const desired = { persistent: { ...persistent, network: "other" }, transient };
        const steps = (connectedTo: string): readonly string[] =>
            plan(
                { config: halves(desired), live: halves(pair, connectedTo) },
                { prior: pair, desired, apply: "live" },
            ).steps.map(inShort);
        assert.deepEqual(steps("network"), live("at-once", "update persistent"));
        assert.deepEqual(steps("bridge"), live("at-once", "update persistent"));
        assert.deepEqual(steps("direct"), live("replace-virtio-half", ...replaced));
    });

    it("replaces a macvtap whose trusted filters change, which libvirt keeps as they are", () => {
        const desired = { persistent: { ...persistent, trustGuestRxFilters: true }, transient };
        const surroundings = { libvirt: 12_008_000, toMacvtap: false, keepsPortgroup: false };
        const { steps } = plan(
            { config: halves(desired), live: halves(pair, "direct"), surroundings },
            { prior: pair, desired, apply: "live" },
        );
        assert.deepEqual(steps.map(inShort), live("replace-virtio-half", ...replaced));
    });

    describe("by what is around a running half", () => {
        const portgroup = (name: string): PartialTeam => ({
            persistent: { ...persistent, portgroup: name },
            transient,
        });
        const onlyPortgroup = portgroup("b");
        const trusting = { persistent: { ...persistent, portgroup: "a", trustGuestRxFilters: true }, transient };
        const moved = { persistent: { ...persistent, network: "other", portgroup: "b" }, transient };
        const [V9, V10_0, V10_5, V10_6] = [9_000_000, 10_000_000, 10_005_000, 10_006_000];
        const inPlace = ["update persistent"];
        const cases: readonly (readonly [
            says: string,
            desired: PartialTeam,
            around: Partial<Surroundings>,
            steps: readonly string[],
        ])[] = [
            ["trusted filters are changed by a new half before libvirt 10.0", trusting, { libvirt: V9 }, replaced],
            ["trusted filters are changed in place since 10.0", trusting, { libvirt: V10_0 }, inPlace],
            ["a portgroup is changed in place before libvirt 10.6", onlyPortgroup, { libvirt: V10_5 }, inPlace],
            ["a portgroup is changed by a new half since 10.6", onlyPortgroup, { libvirt: V10_6 }, replaced],
            ["so is one of another network", moved, { libvirt: V10_6 }, replaced],
            ["and it is changed in place before", moved, { libvirt: V9 }, inPlace],
            [
                "a portgroup that libvirt would keep is changed by a new half",
                onlyPortgroup,
                { libvirt: V9, keepsPortgroup: true },
                replaced,
            ],
            [
                "a network of macvtaps takes a new half",
                { ...pair, persistent: { ...persistent, network: "other" } },
                { toMacvtap: true },
                replaced,
            ],
        ];
        for (const [says, desired, around, steps] of cases)
            it(says, () => {
                const surroundings = { libvirt: V9, toMacvtap: false, keepsPortgroup: false, ...around };
                const made = plan(
                    { config: halves(desired), live: halves(portgroup("a"), "network"), surroundings },
                    { prior: portgroup("a"), desired, apply: "live" },
                );
                const isReplaced = steps === replaced;
                assert.deepEqual(
                    made.steps.map(inShort),
                    live(isReplaced ? "replace-virtio-half" : "at-once", ...steps),
                );
                assert.deepEqual(
                    effectsOf(made, { isRunning: true, subject: "net0 on web" }).map(({ id }) => id),
                    [isReplaced ? "replace-virtio-half" : "update-in-place"],
                );
            });
    });

    it("puts devices back where the guest has them, and knows how they were", () => {
        const at = {
            persistent: { ...persistent, guestAddress: "0000:03:00.0" },
            transient: { ...transient, guestAddress: "0000:04:00.0" },
        };
        const desired = { persistent: { ...persistent, mtu: 9000 }, transient };
        const team = { config: halves(desired), live: halves(at, "network") };
        const { steps } = plan(team, { prior: pair, desired, apply: "live" });
        const nicIn = (xml: string | undefined): Nic => decode(table, read(xml ?? "<none/>")).model;
        for (const { action, half, xml, before } of steps) {
            if (action === "attach")
                assert.deepEqual(nicIn(xml), { ...desired[half], guestAddress: at[half].guestAddress });
            else assert.deepEqual(nicIn(before), at[half]);
        }
    });
});

describe("of a guest that is shut off, a preview tells", () => {
    const told = (prior: PartialTeam, desired: PartialTeam): readonly string[] =>
        inShortOf(plan({ config: halves(prior) }, { prior, desired, apply: "live" }), false);

    it("a change, which it has when it boots next", () => {
        assert.deepEqual(told(pair, { persistent: { ...persistent, mtu: 9000 }, transient }), [
            "next-boot ua-a: persistent.mtu - => 9000",
        ]);
    });
    it("a half that is removed", () => {
        assert.deepEqual(told(pair, {}), ["next-boot ua-a: unwanted", "next-boot ua-a-vf: unwanted"]);
    });
    it("nothing where it gets a pair, or keeps one", () => {
        assert.deepEqual([told({}, pair), told(pair, pair)], [[], []]);
    });
    it("a new alias of both halves by its values alone, and not that one half follows the other", () => {
        const renamed = {
            persistent: { ...persistent, alias: "ua-b" },
            transient: { ...transient, persistent: "ua-b", alias: "ua-b-vf" },
        };
        assert.deepEqual(told(pair, renamed), [
            "next-boot ua-a: persistent.alias ua-a => ua-b",
            "next-boot ua-a-vf: transient.persistent ua-a => ua-b, transient.alias ua-a-vf => ua-b-vf",
        ]);
    });
});
