import assert from "node:assert/strict";
import fc from "fast-check";
import type { Nic } from "../../../provider/model/interface";
import { findHalves, type Halves, type Known } from "../../../provider/teamedNic/halves";
import type { Half } from "../../../provider/rules";
import { plan, type Step } from "../../../provider/teamedNic/plan";
import { decode, encode, isElement, read, type XmlNode } from "../../../provider/xml";
import { nic as table } from "../../../provider/model/interface";
import type { Team } from "../../../provider/rules";

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
const pair: Team = { persistent, transient };
const OTHER = `<interface type="network"><mac address="52:54:00:00:00:09"/><source network="lan"/><alias name="ua-other"/></interface>`;
/** As guests on s390x have it. */
const CCW = `<interface type="ethernet"><address type="ccw" cssid="0xfe" ssid="0x0" devno="0x0001"/></interface>`;

const guest = (...devices: readonly (Nic | string)[]): XmlNode => ({
    name: "domain",
    attrs: {},
    children: [
        {
            name: "devices",
            attrs: {},
            children: devices.map((one) => (typeof one === "string" ? read(one) : encode(table, one))),
        },
    ],
});
const none = (nic: Nic, ...keys: readonly (keyof Nic)[]): Nic =>
    Object.fromEntries(Object.entries(nic).filter(([key]) => !keys.includes(key as keyof Nic))) as unknown as Nic;
const planned = (have: Halves, was: Known, want: Known): readonly Step[] => plan({ config: have }, was, want).steps;
const aliases = (halves: Halves): Readonly<Record<Half, string | undefined>> => ({
    persistent: halves.persistent?.nic.alias,
    transient: halves.transient?.nic.alias,
});

describe("findHalves", () => {
    const unaliased = none(persistent, "alias");
    const cases: readonly (readonly [says: string, guest: XmlNode, found: readonly (Nic | undefined)[]])[] = [
        ["finds both by alias", guest(OTHER, persistent, transient), [persistent, transient]],
        ["whatever their order", guest(transient, OTHER, persistent), [persistent, transient]],
        [
            "by alias even where all else was changed",
            guest({ type: "user", alias: "ua-a" }),
            [{ type: "user", alias: "ua-a" }, undefined],
        ],
        ["a half that lost its alias by MAC and role", guest(unaliased, transient), [unaliased, transient]],
        ["not by MAC alone", guest(none(persistent, "alias", "teaming")), [undefined, undefined]],
        ["not where two could be meant", guest(unaliased, unaliased), [undefined, undefined]],
        ["the alias before MAC and role", guest({ ...persistent, alias: "ua-b" }, persistent), [persistent, undefined]],
        ["none in a guest without interfaces", guest(), [undefined, undefined]],
        ["none in a guest without devices", { name: "domain", attrs: {}, children: [] }, [undefined, undefined]],
        ["none of somebody else's", guest(OTHER), [undefined, undefined]],
        ["beside an interface of a kind that no table knows", guest(CCW, persistent), [persistent, undefined]],
    ];
    for (const [says, domain, found] of cases) {
        it(says, () => {
            const halves = findHalves(domain, pair);
            assert.deepEqual([halves.persistent?.nic, halves.transient?.nic], found);
        });
    }

    it("takes what was, and not another's that has the alias which is wanted now", () => {
        const others = OTHER.replace("ua-other", "ua-b");
        const found = findHalves(
            guest(others, persistent),
            { persistent },
            { persistent: { ...persistent, alias: "ua-b" } },
        );
        assert.deepEqual(found.persistent?.nic, persistent);
    });

    it("finds by what was and by what is wanted", () => {
        const was: Team = { persistent: { ...persistent, alias: "ua-old" }, transient };
        const domain = guest({ ...persistent, alias: "ua-old" }, transient);
        assert.deepEqual(aliases(findHalves(domain, was, pair)), { persistent: "ua-old", transient: "ua-a-vf" });
        assert.deepEqual(findHalves(domain, {}), {});
    });
});

/** A step in short: what is done to which half, and why. */
const inShort = ({ half, action, because }: Step): string => `${action} ${half}: ${because}`;

