import assert from "node:assert/strict";
import { judgeDocument } from "../../../provider/documents";

const pool = (forward: string, more = ""): string =>
    `<network><name>vfpool</name><forward mode='hostdev'>${forward}</forward>${more}</network>`;
const pf = "<pf dev='enp7s0f0'/>";

const VF = "<address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x0'/>";
const LIVE = [
    "network-is-a-definition",
    "/network",
    "a live dump, judged as the definition that it comes from",
] as const;

/** A document, and what is found in it: rule, XPath, value. */
const cases: readonly (readonly [what: string, xml: string, ...found: (readonly [string, string, unknown])[]])[] = [
    ["a pool", pool(pf)],
    ["a network that is no pool, however wrong", "<network><forward mode='nat'/><vlan/><bogus/></network>"],
    ["a network without <forward>", "<network><name>lan</name></network>"],
    [
        "what a program could say too, by its place",
        pool(pf, "<portgroup name='a'/><portgroup name='a'><vlan><tag id='4096'/></vlan></portgroup>"),
        ["portgroup-name-once", "/network/portgroup[2]/@name", "a"],
        ["pool-vlan-in-range", "/network/portgroup[2]/vlan", 4096],
    ],
    [
        "a second <pf>, devices by name, a bridge, and what libvirt does not know",
        pool(`${pf}<pf dev='b'/><interface dev='c'/>`, "<bridge name='br0'/><bogus/>"),
        ["pool-has-one-pf", "/network/forward/pf[2]", 2],
        ["pool-devices-by-address", "/network/forward/interface", "interface"],
        ["pool-has-no-bridge", "/network/bridge", "bridge"],
        ["pool-element-is-known", "/network/bogus", "bogus"],
    ],
    [
        "metadata without a namespace, which libvirt drops",
        pool(pf, "<metadata><a:b xmlns:a='https://example.com'/><note/></metadata>"),
        ["metadata-has-namespaces", "/network/metadata/*[2]", "note"],
    ],
    [
        "a value that does not fit, beside other mistakes; rules about it wait",
        pool("<address type='pci' bus='08'/>", "<vlan trunk='maybe'><tag id='4096'/></vlan><bogus/>"),
        ["xml-shape", "/network/forward/address[1]/@bus", "08"],
        ["xml-shape", "/network/vlan/@trunk", "maybe"],
        ["pool-element-is-known", "/network/bogus", "bogus"],
    ],
    ["no name", pool(pf).replace("<name>vfpool</name>", ""), ["xml-shape", "/network/name", undefined]],
    [
        "a slot in octal, which it was hardly meant to be",
        pool("<address type='pci' bus='0x07' slot='020' function='00'/>"),
        ["pci-number-is-no-octal", "/network/forward[1]/address[1]/@slot", "020"],
    ],
    [
        "each number of an address in octal; 07 is the same in either",
        pool("<address type='pci' domain='012' bus='010' slot='07' function='00011'/>"),
        ["pool-address-in-range", "/network/forward/address[1]", "000a:08:07.9"],
        ["pci-number-is-no-octal", "/network/forward[1]/address[1]/@domain", "012"],
        ["pci-number-is-no-octal", "/network/forward[1]/address[1]/@bus", "010"],
        ["pci-number-is-no-octal", "/network/forward[1]/address[1]/@function", "00011"],
    ],
    [
        "a dump of a started pool while a guest has a VF",
        pool(`${pf}${VF}`).replace("<network>", "<network connections='1'>"),
        LIVE,
    ],
    ["a dump of a started pool", pool(`${pf}${VF}`, "<uuid>09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f</uuid>"), LIVE],
    ["a dump of a pool that lists its VFs", pool(VF).replace("<network>", "<network connections='1'>"), LIVE],
    [
        "a dump of a started pool that has a mistake of its own",
        pool(`${pf}${VF}`, "<vlan><tag id='4096'/></vlan>").replace("<network>", "<network connections='1'>"),
        LIVE,
        ["pool-vlan-in-range", "/network/vlan", 4096],
    ],
    [
        "a <pf> beside an address by hand",
        pool(`${pf}${VF}`),
        ["pool-has-one-source", "/network/forward/pf/@dev", "enp7s0f0"],
    ],
    [
        "a <pf> beside an address by hand, in an edited definition",
        pool(`${pf}<address type='pci' bus='7' slot='16'/>`, "<uuid>09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f</uuid>"),
        ["pool-has-one-source", "/network/forward/pf/@dev", "enp7s0f0"],
    ],
];

describe("a network's document", () => {
    for (const [what, xml, ...found] of cases)
        it(`${what}: ${found.length === 0 ? "nothing found" : found.map(([rule]) => rule).join(", ")}`, () => {
            assert.deepEqual(
                judgeDocument(xml).failures.map((failure) => [failure.rule, failure.property, failure.found]),
                found,
            );
        });
});
