import assert from "node:assert/strict";
import type { Libvirt } from "../../../provider/libvirt/libvirt";
import { hooksFor, type World } from "../../../provider/lifecycle/hooks";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { Operation } from "../../../provider/lifecycle/operation";
import { teamedNic } from "../../../provider/teamedNic";

const uuid = "11111111-1111-4111-8111-111111111111";
const uri = "test:///hostile";

/** What no libvirtd sends, and a broken or malicious one could. */
function worldWith(xml: string): World {
    const libvirt: Partial<Libvirt> = {
        uri,
        networks: () => Promise.resolve([{ name: "vfpool", uuid, active: true, persistent: true, autostart: true }]),
        networkXml: () => Promise.resolve(xml),
        domainXml: () => Promise.resolve({ config: xml }),
    };
    const quiet = (): void => undefined;
    return {
        assertInstalled: quiet,
        operation: new Operation(() => libvirt as Libvirt),
        say: quiet,
        warn: quiet,
    };
}
const POOL = { uri, name: "vfpool", mode: "hostdev", pf: "enp7s0f0", uuid };
const NIC = {
    uri,
    name: "net0",
    domain: "web1",
    domainUuid: uuid,
    persistent: { type: "network", alias: "ua-net0" },
    transient: { type: "network", alias: "ua-net0-vf" },
};

const cases: readonly (readonly [xml: string, says: string])[] = [
    ["", "not XML as libvirt writes it: line 1: Start tag expected."],
    ["<network/><network/>", "not XML as libvirt writes it: 2 root elements; XML has one"],
    [
        "<!DOCTYPE network [<!ENTITY a 'b'>]><network>&a;</network>",
        "not XML as libvirt writes it: a DOCTYPE, which libvirt never sends",
    ],
    [
        `<network>${" ".repeat(4_194_304)}</network>`,
        "not XML as libvirt writes it: 4194323 bytes; libvirt sends at most 4194304",
    ],
];

describe("XML that no libvirt sends", () => {
    for (const [xml, says] of cases) {
        it(`fails the read, and drops nothing: ${says}`, async () => {
            const world = worldWith(xml);
            await assert.rejects(hooksFor(hostdevNetwork, world).read(uuid, POOL), {
                name: "XmlMalformed",
                message: `network ${uuid} on ${uri}: ${says}`,
            });
            await assert.rejects(hooksFor(teamedNic, world).read(`${uuid}/net0`, NIC), {
                name: "XmlMalformed",
                message: `guest ${uuid} on ${uri}: ${says}`,
            });
        });
    }

    it("fails the read with its path where a value is none that a table knows", async () => {
        const xml = "<network><name>vfpool</name><forward mode='hostdev' managed='maybe'/></network>";
        await assert.rejects(hooksFor(hostdevNetwork, worldWith(xml)).read(uuid, POOL), {
            name: "XmlMismatch",
            message: '/network/forward/@managed is "maybe": expected "yes" or "no"',
        });
    });

    it("fails the read with its path where the root is another element", async () => {
        await assert.rejects(hooksFor(hostdevNetwork, worldWith("<domain/>")).read(uuid, POOL), {
            name: "XmlMismatch",
            message: '/domain is "domain": expected <network>',
        });
    });
});