describe("plan", () => {
    const coming = (half: Half): string => `attach ${half}: it is not there`;
    const cases: readonly (readonly [
        says: string,
        guest: XmlNode,
        was: Known,
        want: Known,
        steps: readonly string[],
    ])[] = [
        ["nothing where all is as wanted", guest(persistent, transient), pair, pair, []],
        ["nothing where nothing is and nothing is wanted", guest(OTHER), {}, {}, []],
        ["both halves, the persistent one first", guest(OTHER), {}, pair, [coming("persistent"), coming("transient")]],
        ["only the half that is missing", guest(persistent), pair, pair, [coming("transient")]],
        [
            "what is no longer wanted, the transient half first",
            guest(persistent, transient),
            pair,
            {},
            ["detach transient: it is no longer wanted", "detach persistent: it is no longer wanted"],
        ],
        ["what is left of it", guest(persistent), pair, {}, ["detach persistent: it is no longer wanted"]],
        [
            "a change in place",
            guest(persistent, transient),
            pair,
            { persistent: { ...persistent, mtu: 9000, link: "down" }, transient: { ...transient, vlan: 42 } },
            ["update persistent: link none => down, mtu none => 9000", "update transient: vlan none => 42"],
        ],
        [
            "the way back of what somebody changed by hand",
            guest({ ...persistent, network: "dmz", mtu: 1500 }, transient),
            pair,
            pair,
            ["update persistent: network dmz => lan, mtu 1500 => none"],
        ],
        [
            "an element that is said in full",
            guest({ ...persistent, driver: { queues: 4 } }, transient),
            pair,
            pair,
            ['update persistent: driver {"queues":4} => none'],
        ],
        [
            "the transient half anew where its alias changes",
            guest(persistent, transient),
            pair,
            { persistent, transient: { ...transient, alias: "ua-b" } },
            ["detach transient: alias ua-a-vf => ua-b", "attach transient: alias ua-a-vf => ua-b"],
        ],
        [
            "the transient half anew where it gives its boot order to the other",
            guest(persistent, { ...transient, boot: 1 }),
            { persistent, transient: { ...transient, boot: 1 } },
            { persistent: { ...persistent, boot: 1 }, transient },
            [
                "detach transient: boot 1 => none",
                "update persistent: boot none => 1",
                "attach transient: boot 1 => none",
            ],
        ],
        [
            "nothing for what libvirt generated",
            guest({ ...persistent, target: "tap0", guestAddress: "0000:01:00.0" }, transient),
            pair,
            pair,
            [],
        ],
    ];
    for (const [says, domain, was, want, steps] of cases) {
        it(says, () => {
            const have = findHalves(domain, was, want);
            assert.deepEqual(planned(have, was, want).map(inShort), steps);
        });
    }

    it("the transient half without its place, where libvirt chooses one for the persistent half while it is away", () => {
        const [at1, at2] = [
            { ...persistent, guestAddress: "0000:01:00.0" },
            { ...transient, guestAddress: "0000:02:00.0" },
        ];
        const other = "52:54:00:aa:bb:02";
        const want = { persistent: { ...persistent, mac: other }, transient: { ...transient, mac: other } };
        const placesOf = (was: Known): readonly (string | undefined)[] =>
            planned(findHalves(guest(at1, at2), was), was, want)
                .filter(({ action }) => action === "attach")
                .map(({ xml }) => decode(table, read(xml)).model.guestAddress);
        assert.deepEqual(placesOf({ persistent: at1, transient }), [undefined, undefined]);
        assert.deepEqual(placesOf({ persistent, transient }), ["0000:01:00.0", "0000:02:00.0"]);
    });

    it("both halves anew where the MAC changes, and the pair is never without its persistent half", () => {
        const other = "52:54:00:aa:bb:02";
        const want: Team = { persistent: { ...persistent, mac: other }, transient: { ...transient, mac: other } };
        const steps = planned(findHalves(guest(persistent, transient), pair), pair, want);
        assert.deepEqual(
            steps.map(({ half, action }) => `${action} ${half}`),
            ["detach transient", "detach persistent", "attach persistent", "attach transient"],
        );
        for (const { because } of steps) assert.match(because, /^mac 52:54:00:aa:bb:01 => 52:54:00:aa:bb:02/);
    });

    it("hands libvirt the device, with what nobody described, and remembers how it was", () => {
        const tuned = read(
            `<interface type="network"><mac address="${mac}"/><source network="lan"/><model type="virtio"/>` +
                `<teaming type="persistent"/><alias name="ua-a"/><tune><sndbuf>0</sndbuf></tune></interface>`,
        );
        const domain = { ...guest(), children: [{ name: "devices", attrs: {}, children: [tuned] }] };
        const want: Known = { persistent: { ...persistent, mtu: 9000 } };
        const [step, ...more] = planned(findHalves(domain, pair), { persistent }, want);
        assert.deepEqual(more, []);
        assert.deepEqual(step && { ...step, xml: read(step.xml), before: read(step.before ?? "") }, {
            layer: "config",
            effect: "next boot",
            half: "persistent",
            action: "update",
            alias: "ua-a",
            because: "mtu none => 9000",
            xml: read(
                `<interface type="network"><mac address="${mac}"/><source network="lan"/><model type="virtio"/>` +
                    `<teaming type="persistent"/><mtu size="9000"/><alias name="ua-a"/><tune><sndbuf>0</sndbuf></tune></interface>`,
            ),
            before: tuned,
        });
    });
});

