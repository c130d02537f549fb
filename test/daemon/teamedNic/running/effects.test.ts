import assert from "node:assert/strict";
import { nic } from "../../../../provider/model/interface";
import type { Properties } from "../../../../provider/lifecycle/kind";
import type { Effect } from "../../../../provider/teamedNic/plan";
import { does } from "../../../support/byVersion";
import { told } from "../../../support/effects";
import { guestBench } from "../../../support/guest";
import { BRIDGES, runningGuest } from "../../../support/runningGuest";

type Half = "persistent" | "transient";
type Change = readonly [
    half: Half | "mac",
    field: string,
    from: Properties,
    to: Properties,
    effect: Exclude<Effect, "next-boot">,
    live: RegExp,
];

const vf = { address: "0000:08:10.0" };
const profile = { type: "802.1Qbh", profileid: "fast" };
/** Open vSwitch, of which libvirt asks nothing but its command, and which alone tags the frames of a tap. */
const ovs = { bridge: BRIDGES.br2, virtualport: { type: "openvswitch" } };
const macvtap = { direct: "enp8s0f0", mode: "bridge" };

const otherPortgroup = does("changesPortgroup") ? "at-once" : "replace-virtio-half";

/** Every property, with what its change does to a guest that runs, and by what it is seen there. */
const changes: readonly Change[] = [
    ["persistent", "network", {}, { network: "br2" }, "at-once", /network='br2'/],
    ["persistent", "network", {}, { network: "macvtap" }, "replace-virtio-half", /type='direct'.*network='macvtap'/],
    ["persistent", "portgroup", { portgroup: "a" }, { portgroup: "b" }, otherPortgroup, /portgroup='b'/],
    // of the same content, of which libvirt 9.0 sees no difference
    ["persistent", "portgroup", { portgroup: "a" }, { portgroup: "c" }, "replace-virtio-half", /portgroup='c'/],
    [
        "persistent",
        "network",
        { network: "br", portgroup: "a" },
        { network: "br2", portgroup: "c" },
        otherPortgroup,
        /network='br2' portgroup='c'/,
    ],
    ["persistent", "bridge", {}, { bridge: BRIDGES.br2 }, "at-once", /type='bridge'.*bridge='lab-br2'/],
    ["persistent", "direct", {}, macvtap, "replace-virtio-half", /type='direct'.*dev='enp8s0f0'/],
    ["persistent", "mode", macvtap, { ...macvtap, mode: "private" }, "replace-virtio-half", /mode='private'/],
    ["persistent", "vlan", ovs, { ...ovs, vlan: 42 }, "at-once", /<tag id='42'\/>/],
    [
        "persistent",
        "virtualport",
        macvtap,
        { ...macvtap, virtualport: profile },
        "replace-virtio-half",
        /profileid='fast'/,
    ],
    ["persistent", "isolated", {}, { isolated: true }, "at-once", /<port isolated='yes'\/>/],
    [
        "persistent",
        "bandwidth",
        {},
        { bandwidth: { inbound: { average: 1000 } } },
        "at-once",
        /<inbound average='1000'\/>/,
    ],
    ["persistent", "target", {}, { target: "tap7" }, "replace-virtio-half", /<target dev='tap7'\/>/],
    [
        "persistent",
        "model",
        {},
        { model: "virtio-non-transitional" },
        "replace-virtio-half",
        /'virtio-non-transitional'/,
    ],
    [
        "persistent",
        "driver",
        {},
        { driver: { name: "qemu", txmode: "timer" } },
        "replace-virtio-half",
        /txmode='timer'/,
    ],
    ["persistent", "filterref", {}, { filterref: { filter: "clean" } }, "at-once", /<filterref filter='clean'\/>/],
    ["persistent", "link", {}, { link: "down" }, "at-once", /<link state='down'\/>/],
    ["persistent", "mtu", {}, { mtu: 1600 }, "replace-virtio-half", /<mtu size='1600'\/>/],
    ["persistent", "boot", {}, { boot: 1 }, "replace-virtio-half", /<boot order='1'\/>/],
    ["persistent", "rom", {}, { rom: { enabled: false } }, "replace-virtio-half", /<rom enabled='no'\/>/],
    ["persistent", "alias", {}, { alias: "ua-left" }, "replace-virtio-half", /<alias name='ua-left'\/>/],
    ["persistent", "acpiIndex", {}, { acpiIndex: 5 }, "replace-virtio-half", /<acpi index='5'\/>/],
    ["persistent", "guestAddress", {}, { guestAddress: "0000:07:00.0" }, "replace-virtio-half", /<address.*bus='0x07'/],
    [
        "persistent",
        "trustGuestRxFilters",
        {},
        { trustGuestRxFilters: true },
        does("changesTrustedFilters") ? "at-once" : "replace-virtio-half",
        /trustGuestRxFilters='yes'/,
    ],
    [
        "persistent",
        "trustGuestRxFilters",
        macvtap,
        { ...macvtap, trustGuestRxFilters: true },
        "replace-virtio-half",
        /trustGuestRxFilters='yes'/,
    ],
    ["transient", "network", {}, { network: "pool2" }, "reattach-vf", /<source><address.*bus='0x08'/],
    ["transient", "portgroup", {}, { portgroup: "b" }, "reattach-vf", /<tag id='9'\/>/],
    ["transient", "address", {}, vf, "reattach-vf", /<source><address.*bus='0x08' slot='0x10' function='0x0'/],
    ["transient", "managed", vf, { ...vf, managed: false }, "reattach-vf", /<interface type='hostdev'>/],
    ["transient", "vlan", {}, { vlan: 42 }, "reattach-vf", /<tag id='42'\/>/],
    ["transient", "virtualport", {}, { virtualport: profile }, "reattach-vf", /802.1Qbh/],
    ["transient", "boot", {}, { boot: 3 }, "reattach-vf", /<boot order='3'\/>/],
    ["transient", "rom", {}, { rom: { enabled: false } }, "reattach-vf", /<rom enabled='no'\/>/],
    ["transient", "alias", {}, { alias: "ua-right" }, "replace-virtio-half", /<alias name='ua-right'\/>/],
    ["transient", "acpiIndex", {}, { acpiIndex: 7 }, "reattach-vf", /<acpi index='7'\/>/],
    ["transient", "guestAddress", {}, { guestAddress: "0000:06:00.0" }, "reattach-vf", /<address.*bus='0x06'/],
    ["transient", "trustGuestRxFilters", {}, { trustGuestRxFilters: true }, "reattach-vf", /trustGuestRxFilters='yes'/],
    ["mac", "mac", {}, { mac: "52:54:00:aa:bb:02" }, "replace-virtio-half", /52:54:00:aa:bb:02/],
];

