import assert from "node:assert/strict";
import fc from "fast-check";
import { Survey, type Surveys } from "../../../provider/host/survey";
import type { Prior } from "../../../provider/lifecycle/kind";
import type { Message } from "../../../provider/lifecycle/message";
import type { Layer } from "../../../provider/libvirt/libvirt";
import type { Nic } from "../../../provider/model/interface";
import type { Half } from "../../../provider/rules";
import { teamedNic } from "../../../provider/teamedNic";
import type { TeamedNicArgs } from "../../../provider/teamedNic/args";
import type { PairOutputs } from "../../../provider/teamedNic/outputs";
import type { Reason } from "../../../provider/teamedNic/plan";
import { defined } from "../../../provider/xml";
import { ChangingGuest, DOMAIN_ID, GUEST, URI, type Call, type MarkedNic } from "../../support/changingGuest";

const MACS = ["52:54:00:aa:bb:01", "52:54:00:aa:bb:02"] as const;
const mac = fc.constantFrom(...MACS);

/** What a program says of a pair; few names and MACs, so that they collide. */
const args: fc.Arbitrary<TeamedNicArgs> = fc
    .record({
        name: fc.constantFrom("a", "b"),
        mac,
        persistent: fc.record(
            {
                mtu: fc.constantFrom(1400, 9000),
                link: fc.constantFrom("down"),
                alias: fc.constantFrom("ua-x", "ua-a-vf"),
            },
            { requiredKeys: [] },
        ),
        transient: fc.record(
            { vlan: fc.constantFrom(7, 8), alias: fc.constantFrom("ua-y", "ua-a") },
            { requiredKeys: [] },
        ),
        network: fc.constantFrom("lan", "lan", "dmz"),
        adopt: fc.boolean(),
        apply: fc.constantFrom("live", "live", "next-boot"),
    })
    .filter(({ name, persistent, transient }) => {
        const first = persistent.alias ?? `ua-${name}`;
        return first !== (transient.alias ?? `ua-${name}-vf`); // a rule wants that
    })
    .map(
        ({ persistent, transient, network, ...more }) =>
            teamedNic.withDefaults({
                uri: URI,
                domain: GUEST.name,
                ...more,
                persistent: { network, ...persistent },
                transient: { network: "pool", ...transient },
            }) as unknown as TeamedNicArgs,
    );

/** Somebody else's device, which may have what a pair goes by. */
const foreign: fc.Arbitrary<Nic> = fc
    .record({
        mac,
        alias: fc.constantFrom("ua-a", "ua-a-vf", "ua-b", "ua-b-vf", "ua-x", "ua-y", undefined),
        teaming: fc.constantFrom("persistent", "transient", undefined, undefined),
        mtu: fc.constantFrom(1400, undefined),
    })
    .map(({ teaming, ...more }): Nic =>
        defined({
            type: "network",
            network: teaming === "transient" ? "pool" : "lan",
            model: "virtio",
            ...more,
            teaming,
            persistent: teaming === "transient" ? "ua-else" : undefined,
        }),
    );

/** What somebody did to a half by hand. */
const byHand = fc.constantFrom<(nic: Nic) => readonly Nic[]>(
    (nic) => [nic],
    (nic) => [nic],
    (nic) => [nic],
    () => [],
    (nic) => [defined({ ...nic, alias: undefined })],
    (nic) => [{ ...nic, alias: "ua-hand" }],
    (nic) => [{ ...nic, mac: MACS[1] }],
    (nic) => [{ ...nic, network: nic.teaming === "transient" ? "pool" : "dmz" }],
);

interface Scene {
    readonly prior: Prior<TeamedNicArgs, PairOutputs> | undefined;
    readonly desired: TeamedNicArgs;
    readonly config: readonly MarkedNic[];
    readonly live: readonly MarkedNic[] | undefined;
}

/** Devices of one layer: an alias names one of them, and what runs has one in any case. */
const layerOf = (nics: readonly Nic[], layer: Layer): readonly MarkedNic[] =>
    nics.flatMap((nic, mark) => {
        const isTaken = nics.slice(0, mark).some(({ alias }) => alias !== undefined && alias === nic.alias);
        if (isTaken) return [];
        const alias = nic.alias ?? (layer === "live" ? `net${mark}` : undefined);
        return [{ mark, nic: defined({ ...nic, alias }) }];
    });