describe("any plan", () => {
    const oneOf = <K extends keyof Nic>(
        key: K,
        ...values: readonly NonNullable<Nic[K]>[]
    ): fc.Arbitrary<Partial<Nic>> => fc.constantFrom(...values).map((value) => ({ [key]: value }));
    const changes = fc.option(
        fc.oneof(
            oneOf("mac", "52:54:00:aa:bb:02"),
            oneOf("mtu", 1500, 9000),
            oneOf("vlan", 1, { tags: [1, 2], trunk: true }),
            oneOf("network", "other"),
            oneOf("guestAddress", "0000:05:00.0"),
        ),
        { nil: {} },
    );
    const team = (...halves: readonly (readonly Half[])[]): fc.Arbitrary<Known> =>
        fc.tuple(fc.constantFrom(...halves), changes, changes).map(([there, p, t]) => ({
            ...(there.includes("persistent") && { persistent: { ...persistent, ...p } }),
            ...(there.includes("transient") && { transient: { ...transient, ...t } }),
        }));
    // somebody may have removed either half; a program wants both or, when it deletes, none
    const scene = fc.tuple(
        team([], ["persistent"], ["transient"], ["persistent", "transient"]),
        team([], ["persistent", "transient"]),
    );
    const devices = ({ persistent, transient }: Known): readonly Nic[] => [
        ...(persistent ? [persistent] : []),
        ...(transient ? [transient] : []),
    ];

    /** Takes the steps as libvirt does: a device that leaves is found by its alias, one that comes is put last. */
    function take(start: readonly Nic[], steps: readonly Step[], each: (now: readonly Nic[]) => void): readonly Nic[] {
        return steps.reduce<readonly Nic[]>((now, { action, alias, xml }) => {
            const isIt = (nic: Nic): boolean => nic.alias === alias;
            if (action !== "attach") assert.equal(now.filter(isIt).length, 1, `${action} ${alias} finds its device`);
            else assert.equal(now.filter(isIt).length, 0, `${alias} is free`);
            const { model } = decode(table, read(xml));
            const next =
                action === "attach"
                    ? [...now, model]
                    : now.flatMap((nic) => (!isIt(nic) ? [nic] : action === "update" ? [model] : []));
            each(next);
            return next;
        }, start);
    }
    const byAlias = (nics: readonly Nic[]): readonly (string | undefined)[] =>
        nics.map(({ alias }) => alias).toSorted();

    it("brings what is wanted, and then there is nothing left to do", () => {
        fc.assert(
            fc.property(scene, ([was, want]) => {
                const have = findHalves(guest(OTHER, ...devices(was)), was, want);
                const after = take(devices(was), planned(have, was, want), () => undefined);
                assert.deepEqual(byAlias(after), byAlias(devices(want)));
                assert.deepEqual(planned(findHalves(guest(OTHER, ...after), want), want, want), []);
            }),
            { numRuns: 500 },
        );
    });

    it("leaves no transient half behind a persistent one that it removed", () => {
        fc.assert(
            fc.property(scene, ([was, want]) => {
                const steps = planned(findHalves(guest(...devices(was)), was, want), was, want);
                let had = was.persistent !== undefined;
                take(devices(was), steps, (now) => {
                    const has = now.some(({ teaming }) => teaming === "persistent");
                    const lonely = !has && now.some(({ teaming }) => teaming === "transient");
                    assert.equal(had && lonely, false);
                    had = has;
                });
            }),
            { numRuns: 500 },
        );
    });

    it("says why at each step, and how the device was where it was there", () => {
        fc.assert(
            fc.property(scene, ([was, want]) => {
                for (const step of planned(findHalves(guest(...devices(was)), was, want), was, want)) {
                    assert.match(step.because, /\S/);
                    assert.equal(step.before === undefined, step.action === "attach");
                    assert.ok(isElement(read(step.xml)));
                }
            }),
            { numRuns: 300 },
        );
    });
});
