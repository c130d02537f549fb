import assert from "node:assert/strict";
import { nic } from "../../../../provider/model/interface";
import type { Properties } from "../../../../provider/lifecycle/kind";
import type { Effect } from "../../../../provider/teamedNic/plan";
import { guestBench } from "../../../support/guest";
import { BRIDGES, runningGuest } from "../../../support/runningGuest";

type Half = "persistent" | "transient";
type Change = readonly [
    half: Half | "mac",
    field: string,
    from: Properties,
    to: Properties,
    effect: Exclude<Effect, "next boot" | "replaces">,
    live: RegExp,
];

const vf = { address: "0000:08:10.0" };
const profile = { type: "802.1Qbh", profileid: "fast" };
/** Open vSwitch, of which libvirt asks nothing but its command, and which alone tags the frames of a tap. */
const ovs = { bridge: BRIDGES.br2, virtualport: { type: "openvswitch" } };
const macvtap = { direct: "enp8s0f0", mode: "bridge" };

/** Every property, with what its change does to a guest that runs, and by what it is seen there. */
const changes: readonly Change[] = [
    ["persistent", "network", {}, { network: "br2" }, "now", /network='br2'/],
    ["persistent", "network", {}, { network: "macvtap" }, "interrupts", /type='direct'.*network='macvtap'/],
    ["persistent", "portgroup", { portgroup: "a" }, { portgroup: "b" }, "now", /portgroup='b'/],
    ["persistent", "bridge", {}, { bridge: BRIDGES.br2 }, "now", /type='bridge'.*bridge='lab-br2'/],
    ["persistent", "direct", {}, macvtap, "interrupts", /type='direct'.*dev='enp8s0f0'/],
    ["persistent", "mode", macvtap, { ...macvtap, mode: "private" }, "interrupts", /mode='private'/],
    ["persistent", "vlan", ovs, { ...ovs, vlan: 42 }, "now", /<tag id='42'\/>/],
    ["persistent", "virtualport", macvtap, { ...macvtap, virtualport: profile }, "interrupts", /profileid='fast'/],
    ["persistent", "isolated", {}, { isolated: true }, "now", /<port isolated='yes'\/>/],
    ["persistent", "bandwidth", {}, { bandwidth: { inbound: { average: 1000 } } }, "now", /<inbound average='1000'\/>/],
    ["persistent", "target", {}, { target: "tap7" }, "interrupts", /<target dev='tap7'\/>/],
    ["persistent", "model", {}, { model: "virtio-non-transitional" }, "interrupts", /'virtio-non-transitional'/],
    ["persistent", "driver", {}, { driver: { name: "qemu", txmode: "timer" } }, "interrupts", /txmode='timer'/],
    ["persistent", "filterref", {}, { filterref: { filter: "clean" } }, "now", /<filterref filter='clean'\/>/],
    ["persistent", "link", {}, { link: "down" }, "now", /<link state='down'\/>/],
    ["persistent", "mtu", {}, { mtu: 1400 }, "interrupts", /<mtu size='1400'\/>/],
    ["persistent", "boot", {}, { boot: 1 }, "interrupts", /<boot order='1'\/>/],
    ["persistent", "rom", {}, { rom: { enabled: false } }, "interrupts", /<rom enabled='no'\/>/],
    ["persistent", "alias", {}, { alias: "ua-left" }, "interrupts", /<alias name='ua-left'\/>/],
    ["persistent", "acpiIndex", {}, { acpiIndex: 5 }, "interrupts", /<acpi index='5'\/>/],
    ["persistent", "guestAddress", {}, { guestAddress: "0000:07:00.0" }, "interrupts", /<address.*bus='0x07'/],
    ["persistent", "trustGuestRxFilters", {}, { trustGuestRxFilters: true }, "interrupts", /trustGuestRxFilters='yes'/],
    ["transient", "network", {}, { network: "pool2" }, "re-plug", /<source><address.*bus='0x08'/],
    ["transient", "portgroup", {}, { portgroup: "b" }, "re-plug", /<tag id='9'\/>/],
    ["transient", "address", {}, vf, "re-plug", /<source><address.*bus='0x08' slot='0x10' function='0x0'/],
    ["transient", "managed", vf, { ...vf, managed: false }, "re-plug", /<interface type='hostdev'>/],
    ["transient", "vlan", {}, { vlan: 42 }, "re-plug", /<tag id='42'\/>/],
    ["transient", "virtualport", {}, { virtualport: profile }, "re-plug", /802.1Qbh/],
    ["transient", "boot", {}, { boot: 3 }, "re-plug", /<boot order='3'\/>/],
    ["transient", "rom", {}, { rom: { enabled: false } }, "re-plug", /<rom enabled='no'\/>/],
    ["transient", "alias", {}, { alias: "ua-right" }, "interrupts", /<alias name='ua-right'\/>/],
    ["transient", "acpiIndex", {}, { acpiIndex: 7 }, "re-plug", /<acpi index='7'\/>/],
    ["transient", "guestAddress", {}, { guestAddress: "0000:06:00.0" }, "re-plug", /<address.*bus='0x06'/],
    ["transient", "trustGuestRxFilters", {}, { trustGuestRxFilters: true }, "re-plug", /trustGuestRxFilters='yes'/],
    ["mac", "mac", {}, { mac: "52:54:00:aa:bb:02" }, "interrupts", /52:54:00:aa:bb:02/],
];