const scene: fc.Arbitrary<Scene> = fc
    .record({
        before: fc.option(args, { nil: undefined, freq: 6 }),
        desired: args,
        others: fc.array(foreign, { maxLength: 3 }),
        hands: fc.tuple(byHand, byHand, byHand, byHand),
        isRunning: fc.boolean(),
        runsAs: fc.constantFrom(undefined, undefined, "ua-x", "ua-b"),
        run: fc.constantFrom(DOMAIN_ID, DOMAIN_ID - 1),
    })
    .map(({ before, desired, others, hands, isRunning, runsAs, run }) => {
        const [first, second, third, fourth] = hands;
        const halves = before ? [...first(before.persistent), ...second(before.transient)] : [];
        const renamed = halves.map((nic) =>
            nic.teaming === "persistent" && runsAs !== undefined ? { ...nic, alias: runsAs } : nic,
        );
        const running = [...renamed.slice(0, 1).flatMap(third), ...renamed.slice(1).flatMap(fourth)];
        const outputs = defined({
            domainUuid: GUEST.uuid,
            host: URI,
            aliases: {},
            vf: { address: "0000:01:10.0", domainId: run },
            runningAs: runsAs === undefined ? undefined : { persistent: runsAs },
        });
        return {
            prior: before && { id: `${GUEST.uuid}/${before.name}`, args: before, outputs },
            desired,
            config: layerOf([...halves, ...others], "config"),
            live: isRunning ? layerOf([...running, ...others], "live") : undefined,
        };
    });

interface Told {
    readonly id: string;
    readonly half: Half;
    readonly alias: string;
    readonly reason: Reason;
}
const toldOf = ({ id, facts }: Message): Told => ({ id, ...facts }) as Told;

type Device = ReturnType<ChangingGuest["devices"]>[number];
interface Outcome {
    readonly guest: ChangingGuest;
    readonly before: Readonly<Record<Layer, readonly Device[]>>;
    readonly told: readonly Told[];
    readonly error: unknown;
}

function surveysOf({ libvirt }: ChangingGuest): Surveys {
    const survey = new Survey(libvirt);
    return () => survey;
}

/** Asks a preview, then makes the same change. */
async function change({ prior, desired, config, live }: Scene): Promise<Outcome> {
    const guest = new ChangingGuest(config, live);
    const before = { config: guest.devices("config"), live: guest.devices("live") };
    const messages = (await teamedNic.effects?.(surveysOf(guest), desired, prior)) ?? [];
    assert.deepEqual(guest.calls, [], "a preview changes nothing");
    const surveys = surveysOf(guest);
    const up = prior ? teamedNic.update(surveys, prior, desired) : teamedNic.create(surveys, desired, () => undefined);
    const error: unknown = await up.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    const ofDevices = messages.filter(({ id }) => id !== "take-over-pair");
    const isTakenOver = ofDevices.length < messages.length;
    assert.ok(!isTakenOver || error === undefined, "what a preview says is taken over is not refused");
    return { guest, before, told: ofDevices.map(toldOf), error };
}

/** Devices in any order. From which pool a running VF is, its definition tells, so that in what runs no network counts. */
const unordered = (layer: Layer, devices: readonly Device[]): readonly string[] =>
    devices
        .map(({ mark, nic }) =>
            JSON.stringify({ mark, nic: layer === "live" ? defined({ ...nic, network: undefined }) : nic }),
        )
        .toSorted();

/** What is done to a device that a message names, call by call. */
const CALLS: Readonly<Record<string, readonly (readonly Call["action"][])[]>> = {
    attach: [["attach"]],
    "update-in-place": [["update"]],
    "reattach-vf": [["detach", "attach"]],
    "reattach-vf-too": [["detach", "attach"]],
    "replace-virtio-half": [["detach", "attach"]],
    "next-boot": [["update"], ["detach", "attach"]],
};

