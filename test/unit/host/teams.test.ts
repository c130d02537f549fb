import assert from "node:assert/strict";
import { groupsOf } from "../../../cli/map/groups";
import { hostMap } from "../../../cli/map/hostMap";
import { totalsOf } from "../../../cli/map/totals";
import { judgeDocument } from "../../../provider/documents";
import { Survey } from "../../../provider/host/survey";
import { teamsOn } from "../../../provider/host/teams";
import { guestOf, vfHalf, virtioHalf } from "../../support/pairedGuest";
import { ToldHost } from "../../support/toldHost";

const MAC = "52:54:00:aa:bb:01";

/** A host whose only guest is `web`. It runs where its running XML is given. */
const surveyOf = (config: string, live?: string): Survey =>
    new Survey(
        new ToldHost("test:///a", {
            guests: { web: config },
            ...(live !== undefined && { running: ["web"], live: { web: live } }),
        }).libvirt,
    );

/** Each team of the guest: its aliases, and what is wrong with it. */
async function teams(config: string, live?: string): Promise<readonly unknown[]> {
    const all = await teamsOn(surveyOf(config, live));
    for (const { complete, problems } of all) assert.equal(complete, problems.length === 0);
    return all.map(({ persistent, transient, problems }) => [persistent, transient, problems]);
}

const findings = (xml: string): readonly (readonly string[])[] =>
    judgeDocument(xml).failures.map(({ rule, property }) => [rule, property]);