describe("a change of a running guest", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    const programOf = (half: Change[0], fields: Properties): Properties =>
        half === "mac"
            ? { ...bench.program(), ...fields }
            : bench.program(...(half === "persistent" ? [fields] : [{}, fields]));
    const aliasOf = (half: Change[0], fields: Properties): string =>
        (fields["alias"] as string | undefined) ?? (half === "transient" ? "ua-net0-vf" : "ua-net0");

    for (const [half, field, from, to, effect, live] of changes) {
        const [before, after] = [programOf(half, from), programOf(half, to)];

        it(`${half}.${field} has the effect that was announced, and back: ${effect}`, async () => {
            await bench.stack.up(before);
            const [pid] = [await guest.pid(), await guest.events()];
            for (const [next, fields, previous] of [
                [after, to, from],
                [before, from, to],
            ] as const) {
                await bench.stack.preview(next);
                const announced = bench.stack.lines;
                assert.equal(announced.length > 0, true);
                for (const line of announced) assert.match(line, /^net0 on guest: /);
                await bench.stack.up(next);

                const [p, t] = [
                    aliasOf("persistent", half === "persistent" ? previous : {}),
                    aliasOf("transient", half === "transient" ? previous : {}),
                ];
                const [p2, t2] = [
                    aliasOf("persistent", half === "persistent" ? fields : {}),
                    aliasOf("transient", half === "transient" ? fields : {}),
                ];
                const seen = {
                    now: [],
                    "re-plug": [`-${t}`, `+${t2}`],
                    interrupts: [`-${t}`, `-${p}`, `+${p2}`, `+${t2}`],
                };
                assert.deepEqual(await guest.events(), seen[effect]);
                assert.match(announced.join("\n"), SAID[effect]);
                assert.equal(live.test(await guest.half(aliasOf(half, fields))), next === after);
                assert.equal(await guest.pid(), pid);
                await bench.stack.assertSettled(next);
                assert.equal(await bench.stack.up(next), "unchanged");
            }
        });

        it(`${half}.${field}, at the next boot, leaves the running guest as it is and is no drift`, async () => {
            await bench.stack.up(before);
            const [pid, running] = [await guest.pid(), await guest.interfaces()];
            await guest.events();
            const next = { ...after, apply: "next-boot" };
            const assertPending = (): void => {
                assert.equal(bench.stack.lines.length > 0, true);
                for (const line of bench.stack.lines)
                    assert.match(line, /^net0 on guest: pending until the guest boots next: \S/);
            };
            await bench.stack.preview(next);
            assertPending();
            await bench.stack.up(next);
            assert.deepEqual([await guest.pid(), await guest.interfaces()], [pid, running]);
            assert.deepEqual(await guest.events(), []);
            assert.equal(await bench.stack.up(next), "unchanged");
            assert.deepEqual(await bench.stack.previewRefreshed(next), {});
            assertPending();

            await guest.reboot();
            assert.match(await guest.half(aliasOf(half, to)), live);
            await bench.stack.assertSettled(next);
        });
    }

    it("transient.driver can be said or left out of the definition: a VF runs with vfio in any case", async () => {
        const [before, after] = [
            programOf("transient", vf),
            programOf("transient", { ...vf, driver: { name: "vfio" } }),
        ];
        await bench.stack.up(before);
        await guest.events();
        for (const next of [after, before]) {
            await bench.stack.preview(next);
            assert.match(
                bench.stack.lines.join(),
                /^net0 on guest: driver .* in the definition; the running guest has it so already$/,
            );
            assert.equal(await bench.stack.up(next), "updated");
            assert.deepEqual(await guest.events(), []);
            assert.match(await guest.half("ua-net0-vf"), /<driver name='vfio'\/>/);
            await bench.stack.assertSettled(next);
        }
    });
});

const SAID = {
    now: /in the running guest at once, without an interruption/,
    "re-plug": /needs the VF half plugged in anew: the guest stays connected over the virtio half meanwhile$/,
    interrupts: /needs the virtio half replaced: the guest loses this NIC for a moment/,
} as const;

describe("the table of effects", () => {
    it("has every property of both halves that a program can change", () => {
        const implied = ["type", "mac", "teaming", "persistent"];
        const notOf = {
            persistent: ["address", "managed"],
            transient: [
                "bridge",
                "direct",
                "mode",
                "isolated",
                "bandwidth",
                "target",
                "model",
                "filterref",
                "link",
                "mtu",
            ],
        };
        for (const half of ["persistent", "transient"] as const) {
            const all = Object.keys(nic.fields).filter((field) => ![...implied, ...notOf[half]].includes(field));
            const tried = changes.filter(([of]) => of === half).map(([, field]) => field);
            assert.deepEqual(
                all.filter((field) => !tried.includes(field)),
                half === "transient" ? ["driver"] : [],
            );
        }
    });
});