/** That a layer was changed as its messages say, and not otherwise. */
function assertAsTold(layer: Layer, { guest, before, told }: Outcome): void {
    const after = guest.devices(layer);
    const callsOf = (isIt: (call: Call) => boolean): readonly Call["action"][] =>
        guest.calls.filter((call) => call.layer === layer && isIt(call)).map(({ action }) => action);
    const named = new Set<number | undefined>();
    for (const { id, half, alias, reason } of told) {
        if (reason === "missing") {
            assert.deepEqual(
                callsOf((call) => call.mark === undefined && call.alias === alias),
                ["attach"],
            );
            continue;
        }
        assert.ok(typeof reason !== "string");
        const own = reason.changes.filter((one) => one.half === half);
        // by its alias; where libvirt dropped that, by its role, which several may have
        const isNamed = ({ nic }: Device): boolean => (alias === "" ? nic.teaming === half : nic.alias === alias);
        const wasSo = ({ nic }: Device): boolean =>
            own
                .filter(({ path }) => layer === "config" || half === "persistent" || path !== "network")
                .every(({ path, before: value }) => (nic as unknown as Record<string, unknown>)[path] === value);
        const changed = before[layer].filter(
            (device) => isNamed(device) && wasSo(device) && callsOf(({ mark }) => mark === device.mark).length > 0,
        );
        assert.equal(changed.length, 1, `${id} names the one device that up changes, and how it was`);
        const mark = changed[0]?.mark;
        named.add(mark);
        const is = after.find((one) => one.mark === mark)?.nic as Record<string, unknown> | undefined;
        for (const { path, after: value } of own) assert.deepEqual([path, is?.[path]], [path, value]);
        const calls = callsOf((call) => call.mark === mark);
        assert.ok(
            CALLS[id]?.some((one) => one.join() === calls.join()),
            `${id} does ${calls.join()}`,
        );
    }
    const untold = (devices: readonly Device[]) => devices.filter(({ mark }) => mark !== undefined && !named.has(mark));
    assert.deepEqual(
        unordered(layer, untold(after)),
        unordered(layer, untold(before[layer])),
        "what is not told of stays as it is",
    );
    const follower = new Set(guest.calls.filter((call) => call.layer === layer).map(({ mark }) => mark));
    for (const mark of [undefined, ...named]) follower.delete(mark);
    assert.ok(follower.size <= 1, "the VF alone may be attached again with its virtio half");
    for (const mark of follower)
        assert.deepEqual(
            callsOf((call) => call.mark === mark),
            ["detach", "attach"],
        );
}

describe("what up does to a guest", () => {
    it("is what the preview of the same state told, to the same devices", async () => {
        const reached = { shutOff: 0, running: 0, later: 0, refused: 0 };
        await fc.assert(
            fc.asyncProperty(scene, async (one) => {
                const outcome = await change(one);
                const { guest, before, told, error } = outcome;
                if (error !== undefined) {
                    reached.refused += 1;
                    for (const layer of ["config", "live"] as const)
                        assert.deepEqual(
                            unordered(layer, guest.devices(layer)),
                            unordered(layer, before[layer]),
                            "all is as it was",
                        );
                    return;
                }
                if (!one.live) {
                    reached.shutOff += 1;
                    const made = guest.calls.filter(({ mark }) => mark === undefined);
                    // that a guest gets a half when it boots is not told
                    const silent = made.map(
                        ({ alias = "" }) =>
                            ({ id: "next-boot", half: "persistent", alias, reason: "missing" }) as const,
                    );
                    assertAsTold("config", { ...outcome, told: [...told, ...silent] });
                    return;
                }
                const twin = await change({ ...one, live: undefined });
                assert.deepEqual(
                    guest.calls.filter(({ layer }) => layer === "config"),
                    twin.guest.calls,
                    "a definition is changed in the same way whether its guest runs or not",
                );
                if (one.desired.apply === "next-boot") {
                    reached.later += 1;
                    assert.deepEqual(guest.devices("live"), before.live);
                    return;
                }
                reached.running += 1;
                assertAsTold("live", { ...outcome, told: told.filter(({ id }) => id !== "definition-only") });
            }),
            { numRuns: 300 },
        );
        for (const [what, count] of Object.entries(reached)) assert.ok(count > 10, `${what}: ${count} are too few`);
    });
});
