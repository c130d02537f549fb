import assert from "node:assert/strict";
import { nic as table, type Nic } from "../../../provider/model/interface";
import { effects } from "../../../provider/teamedNic/effects";
import type { Found, Halves, Known } from "../../../provider/teamedNic/halves";
import type { Half } from "../../../provider/rules";
import { plan, type Plan, type Step } from "../../../provider/teamedNic/plan";
import { decode, encode, read } from "../../../provider/xml";

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

const found = (nic: Nic, actual?: Nic["type"]): Found => ({ node: encode(table, nic), nic, ...(actual && { actual }) });
const halves = ({ persistent, transient }: Known, actual?: Nic["type"]): Halves => ({
    ...(persistent && { persistent: found(persistent, actual) }),
    ...(transient && { transient: found(transient, "hostdev") }),
});
const inShort = ({ layer, action, half, effect }: Step): string => `${layer} ${action} ${half}: ${effect}`;

/** The steps of the definition for a half, which come first and wait for the next boot. */
const config = (...actions: readonly string[]): readonly string[] =>
    actions.map((action) => `config ${action}: next boot`);
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
        config: Known,
        live: Known,
        want: Known,
        steps: readonly string[],
        lines: readonly string[],
    ])[] = [
        ["nothing where both are as wanted", pair, pair, pair, [], []],
        [
            "a pair that is made",
            {},
            {},
            pair,
            [
                ...config("attach persistent", "attach transient"),
                ...live("now", "attach persistent", "attach transient"),
            ],
            ["the virtio half is plugged into the running guest", "the VF half is plugged into the running guest"],
        ],
        [
            "a pair that goes: each half is waited for",
            pair,
            pair,
            {},
            [
                ...config("detach transient", "detach persistent"),
                ...live("now", "detach transient", "wait transient", "detach persistent", "wait persistent"),
            ],
            ["the virtio half is unplugged from the running guest", "the VF half is unplugged from the running guest"],
        ],
        [
            "what the virtio half takes in place",
            pair,
            pair,
            { persistent: { ...persistent, link: "down" }, transient },
            [...config("update persistent"), ...live("now", "update persistent")],
            ["link none => down in the running guest at once, without an interruption"],
        ],
        [
            "what it does not take, with the VF half around it",
            pair,
            pair,
            { persistent: { ...persistent, mtu: 9000 }, transient },
            [...config("update persistent"), ...live("interrupts", ...replaced)],
            ["mtu none => 9000 needs the virtio half replaced: the guest loses this NIC for a moment"],
        ],
        [
            "what it takes and what it does not, together",
            pair,
            pair,
            { persistent: { ...persistent, mtu: 9000, link: "down" }, transient },
            [...config("update persistent"), ...live("interrupts", ...replaced)],
            [
                "link none => down, mtu none => 9000 needs the virtio half replaced: the guest loses this NIC for a moment",
            ],
        ],
        [
            "any change of the VF half, beside an update of the other",
            pair,
            pair,
            { persistent: { ...persistent, link: "down" }, transient: { ...transient, vlan: 42 } },
            [
                ...config("update persistent", "update transient"),
                ...live("re-plug", "detach transient", "wait transient"),
                ...live("now", "update persistent"),
                ...live("re-plug", "attach transient"),
            ],
            [
                "link none => down in the running guest at once, without an interruption",
                "vlan none => 42 needs the VF half plugged in anew: the guest stays connected over the virtio half meanwhile",
            ],
        ],
        [
            "another alias of the VF, which QEMU takes with a new virtio half only",
            pair,
            pair,
            { persistent, transient: { ...transient, alias: "ua-b" } },
            [...config("detach transient", "attach transient"), ...live("interrupts", ...replaced)],
            [
                "alias ua-a-vf => ua-b of the VF half needs the virtio half replaced: the guest loses this NIC for a moment",
                "alias ua-a-vf => ua-b: the VF half is plugged in anew too",
            ],
        ],
        [
            "the VF alone where the running guest has lost it",
            pair,
            { persistent },
            pair,
            live("now", "attach transient"),
            ["the VF half is plugged into the running guest"],
        ],
        [
            "the VF around a virtio half that the running guest has lost",
            pair,
            { transient },
            pair,
            [...live("now", "attach persistent"), ...live("interrupts", ...replugged)],
            ["the virtio half is plugged into the running guest"],
        ],
        [
            "the definition alone where the running guest is as wanted",
            { persistent: { ...persistent, mtu: 1500 }, transient },
            pair,
            pair,
            config("update persistent"),
            ["mtu 1500 => none in the definition; the running guest has it so already"],
        ],
        [
            "nothing of what a running VF has in any case",
            { persistent, transient: { ...transient, driver: { name: "vfio" } } },
            { persistent, transient: { ...transient, driver: { name: "vfio" } } },
            pair,
            config("update transient"),
            ['driver {"name":"vfio"} => none in the definition; the running guest has it so already'],
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
    for (const [says, config, live, want, steps, lines] of cases) {
        it(says, () => {
            const made = plan({ config: halves(config), live: halves(live, "network") }, config, want);
            assert.deepEqual(made.steps.map(inShort), steps);
            assert.deepEqual(made.pending, []);
            assert.deepEqual(effects(made, true), lines);
        });
        it(`${says}; at the next boot, the same of the definition, and the rest is pending`, () => {
            const made = plan({ config: halves(config), live: halves(live, "network") }, config, want, "next-boot");
            assert.deepEqual(
                made.steps.map(inShort),
                steps.filter((step) => step.startsWith("config")),
            );
            assert.deepEqual(
                made.pending.map(inShort),
                steps.filter((step) => step.startsWith("live")),
            );
            for (const line of effects({ ...made, steps: [] }, true))
                assert.match(line, /^pending until the guest boots next: /);
        });
    }

    it("moves a tap to another bridge, and puts a new macvtap in place of one", () => {
        const want = { persistent: { ...persistent, network: "other" }, transient };
        const steps = (actual: string): readonly string[] =>
            plan({ config: halves(want), live: halves(pair, actual) }, pair, want).steps.map(inShort);
        assert.deepEqual(steps("network"), live("now", "update persistent"));
        assert.deepEqual(steps("bridge"), live("now", "update persistent"));
        assert.deepEqual(steps("direct"), live("interrupts", ...replaced));
    });

    it("puts devices back where the guest has them, and knows how they were", () => {
        const at = {
            persistent: { ...persistent, guestAddress: "0000:03:00.0" },
            transient: { ...transient, guestAddress: "0000:04:00.0" },
        };
        const want = { persistent: { ...persistent, mtu: 9000 }, transient };
        const { steps } = plan({ config: halves(want), live: halves(at, "network") }, pair, want);
        const nicIn = (xml: string | undefined): Nic => decode(table, read(xml ?? "<none/>")).model;
        for (const { action, half, xml, before } of steps) {
            if (action === "attach")
                assert.deepEqual(nicIn(xml), { ...want[half], guestAddress: at[half].guestAddress });
            else assert.deepEqual(nicIn(before), at[half]);
        }
    });
});

describe("what is said of a guest that is shut off", () => {
    const lines = (have: Known, want: Known): readonly string[] =>
        effects(plan({ config: halves(have) }, have, want) satisfies Plan, false);
    it("that a change is there when it boots next", () => {
        assert.deepEqual(lines(pair, { persistent: { ...persistent, mtu: 9000 }, transient }), [
            "mtu none => 9000 when the guest boots next",
        ]);
    });
    it("that a half is taken out", () => {
        assert.deepEqual(lines(pair, {}), [
            "the virtio half is taken out when the guest boots next",
            "the VF half is taken out when the guest boots next",
        ]);
    });
    it("nothing where it gets a pair, or keeps one", () => {
        assert.deepEqual([lines({}, pair), lines(pair, pair)], [[], []]);
    });
});
