import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/model/hostdevNetwork";
import { nic } from "../../../provider/model/interface";
import { decode, encode, read, XmlMismatch } from "../../../provider/xml";

const nicOf = (inside: string): string => `<interface type="network">${inside}</interface>`;
const netOf = (inside: string): string => `<network><name>n</name>${inside}</network>`;

describe("decode refuses XML that contradicts the table", () => {
    const cases: readonly (readonly [table: typeof nic | typeof hostdevNetwork, xml: string, message: string])[] = [
        [nic, nicOf('<link state="sideways"/>'), '/interface/link/@state is "sideways": expected "up" or "down"'],
        [nic, nicOf('<mtu size="big"/>'), '/interface/mtu/@size is "big": expected a whole number from 0 on'],
        [nic, nicOf('<port isolated="maybe"/>'), '/interface/port/@isolated is "maybe": expected "yes" or "no"'],
        [
            nic,
            "<interface/>",
            '/interface/@type is missing: expected "network" or "bridge" or "direct" or "hostdev" (or another word that this libvirt knows)',
        ],
        [nic, '<hostdev type="pci"/>', '/hostdev is "hostdev": expected <interface>'],
        [nic, nicOf('<address type="ccw"/>'), '/interface/address/@type is "ccw": expected "pci"'],
        [nic, nicOf("<source><address/></source>"), '/interface/source/address/@type is missing: expected "pci"'],
        [
            nic,
            nicOf('<address type="pci" slot="08"/>'),
            '/interface/address/@slot is "08": expected a whole number from 0 to 0xffffffff, such as 16 or 0x10',
        ],
        [nic, nicOf("<vlan/>"), "/interface/vlan/tag is missing: expected an element"],
        [
            nic,
            nicOf('<vlan><tag id="1"/><tag id="2" nativeMode="maybe"/></vlan>'),
            '/interface/vlan/tag[2]/@nativeMode is "maybe": expected "tagged" or "untagged"',
        ],
        [
            nic,
            nicOf("<filterref/>"),
            "/interface/filterref/@filter is missing: expected text without control characters",
        ],
        [
            nic,
            nicOf('<driver><host csum="yes"/></driver>'),
            '/interface/driver/host/@csum is "yes": expected "on" or "off"',
        ],
        [hostdevNetwork, "<network/>", "/network/name is missing: expected text without control characters"],
        [
            hostdevNetwork,
            netOf('<portgroup name="a"/><portgroup/>'),
            "/network/portgroup[2]/@name is missing: expected text without control characters",
        ],
        [
            hostdevNetwork,
            netOf('<portgroup name="a"/><portgroup name="b"><vlan><tag/></vlan></portgroup>'),
            "/network/portgroup[2]/vlan/tag[1]/@id is missing: expected a whole number from 0 on",
        ],
        [
            hostdevNetwork,
            netOf('<forward><address type="pci"/><address type="usb"/></forward>'),
            '/network/forward/address[2]/@type is "usb": expected "pci"',
        ],
    ];
    for (const [table, xml, message] of cases) {
        it(message, () => {
            assert.throws(
                () => decode<typeof table.fields>(table, read(xml)),
                (error: unknown) => error instanceof XmlMismatch && error.message === message,
            );
        });
    }

    it("names place, wish and reality one by one", () => {
        assert.throws(() => decode(nic, read(nicOf('<link state="x"/>'))), {
            name: "XmlMismatch",
            path: "/interface/link/@state",
            expected: '"up" or "down"',
            found: "x",
        });
    });

    it("refuses to render what lacks a required field", () => {
        assert.throws(() => encode(nic, {} as Parameters<typeof encode<typeof nic.fields>>[1]), {
            name: "XmlMismatch",
            path: "/interface/@type",
            found: undefined,
        });
    });
});

describe("decode lists what no table describes", () => {
    const cases: readonly (readonly [says: string, inside: string, unread: readonly string[]])[] = [
        ["nothing where all is known", '<source network="n" portgroup="p"/><alias name="ua-a"/>', []],
        ["an element", "<tune><sndbuf>0</sndbuf></tune>", ["/interface/tune"]],
        ["an attribute beside one that is known", '<link state="up" speed="9"/>', ["/interface/link/@speed"]],
        ["an attribute of an element that is only passed", '<source network="n" tag="x"/>', ["/interface/source/@tag"]],
        ["an element below one that is only passed", '<source dev="d"><slave/></source>', ["/interface/source/slave"]],
        ["text where none belongs", "<mtu>9000</mtu>", ["/interface/mtu/text()"]],
        [
            "what a nested table does not know",
            '<driver><host csum="on" uso="on"/></driver>',
            ["/interface/driver/host/@uso"],
        ],
        [
            "what an item of a list has",
            '<filterref filter="f"><parameter name="a" value="1"/><parameter name="b" value="2" x="3"/></filterref>',
            ["/interface/filterref/parameter[2]/@x"],
        ],
        ["an address's neighbours", '<address type="pci" uuid="u"/>', ["/interface/address/@uuid"]],
        ["a second element of a name that stands once", '<mtu size="1"/><mtu size="2"/>', ["/interface/mtu"]],
        ["all at once", '<a/><b c="1"/><mtu size="1" d="2"/>', ["/interface/a", "/interface/b", "/interface/mtu/@d"]],
    ];
    for (const [says, inside, unread] of cases) {
        it(says, () => {
            assert.deepEqual(decode(nic, read(nicOf(inside))).unread, unread);
        });
    }
});
