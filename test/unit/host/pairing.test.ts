import assert from "node:assert/strict";
import fc from "fast-check";
import { devicesIn, judgeDocument, pairsIn } from "../../../provider/documents";
import { Survey } from "../../../provider/host/survey";
import { teamsOn } from "../../../provider/host/teams";
import type { RuleIdOf } from "../../../provider/rules";
import { read } from "../../../provider/xml";
import { guestOf, vfHalf, virtioHalf, type PairedDevice } from "../../support/pairedGuest";
import { ToldHost } from "../../support/toldHost";

/** Rules about which halves belong together. */
const PAIRING: readonly RuleIdOf<"guest" | "pair" | "persistent">[] = [
    "alias-once-in-guest",
    "half-has-teaming-type",
    "halves-share-mac",
    "one-transient-per-persistent",
    "persistent-has-a-transient",
    "persistent-is-not-a-vf",
    "persistent-exists",
    "persistent-is-virtio",
    "transient-names-persistent",
];

const mac = fc.constantFrom("52:54:00:aa:bb:01", "52:54:00:aa:bb:01", "52:54:00:aa:bb:02");
const virtio: fc.Arbitrary<PairedDevice> = fc.record({
    kind: fc.constantFrom("bridge", "bridge", "bridge", "vf"),
    alias: fc.constantFrom("ua-a", "ua-a", "ua-b", undefined),
    mac,
    model: fc.constantFrom("virtio", "virtio", "virtio-transitional", "e1000", undefined),
    teaming: fc.constantFrom("persistent", "persistent", undefined),
});
const vf: fc.Arbitrary<PairedDevice> = fc.record({
    kind: fc.constantFrom("pool", "pool", "vf", "hostdev"),
    mac,
    model: fc.constant("virtio"),
    teaming: fc.constant("transient"),
    persistent: fc.constantFrom("ua-a", "ua-a", "ua-b", "ua-vf0", "ua-vf1", undefined),
});

/** Guests with few devices, so that one mistake hides no other. libvirt has each alias of a VF half once. */
const anyGuest = fc
    .array(fc.oneof(virtio, vf), { maxLength: 4 })
    .map((devices) =>
        guestOf(
            ...devices.map((device, at) =>
                device.teaming === "transient" ? { ...device, alias: `ua-vf${at}` } : device,
            ),
        ),
    );

const pairingRulesIn = (xml: string): readonly string[] =>
    judgeDocument(xml)
        .failures.map(({ rule }) => rule)
        .filter((rule) => PAIRING.some((one) => one === rule));

async function teamsOf(xml: string): Promise<Awaited<ReturnType<typeof teamsOn>>> {
    return teamsOn(new Survey(new ToldHost("test:///a", { guests: { web: xml } }).libvirt));
}

describe("which halves belong together", () => {
    it("is the same to lint and to a host's teams: lint has nothing against it exactly where all teams are complete", async () => {
        const seen = new Set<boolean>();
        await fc.assert(
            fc.asyncProperty(anyGuest, async (xml) => {
                const teams = await teamsOf(xml);
                const rules = pairingRulesIn(xml);
                const areComplete = teams.every(({ complete }) => complete);
                if (teams.length > 0) seen.add(areComplete);
                assert.equal(rules.length === 0, areComplete, `${rules.join()}: ${JSON.stringify(teams)}`);
            }),
            { numRuns: 500, examples: EXAMPLES.map((xml) => [xml]) },
        );
        assert.deepEqual([...seen].sort(), [false, true]);
    });

    it("leaves out no half, and gives each VF half one pair", () => {
        fc.assert(
            fc.property(anyGuest, (xml) => {
                const devices = devicesIn(read(xml));
                const pairs = pairsIn(devices);
                const paired = new Set(pairs.flatMap(({ persistent, transient }) => [persistent, transient]));
                for (const device of devices.filter(({ teaming }) => teaming !== undefined))
                    assert.ok(paired.has(device), device.path);
                assert.deepEqual(
                    pairs.flatMap(({ transient }) => transient?.path ?? []),
                    devices.filter(({ teaming }) => teaming === "transient").map(({ path }) => path),
                );
            }),
            { numRuns: 500 },
        );
    });
});

const EXAMPLES: readonly string[] = [
    guestOf(virtioHalf("ua-a"), vfHalf("ua-vf1", "ua-a")),
    guestOf(virtioHalf("ua-a"), vfHalf("ua-vf1", "ua-a"), vfHalf("ua-vf2", "ua-a")),
    guestOf(virtioHalf("ua-a"), vfHalf("ua-vf1", "ua-a"), virtioHalf("ua-a", { teaming: undefined })),
];