describe("the teams of a host", () => {
    it("have no VF that libvirt's ports alone say the guest has", async () => {
        const half =
            "<interface type='network'><source network='br'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-a'/></interface>";
        const { libvirt } = new ToldHost("test:///a", {
            started: { pool: "<network><name>pool</name><forward mode='hostdev'/></network>" },
            ports: {
                pool: [
                    "<networkport><owner><uuid>uuid-web</uuid></owner><plug type='hostdev-pci'><address domain='0' bus='1' slot='0x10' function='0'/></plug></networkport>",
                ],
            },
            guests: { web: `<domain><devices>${half}</devices></domain>` },
            running: ["web"],
        });
        assert.deepEqual(await teamsOn(new Survey(libvirt)), [
            {
                guest: "web",
                domainUuid: "uuid-web",
                active: true,
                persistent: "ua-a",
                complete: false,
                problems: ["its definition has no VF half", "the guest runs without the VF half"],
            },
        ]);
    });

    describe("with two VF halves for one virtio half", () => {
        const first = vfHalf("ua-a-vf", "ua-a");
        const second = vfHalf("ua-b-vf", "ua-a");
        const config = guestOf(virtioHalf("ua-a"), first, second);
        const problem = "2 VF halves name ua-a, and a virtio half accepts one";

        it("are incomplete, each for the same reason, which lint has too", async () => {
            assert.deepEqual(findings(config), [
                ["one-transient-per-persistent", "/domain/devices/interface[3]/teaming/@persistent"],
            ]);
            const team = { guest: "web", domainUuid: "uuid-web", active: false, persistent: "ua-a", mac: MAC };
            const wrong = { pool: "vfpool", complete: false, problems: [problem] };
            assert.deepEqual(await teamsOn(surveyOf(config)), [
                { ...team, transient: "ua-a-vf", ...wrong },
                { ...team, transient: "ua-b-vf", ...wrong },
            ]);
        });

        it("are incomplete in a map, which has a place for each VF half", async () => {
            const map = await hostMap(surveyOf(config));
            const { teams, incomplete } = totalsOf(map);
            assert.deepEqual({ teams, incomplete }, { teams: 2, incomplete: 2 });
            const [pool] = groupsOf(map);
            assert.deepEqual(
                [pool?.places.map(({ team }) => team?.transient), pool?.wanted],
                [["ua-a-vf", "ua-b-vf"], 2],
            );
        });

        it("say of the one that the guest runs without that it does", async () => {
            assert.deepEqual(await teams(config, guestOf(virtioHalf("ua-a"), second)), [
                ["ua-a", "ua-a-vf", [problem, "the guest runs without the VF half"]],
                ["ua-a", "ua-b-vf", [problem]],
            ]);
        });

        it("say it also where the virtio half is missing", async () => {
            const without = ["its definition has no virtio half", problem];
            assert.deepEqual(await teams(guestOf(first, second)), [
                [undefined, "ua-a-vf", without],
                [undefined, "ua-b-vf", without],
            ]);
        });
    });

    describe("are incomplete where a VF half names", () => {
        const vf = vfHalf("ua-a-vf", "ua-a");
        const cases: readonly (readonly [what: string, guest: string, ...found: readonly unknown[]])[] = [
            [
                "one of two virtio halves with one alias",
                guestOf(virtioHalf("ua-a"), vf, virtioHalf("ua-a")),
                ["ua-a", "ua-a-vf", ["2 interfaces have the alias ua-a, and a VF half needs a single one"]],
                ["ua-a", undefined, ["its definition has no VF half"]],
            ],
            [
                "an interface without <teaming>",
                guestOf(virtioHalf("ua-a", { teaming: undefined }), vf),
                ["ua-a", "ua-a-vf", ['ua-a has no <teaming type="persistent">']],
            ],
            [
                "another VF half",
                guestOf(vf, vfHalf("ua-a", "ua-b"), virtioHalf("ua-b")),
                ["ua-a", "ua-a-vf", ['ua-a has no <teaming type="persistent">']],
                ["ua-b", "ua-a", []],
            ],
            [
                "an interface that is not virtio",
                guestOf(virtioHalf("ua-a", { model: "e1000" }), vf),
                ["ua-a", "ua-a-vf", ["ua-a has model e1000, and a virtio half has model virtio"]],
            ],
            [
                "an interface without a model",
                guestOf(virtioHalf("ua-a", { model: undefined }), vf),
                ["ua-a", "ua-a-vf", ["ua-a has no model, and a virtio half has model virtio"]],
            ],
            [
                "a VF",
                guestOf(virtioHalf("ua-a", { kind: "vf" }), vf),
                ["ua-a", "ua-a-vf", ["ua-a is a VF, and a virtio half cannot be one"]],
            ],
            ["itself", guestOf(vfHalf("ua-a", "ua-a")), [undefined, "ua-a", ["its definition has no virtio half"]]],
        ];
        for (const [what, guest, ...found] of cases)
            it(`${what}, of which lint has an error too`, async () => {
                assert.deepEqual(await teams(guest), found);
                assert.ok(judgeDocument(guest).failures.some(({ severity }) => severity === "error"));
            });
    });

    describe("of a guest that runs otherwise than its definition says", () => {
        const both = [virtioHalf("ua-a"), virtioHalf("ua-b")];

        it("are told by virtio half, where the VF half names another one in each layer", async () => {
            const config = guestOf(...both, vfHalf("ua-vf", "ua-a"));
            assert.deepEqual(await teams(config, guestOf(...both, vfHalf("ua-vf", "ua-b"))), [
                ["ua-a", "ua-vf", ["the guest runs without the VF half"]],
                ["ua-b", "ua-vf", ["its definition has no VF half"]],
            ]);
        });

        it("are one where another VF half has taken the place of the first", async () => {
            const config = guestOf(virtioHalf("ua-a"), vfHalf("ua-new", "ua-a"));
            assert.deepEqual(await teams(config, guestOf(virtioHalf("ua-a"), vfHalf("ua-old", "ua-a"))), [
                ["ua-a", "ua-old", []],
            ]);
        });

        it("are one where libvirt made up the alias of a lone virtio half", async () => {
            const config = guestOf(virtioHalf("", { alias: undefined }));
            assert.deepEqual(await teams(config, guestOf(virtioHalf("net0"))), [
                ["net0", undefined, ["its definition has no VF half", "the guest runs without the VF half"]],
            ]);
        });

        it("say what is wrong in one layer alone", async () => {
            const pair = [virtioHalf("ua-a"), vfHalf("ua-a-vf", "ua-a")];
            const live = guestOf(...pair, vfHalf("ua-b-vf", "ua-a"));
            const problem = "2 VF halves name ua-a, and a virtio half accepts one";
            assert.deepEqual(await teams(guestOf(...pair), live), [
                ["ua-a", "ua-a-vf", [problem]],
                ["ua-a", "ua-b-vf", ["its definition has no VF half", problem]],
            ]);
        });
    });
});
