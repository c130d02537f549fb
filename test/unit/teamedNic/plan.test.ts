import assert from "node:assert/strict";
import fc from "fast-check";
import type { Nic } from "../../../provider/model/interface";
import { findHalves, type Halves, type PairTraces, type PartialTeam } from "../../../provider/teamedNic/halves";
import type { Half } from "../../../provider/rules";
import { plan, type Step } from "../../../provider/teamedNic/plan";
import { reasonInShort } from "../../support/effects";
import { decode, defined, encode, isElement, read, type XmlNode } from "../../../provider/xml";
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
const planned = (config: Halves, prior: PartialTeam, desired: PartialTeam): readonly Step[] =>
    plan({ config }, { prior, desired, apply: "live" }).steps;
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
            const halves = findHalves(domain, { prior: pair });
            assert.deepEqual([halves.persistent?.nic, halves.transient?.nic], found);
        });
    }

    describe("decides between what the state holds and what the program says", () => {
        const named = (alias: string, more: Partial<Nic> = {}): Nic => ({ ...persistent, alias, ...more });
        const prior = { persistent: named("ua-old") };
        const desired = { persistent: named("ua-new") };
        const otherMac = "52:54:00:aa:bb:02";
        const foreign = named("ua-new", { mac: otherMac });
        const running = (id: string, domain: XmlNode): XmlNode => ({ ...domain, attrs: { id } });
        const runningAs = { aliases: { persistent: "ua-live" }, domainId: 3 };
        const live = named("ua-live");

        const choices: readonly (readonly [
            says: string,
            guest: XmlNode,
            traces: PairTraces,
            found: Nic | undefined,
        ])[] = [
            [
                "the prior alias before the desired one, which another device has",
                guest(foreign, named("ua-old")),
                { prior, desired },
                named("ua-old"),
            ],
            [
                "the prior MAC and role before the desired alias",
                guest(foreign, none(persistent, "alias")),
                { prior, desired },
                none(persistent, "alias"),
            ],
            ["the desired alias where the state leads to none", guest(foreign), { prior, desired }, foreign],
            [
                "the desired MAC and role after all else",
                guest(named("ua-hand", { mac: otherMac })),
                { prior, desired: { persistent: named("ua-new", { mac: otherMac }) } },
                named("ua-hand", { mac: otherMac }),
            ],
            [
                "the alias that it runs under first, in the run that the state knows",
                running("3", guest(named("ua-old"), live)),
                { prior, desired, runningAs },
                live,
            ],
            [
                "the prior alias first, in a later run",
                running("4", guest(live, named("ua-old"))),
                { prior, desired, runningAs },
                named("ua-old"),
            ],
            [
                "the prior alias first, in a definition",
                guest(live, named("ua-old")),
                { prior, desired, runningAs },
                named("ua-old"),
            ],
            [
                "the alias that it ran under, in a definition that somebody put back",
                guest(named("ua-live", { mac: otherMac })),
                { prior, desired, runningAs },
                named("ua-live", { mac: otherMac }),
            ],
            ["nothing where nothing is known", guest(persistent), {}, undefined],
        ];
        for (const [says, domain, traces, nic] of choices)
            it(`finds by ${says}`, () => {
                assert.deepEqual(findHalves(domain, traces).persistent?.nic, nic);
            });

        it("takes no device for both halves, where the desired alias of a missing half is the other's", () => {
            const swapped = {
                persistent: named("ua-a-vf"),
                transient: { ...transient, persistent: "ua-a-vf", alias: "ua-a" },
            };
            const found = findHalves(guest(transient), { prior: pair, desired: swapped });
            assert.deepEqual(aliases(found), { persistent: undefined, transient: "ua-a-vf" });
        });
    });
});

/** A step in short: what is done to which half, and why. */
const inShort = ({ half, action, reason }: Step): string => `${action} ${half}: ${reasonInShort(reason)}`;

