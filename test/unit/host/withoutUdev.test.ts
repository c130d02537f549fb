import assert from "node:assert/strict";
import { occupancyOf } from "../../../provider/host/occupancy";
import { Survey } from "../../../provider/host/survey";
import { cardState } from "../../../provider/hostdevNetwork/card";
import type { Properties } from "../../../provider/lifecycle/kind";
import { ToldHost, ToldOperation, type Told } from "../../support/toldHost";

const uri = "test:///told";
const VF = "0000:01:10.0";
const pool = (inside: string): string =>
    `<network><name>vfs</name><forward mode='hostdev'>${inside}</forward></network>`;
const PF = "<pf dev='enp1s0'/>";
const LISTED = `${PF}<address type='pci' bus='0x01' slot='0x10' function='0x0'/>`;
const LAN = "<network><name>lan</name><bridge name='virbr7'/></network>";
const WEB =
    "<domain><name>web</name><os><type machine='q35'>hvm</type></os><devices>" +
    "<controller type='pci' index='1' model='pcie-root-port'/><controller type='pci' index='2' model='pcie-root-port'/>" +
    "</devices></domain>";
const UNTOLD =
    `the provider could not check everything: virConnectListAllNodeDevices on ${uri}: ` +
    'libvirt lists no network device, as in a container without udev. The provider cannot tell which devices are missing. Check "virsh nodedev-list" on the host';

/** Says what is wrong by severity, path and rule. */
const inShort = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => (line.startsWith("the provider could not") ? line : line.replace(/:.*$/, "")));

const poolOn = async (told: Told, args: Properties): Promise<readonly string[]> =>
    inShort(await new ToldOperation([new ToldHost(uri, told)]).pool({ uri, name: "p", ...args }));

const pairOn = async (told: Told, persistent: Properties, transient: Properties): Promise<readonly string[]> => {
    const host = new ToldHost(uri, { guests: { web: WEB }, started: { lan: LAN }, ...told });
    const pair = { uri, name: "net0", domain: "web", mac: "52:54:00:aa:bb:01", persistent, transient };
    return inShort(await new ToldOperation([host]).pair(pair));
};

/** What is asked of a host, and what is wrong where udev tells of other devices. */
const cases: readonly (readonly [what: string, on: (told: Told) => Promise<readonly string[]>, wrong: string])[] = [
    ["the PF of a pool", (told) => poolOn(told, { pf: "enp1s0" }), "error pf pf-exists"],
    ["a VF of a pool", (told) => poolOn(told, { addresses: [VF] }), "error addresses[0] vf-of-pool-exists"],
    [
        "the VF of a pair",
        (told) => pairOn(told, { network: "lan" }, { address: VF }),
        "warning transient.address vf-exists",
    ],
    [
        "the base of a macvtap",
        (told) =>
            pairOn(told, { direct: "enp9s0", mode: "bridge" }, { address: VF }).then((lines) => lines.slice(0, 1)),
        "warning persistent.direct netdev-exists",
    ],
];

describe("a host whose udev tells libvirt of no device", () => {
    for (const [what, on, wrong] of cases)
        it(`is not checked for ${what}`, async () => {
            assert.deepEqual(await on({}), [wrong]);
            assert.deepEqual(await on({ udev: false }), [UNTOLD]);
        });

    it("is checked for what libvirt knows of itself: the bridge of a network", async () => {
        const on = async (bridge: string): Promise<readonly string[]> =>
            pairOn({ udev: false }, { bridge }, { network: "vfs" }).then((lines) =>
                lines.filter((line) => line === UNTOLD),
            );
        assert.deepEqual([await on("virbr7"), await on("br9")], [[], [UNTOLD]]);
    });

    it("lacks no VF of a started pool, and says nothing of its card", async () => {
        const told: Told = { started: { vfs: pool(LISTED) } };
        const stateOf = (more: Told): ReturnType<typeof cardState> => {
            const network = { name: "vfs", uuid: "vfs", active: true, persistent: true, autostart: false };
            const survey = new Survey(new ToldHost(uri, { ...told, ...more }).libvirt);
            return cardState(survey, network, { pf: "enp1s0" }, undefined);
        };
        assert.deepEqual((await stateOf({})).missing, [VF]);
        const { pf, missing } = await stateOf({ udev: false });
        assert.deepEqual([pf, missing], [undefined, undefined]);
    });

    it("has a stopped pool, of whose VFs nobody can tell", async () => {
        const survey = new Survey(new ToldHost(uri, { stopped: { vfs: pool(PF) }, udev: false }).libvirt);
        const [network = assert.fail()] = await survey.pools();
        assert.deepEqual((await occupancyOf(survey, network)).vfs, []);
    });
});