describe("a change of a running guest", () => {
    const bench = guestBench();
    const guest = runningGuest(bench);
    /** Has no effect on a VF, and reattaches it all the same. */
    const rules = { "transient-has-no-trusted-filters": "off" };
    const programOf = (half: Change[0], fields: Properties): Properties =>
        half === "mac"
            ? { ...bench.program(), rules, ...fields }
            : { ...bench.program(...(half === "persistent" ? [fields] : [{}, fields])), rules };
    const aliasOf = (half: Change[0], fields: Properties): string =>
        (fields["alias"] as string | undefined) ?? (half === "transient" ? "ua-net0-vf" : "ua-net0");

    for (const [half, field, from, to, effect, live] of changes) {
        const before = programOf(half, from);
        const after = programOf(half, to);

        it(`of ${half}.${field}, and back, has the effect that the preview told: ${effect}; at the next boot it leaves the running guest as it is and is no drift`, async () => {
            await bench.stack.up(before);
            const pid = await guest.pid();
            await guest.events();
            for (const [next, fields, previous] of [
                [after, to, from],
                [before, from, to],
            ] as const) {
                await bench.stack.preview(next);
                const announced = bench.stack.told.map(({ message }) => message);
                for (const { subject } of announced) assert.deepEqual({ subject }, { subject: "net0 on guest" });
                assert.ok(announced.some(({ id }) => id === TOLD[effect]));
                await bench.stack.up(next);

                const p = aliasOf("persistent", half === "persistent" ? previous : {});
                const t = aliasOf("transient", half === "transient" ? previous : {});
                const p2 = aliasOf("persistent", half === "persistent" ? fields : {});
                const t2 = aliasOf("transient", half === "transient" ? fields : {});
                const seen = {
                    "at-once": [],
                    "reattach-vf": [`-${t}`, `+${t2}`],
                    "replace-virtio-half": [`-${t}`, `-${p}`, `+${p2}`, `+${t2}`],
                };
                assert.deepEqual(await guest.events(), seen[effect]);
                assert.equal(live.test(await guest.half(aliasOf(half, fields))), next === after);
                assert.equal(await guest.pid(), pid);
                await bench.stack.assertSettled(next);
                assert.equal(await bench.stack.up(next), "unchanged");
            }

            // the guest has what it had in the beginning
            const running = await guest.interfaces();
            const pending = { ...after, apply: "next-boot" };
            const assertPending = (): void => {
                assert.notDeepEqual(bench.stack.told, []);
                for (const { message } of bench.stack.told)
                    assert.deepEqual([message.id, message.subject], ["pending", "net0 on guest"]);
            };
            await bench.stack.preview(pending);
            assertPending();
            await bench.stack.up(pending);
            assert.deepEqual([await guest.pid(), await guest.interfaces()], [pid, running]);
            assert.deepEqual(await guest.events(), []);
            assert.equal(await bench.stack.up(pending), "unchanged");
            assert.deepEqual(await bench.stack.previewRefreshed(pending), {});
            assertPending();

            await guest.reboot();
            assert.match(await guest.half(aliasOf(half, to)), live);
            await bench.stack.assertSettled(pending);
        });
    }

    it("transient.driver can be said or left out of the definition: a VF runs with vfio in any case", async () => {
        const before = programOf("transient", vf);
        const after = programOf("transient", { ...vf, driver: { name: "vfio" } });
        await bench.stack.up(before);
        await guest.events();
        for (const [next, change] of [
            [after, '- => {"name":"vfio"}'],
            [before, '{"name":"vfio"} => -'],
        ] as const) {
            await bench.stack.preview(next);
            assert.deepEqual(told(bench.stack), [`definition-only ua-net0-vf: transient.driver ${change}`]);
            assert.equal(await bench.stack.up(next), "updated");
            assert.deepEqual(await guest.events(), []);
            assert.match(await guest.half("ua-net0-vf"), /<driver name='vfio'\/>/);
            await bench.stack.assertSettled(next);
        }
    });
});

/** The message that tells an effect. */
const TOLD = {
    "at-once": "update-in-place",
    "reattach-vf": "reattach-vf",
    "replace-virtio-half": "replace-virtio-half",
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