describe("plan", () => {
    const coming = (half: Half): string => `attach ${half}: missing`;
    const cases: readonly (readonly [
        says: string,
        guest: XmlNode,
        prior: PartialTeam,
        desired: PartialTeam,
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
            ["detach transient: unwanted", "detach persistent: unwanted"],
        ],
        ["what is left of it", guest(persistent), pair, {}, ["detach persistent: unwanted"]],
        [
            "a change in place",
            guest(persistent, transient),
            pair,
            { persistent: { ...persistent, mtu: 9000, link: "down" }, transient: { ...transient, vlan: 42 } },
            [
                "update persistent: persistent.link - => down, persistent.mtu - => 9000",
                "update transient: transient.vlan - => 42",
            ],
        ],
        [
            "the way back of what somebody changed by hand",
            guest({ ...persistent, network: "dmz", mtu: 1500 }, transient),
            pair,
            pair,
            ["update persistent: persistent.network dmz => lan, persistent.mtu 1500 => -"],
        ],
        [
            "an element that is said in full",
            guest({ ...persistent, driver: { queues: 4 } }, transient),
            pair,
            pair,
            ['update persistent: persistent.driver {"queues":4} => -'],
        ],
        [
            "the transient half anew where its alias changes",
            guest(persistent, transient),
            pair,
            { persistent, transient: { ...transient, alias: "ua-b" } },
            ["detach transient: transient.alias ua-a-vf => ua-b", "attach transient: transient.alias ua-a-vf => ua-b"],
        ],
        [
            "the transient half anew where it gives its boot order to the other",
            guest(persistent, { ...transient, boot: 1 }),
            { persistent, transient: { ...transient, boot: 1 } },
            { persistent: { ...persistent, boot: 1 }, transient },
            [
                "detach transient: transient.boot 1 => -",
                "update persistent: persistent.boot - => 1",
                "attach transient: transient.boot 1 => -",
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
    for (const [says, domain, prior, desired, steps] of cases) {
        it(says, () => {
            const actual = findHalves(domain, { prior, desired });
            assert.deepEqual(planned(actual, prior, desired).map(inShort), steps);
        });
    }

    it("the transient half without its place, where libvirt chooses one for the persistent half while it is away", () => {
        const at1 = { ...persistent, guestAddress: "0000:01:00.0" };
        const at2 = { ...transient, guestAddress: "0000:02:00.0" };
        const other = "52:54:00:aa:bb:02";
        const desired = { persistent: { ...persistent, mac: other }, transient: { ...transient, mac: other } };
        const placesOf = (prior: PartialTeam): readonly (string | undefined)[] =>
            planned(findHalves(guest(at1, at2), { prior }), prior, desired)
                .filter(({ action }) => action === "attach")
                .map(({ xml }) => decode(table, read(xml)).model.guestAddress);
        assert.deepEqual(placesOf({ persistent: at1, transient }), [undefined, undefined]);
        assert.deepEqual(placesOf({ persistent, transient }), ["0000:01:00.0", "0000:02:00.0"]);
    });

    it("both halves anew where the MAC changes, and the pair is never without its persistent half", () => {
        const other = "52:54:00:aa:bb:02";
        const desired: Team = { persistent: { ...persistent, mac: other }, transient: { ...transient, mac: other } };
        const steps = planned(findHalves(guest(persistent, transient), { prior: pair }), pair, desired);
        assert.deepEqual(
            steps.map(({ half, action }) => `${action} ${half}`),
            ["detach transient", "detach persistent", "attach persistent", "attach transient"],
        );
        for (const { half, reason } of steps)
            assert.deepEqual(reason, { changes: [{ half, path: "mac", before: mac, after: other }] });
    });

    it("hands libvirt the device, with what nobody described, and remembers how it was", () => {
        const tuned = read(
            `<interface type="network"><mac address="${mac}"/><source network="lan"/><model type="virtio"/>` +
                `<teaming type="persistent"/><alias name="ua-a"/><tune><sndbuf>0</sndbuf></tune></interface>`,
        );
        const domain = { ...guest(), children: [{ name: "devices", attrs: {}, children: [tuned] }] };
        const desired: PartialTeam = { persistent: { ...persistent, mtu: 9000 } };
        const [step, ...more] = planned(findHalves(domain, { prior: pair }), { persistent }, desired);
        assert.deepEqual(more, []);
        assert.deepEqual(step && { ...step, xml: read(step.xml), before: read(step.before ?? "") }, {
            layer: "config",
            effect: "next-boot",
            half: "persistent",
            action: "update",
            alias: "ua-a",
            reason: { changes: [{ half: "persistent", path: "mtu", before: undefined, after: 9000 }] },
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
    const team = (...halves: readonly (readonly Half[])[]): fc.Arbitrary<PartialTeam> =>
        fc.tuple(fc.constantFrom(...halves), changes, changes).map(([present, p, t]) =>
            defined({
                persistent: present.includes("persistent") ? { ...persistent, ...p } : undefined,
                transient: present.includes("transient") ? { ...transient, ...t } : undefined,
            }),
        );
    // somebody may have removed either half; a program wants both or, when it deletes, none
    const scene = fc.tuple(
        team([], ["persistent"], ["transient"], ["persistent", "transient"]),
        team([], ["persistent", "transient"]),
    );
    const devices = ({ persistent, transient }: PartialTeam): readonly Nic[] =>
        [persistent, transient].filter((nic) => nic !== undefined);

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
            fc.property(scene, ([prior, desired]) => {
                const actual = findHalves(guest(OTHER, ...devices(prior)), { prior, desired });
                const after = take(devices(prior), planned(actual, prior, desired), () => undefined);
                assert.deepEqual(byAlias(after), byAlias(devices(desired)));
                const settled = findHalves(guest(OTHER, ...after), { prior: desired });
                assert.deepEqual(planned(settled, desired, desired), []);
            }),
            { numRuns: 500 },
        );
    });

    it("leaves no transient half behind a persistent one that it removed", () => {
        fc.assert(
            fc.property(scene, ([prior, desired]) => {
                const steps = planned(findHalves(guest(...devices(prior)), { prior, desired }), prior, desired);
                let had = prior.persistent !== undefined;
                take(devices(prior), steps, (now) => {
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
            fc.property(scene, ([prior, desired]) => {
                for (const step of planned(findHalves(guest(...devices(prior)), { prior, desired }), prior, desired)) {
                    if (typeof step.reason !== "string") assert.notDeepEqual(step.reason.changes, []);
                    assert.equal(step.before === undefined, step.action === "attach");
                    assert.ok(isElement(read(step.xml)));
                }
            }),
            { numRuns: 300 },
        );
    });
});
