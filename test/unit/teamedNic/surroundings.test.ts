import assert from "node:assert/strict";
import { Survey } from "../../../provider/host/survey";
import { nic as table, type Nic } from "../../../provider/model/interface";
import type { Surroundings } from "../../../provider/teamedNic/plan";
import { withSurroundings } from "../../../provider/teamedNic/surroundings";
import { encode } from "../../../provider/xml";
import { ToldHost } from "../../support/toldHost";

const portgroups =
    "<portgroup name='a'/><portgroup name='b'/>" +
    "<portgroup name='slow' default='yes'><bandwidth><inbound average='8'/></bandwidth></portgroup>";
const bridged = (name: string, more = ""): string =>
    `<network><name>${name}</name><bridge name='br-${name}'/>${more}${portgroups}</network>`;
const started = {
    lan: bridged("lan"),
    dmz: bridged("dmz"),
    ovs: bridged("ovs", "<virtualport type='openvswitch'/>"),
    macvtap: "<network><name>macvtap</name><forward mode='bridge'><interface dev='eth0'/></forward></network>",
};
const bandwidth = { inbound: { average: 8 } };
const half = (fields: Partial<Nic>): Nic => ({ type: "network", network: "lan", ...fields });

describe("what is around a running virtio half", () => {
    const around = async (before: Nic, after: Nic, version = 9_000_000): Promise<Surroundings | undefined> => {
        const survey = new Survey(new ToldHost("test:///host", { version, started }).libvirt);
        const live = { persistent: { node: encode(table, before), nic: before } };
        return (await withSurroundings(survey, { config: {}, live }, { persistent: after })).surroundings;
    };

    it("is the version of libvirt, and whether it moves to a network of macvtaps", async () => {
        const to = (network: string): ReturnType<typeof around> => around(half({}), half({ network }), 11_003_000);
        const expected = { libvirt: 11_003_000, keepsPortgroup: false };
        assert.deepEqual(await to("lan"), { ...expected, toMacvtap: false });
        assert.deepEqual(await to("dmz"), { ...expected, toMacvtap: false });
        assert.deepEqual(await to("missing"), { ...expected, toMacvtap: false });
        assert.deepEqual(await to("macvtap"), { ...expected, toMacvtap: true });
    });
    it("is nothing where the half is missing or removed", async () => {
        const survey = new Survey(new ToldHost("test:///host", { started }).libvirt);
        const shutOff = { config: {} };
        assert.equal(await withSurroundings(survey, shutOff, { persistent: half({}) }), shutOff);
        const bare = { config: {}, live: {} };
        assert.equal(await withSurroundings(survey, bare, {}), bare);
    });

    const cases: readonly (readonly [says: string, before: Partial<Nic>, after: Partial<Nic>, keeps: boolean])[] = [
        ["the same portgroup", { portgroup: "a" }, { portgroup: "a" }, false],
        ["one of equal content", { portgroup: "a" }, { portgroup: "b" }, true],
        ["one of another bandwidth", { portgroup: "a" }, { portgroup: "slow" }, false],
        ["one of another bandwidth, for none", { portgroup: "slow" }, { portgroup: "b" }, false],
        ["the default by its name", {}, { portgroup: "slow" }, true],
        ["another than the default", {}, { portgroup: "a" }, false],
        [
            "one of another bandwidth, beside a bandwidth of its own",
            { portgroup: "a", bandwidth },
            { portgroup: "slow", bandwidth: { inbound: { average: 8 } } },
            true,
        ],
        ["its own bandwidth, for that of the portgroup", { portgroup: "a", bandwidth }, { portgroup: "slow" }, true],
        ["one of another network", { portgroup: "a" }, { network: "dmz", portgroup: "b" }, false],
        ["one of Open vSwitch", { network: "ovs", portgroup: "a" }, { network: "ovs", portgroup: "slow" }, true],
        ["a bridge", { portgroup: "a" }, { type: "bridge", network: undefined, bridge: "br0" } as object, false],
    ];
    for (const [says, before, after, keeps] of cases)
        it(`${keeps ? "keeps" : "does not keep"} the portgroup of libvirt 9.0 for ${says}`, async () => {
            assert.equal((await around(half(before), half(after)))?.keepsPortgroup, keeps);
        });
    it("asks for no portgroups where libvirt changes none", async () => {
        const host = new ToldHost("test:///host", { version: 10_006_000, started });
        const before = half({ portgroup: "a" });
        const live = { persistent: { node: encode(table, before), nic: before } };
        const team = { config: {}, live };
        const { surroundings } = await withSurroundings(new Survey(host.libvirt), team, {
            persistent: half({ portgroup: "b" }),
        });
        assert.deepEqual(surroundings, { libvirt: 10_006_000, toMacvtap: false, keepsPortgroup: false });
        assert.deepEqual(host.asked, ["versions"]);
    });
});
