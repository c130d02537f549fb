import assert from "node:assert/strict";
import { judgeDocument } from "../../../provider/documents";

const virtio = (inside = ""): string =>
    `<interface type='network'><mac address='52:54:00:aa:bb:01'/><source network='lan'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-net0'/>${inside}</interface>`;
const vf = (inside = ""): string =>
    `<interface type='network'><mac address='52:54:00:aa:bb:01'/><source network='vfpool'/><model type='virtio'/><teaming type='transient' persistent='ua-net0'/>${inside}</interface>`;
const byAddress = (address: string): string =>
    vf()
        .replace("type='network'", "type='hostdev'")
        .replace("<source network='vfpool'/>", `<source>${address}</source>`);
const ZERO = "<address type='pci' domain='0' bus='0' slot='0' function='0'/>";
const plain = "<interface type='bridge'><source bridge='br0'/></interface>";
const domain = (...devices: readonly string[]): string =>
    `<domain type='kvm'><name>web1</name><os><type machine='q35'>hvm</type></os><devices>${devices.join("")}</devices></domain>`;
const pf = "<pf dev='enp7s0f0'/>";
const network = (attributes: string, inside = pf, more = ""): string =>
    `<network><name>vfpool</name>${more}<forward ${attributes}>${inside}</forward></network>`;
const pool = (inside = pf, more = ""): string => network("mode='hostdev'", inside, more);

/** A document, and what is found in it: rule, XPath, value. */
const cases: readonly (readonly [what: string, xml: string, ...found: (readonly [string, string, unknown])[]])[] = [
    [
        "what libvirt drops inside <pf>",
        pool("<pf dev='enp7s0f0' numvfs='8'><vf num='8'/></pf>"),
        ["pool-element-is-known", "/network/forward/pf/@numvfs", "@numvfs"],
        ["pool-element-is-known", "/network/forward/pf/vf", "vf"],
    ],
    ["a count that libvirt writes there", pool("<pf dev='enp7s0f0' connections='1'/>")],
    [
        "trustGuestRxFilters on a VF half",
        domain(virtio(), vf().replace("<interface", "<interface trustGuestRxFilters='yes'")),
        ["transient-has-no-trusted-filters", "/domain/devices/interface[2]/@trustGuestRxFilters", true],
    ],
    [
        "trustGuestRxFilters on a pool",
        pool().replace("<network", "<network trustGuestRxFilters='yes'"),
        ["pool-has-no-trusted-filters", "/network/@trustGuestRxFilters", true],
    ],
    [
        "both halves on one network",
        domain(virtio(), vf().replace("'vfpool'", "'lan'")),
        ["halves-use-two-networks", "/domain/devices/interface[2]/source/@network", "lan"],
    ],
    ...[
        "mac address='52:54:00:00:00:02'",
        "source network='x'",
        "model type='e1000'",
        "alias name='ua-x'",
        "teaming type='transient'",
    ].map((second): (typeof cases)[number] => {
        const [name = ""] = second.split(" ");
        return [
            `a second <${name}>`,
            domain(virtio(`<${second}/>`), vf()),
            ["element-stands-once", `/domain/devices/interface[1]/${name}[2]`, name],
        ];
    }),
    [
        "a second element deeper down, and a third",
        domain(virtio("<driver><host/><host/><guest/></driver><driver/><driver/>"), vf()),
        ["element-stands-once", "/domain/devices/interface[1]/driver[1]/host[2]", "host"],
        ["element-stands-once", "/domain/devices/interface[1]/driver[2]", "driver"],
        ["element-stands-once", "/domain/devices/interface[1]/driver[3]", "driver"],
    ],
    [
        "elements of which libvirt reads all",
        domain(
            virtio("<filterref filter='f'><parameter name='A' value='1'/><parameter name='A' value='2'/></filterref>"),
            vf(),
        ),
    ],
    [
        "a second <vlan> and a second <forward> of a pool, each said once",
        pool(pf, "<vlan><tag id='1'/></vlan><vlan><tag id='2'/></vlan>").replace(
            "</network>",
            `<forward mode='hostdev'>${pf}</forward></network>`,
        ),
        ["element-stands-once", "/network/vlan[2]", "vlan"],
        ["element-stands-once", "/network/forward[2]", "forward"],
    ],
    [
        "a second <vlan> of a portgroup",
        pool(
            pf,
            "<portgroup name='a'/><portgroup name='b'><vlan><tag id='1'/></vlan><vlan><tag id='2'/></vlan></portgroup>",
        ),
        ["element-stands-once", "/network/portgroup[2]/vlan[2]", "vlan"],
    ],
    [
        "a name for a PF that is too long",
        pool("<pf dev='enp7s0f0np0v1234'/>"),
        ["pf-is-a-device-name", "/network/forward/pf/@dev", "enp7s0f0np0v1234"],
    ],
    [
        "a PCI address for the name of a PF",
        pool("<pf dev='0000:07:00.0'/>"),
        ["pf-is-a-device-name", "/network/forward/pf/@dev", "0000:07:00.0"],
    ],
    [
        "a bridge whose name is too long",
        domain(
            virtio().replace("type='network'", "type='bridge'").replace("network='lan'", "bridge='a-bridge-of-a-name'"),
            vf(),
        ),
        ["source-is-a-device-name", "/domain/devices/interface[1]/source/@bridge", "a-bridge-of-a-name"],
    ],
    [
        "blanks at the ends of a pool's name",
        pool().replace("vfpool", " vfpool"),
        ["name-has-no-outer-blanks", "/network/name[1]", " vfpool"],
    ],
    [
        "blanks at the ends of names in a guest",
        domain(virtio(), vf().replace("'vfpool'", "'vfpool '")).replace("web1", "web1\t"),
        ["name-has-no-outer-blanks", "/domain/name[1]", "web1\t"],
        ["name-has-no-outer-blanks", "/domain/devices/interface[2]/source/@network", "vfpool "],
    ],
    [
        "a lone VF half that names what no alias can be",
        vf().replace("'ua-net0'", "'net0'"),
        ["alias-starts-with-ua", "/interface/teaming/@persistent", "net0"],
    ],
    [
        "a lone VF half that names an alias with characters that libvirt drops",
        vf().replace("'ua-net0'", "'ua-net.0'"),
        ["alias-has-legal-characters", "/interface/teaming/@persistent", "ua-net.0"],
    ],
    [
        "a lone VF half that names nothing",
        vf().replace("persistent='ua-net0'", ""),
        ["transient-names-persistent", "/interface/teaming/@persistent", undefined],
    ],
    [
        "a lone <hostdev> that is a VF half",
        `<hostdev mode='subsystem' type='pci'><source>${ZERO}</source><teaming type='transient' persistent='net0'/></hostdev>`,
        ["transient-address-is-not-zero", "/hostdev/source/address", "0000:00:00.0"],
        ["alias-starts-with-ua", "/hostdev/teaming/@persistent", "net0"],
    ],
    [
        "a VF at the address zero",
        domain(virtio(), byAddress(ZERO)),
        ["transient-address-is-not-zero", "/domain/devices/interface[2]/source/address", "0000:00:00.0"],
    ],
    [
        "a pool of the address zero",
        pool(ZERO),
        ["pool-address-is-not-zero", "/network/forward/address[1]", "0000:00:00.0"],
    ],
    ["a misspelt mode", network("mode='hostdv'"), ["word-is-known", "/network/forward/@mode", "hostdv"]],
    ["a mode in capitals", network("mode='HOSTDEV'"), ["word-is-known", "/network/forward/@mode", "HOSTDEV"]],
    ["a mode with a blank", network("mode='hostdev '"), ["word-is-known", "/network/forward/@mode", "hostdev "]],
    ["a misspelt attribute for the mode", network("mod='hostdev'"), ["word-is-known", "/network/forward/@mod", "mod"]],
    ["a <pf> without a mode", network(""), ["forward-mode-is-hostdev", "/network/forward/@mode", undefined]],
    ["a <pf> in a nat network", network("mode='nat'"), ["forward-mode-is-hostdev", "/network/forward/@mode", "nat"]],
    [
        "VFs by address without a mode",
        network("", ZERO),
        ["forward-mode-is-hostdev", "/network/forward/@mode", undefined],
    ],
    ["macvtaps over a <pf>", network("mode='passthrough'")],
    ["macvtaps over PCI devices", network("mode='bridge'", ZERO)],
    ["a misspelt <forward>", pool().replaceAll("forward", "foward"), ["word-is-known", "/network/foward[1]", "foward"]],
    [
        "<teaming> misspelt in each half, in a guest without any other",
        domain(plain, virtio().replace("<teaming", "<teamming"), vf().replace("<teaming", "<teaminng")),
        ["word-is-known", "/domain/devices/interface[2]/teamming[1]", "teamming"],
        ["word-is-known", "/domain/devices/interface[3]/teaminng[1]", "teaminng"],
    ],
    [
        "<teaming> misspelt in a lone interface",
        vf().replace("<teaming", "<temaing"),
        ["word-is-known", "/interface/temaing[1]", "temaing"],
    ],
    [
        "<teaming> misspelt in one half",
        domain(virtio(), vf().replace("<teaming", "<Teaming")),
        ["persistent-has-a-transient", "/domain/devices/interface[1]/teaming", "ua-net0"],
        ["mac-once-in-guest", "/domain/devices/interface[2]/mac/@address", "52:54:00:aa:bb:01"],
        ["word-is-known", "/domain/devices/interface[2]/Teaming[1]", "Teaming"],
    ],
    [
        "a misspelt child of a half",
        domain(virtio(), vf().replace("<model", "<modle")),
        ["transient-model-is-given", "/domain/devices/interface[2]/model/@type", undefined],
        ["word-is-known", "/domain/devices/interface[2]/modle[1]", "modle"],
    ],
    [
        "a misspelt attribute of <teaming>",
        vf().replace("persistent='ua", "persistant='ua"),
        ["transient-names-persistent", "/interface/teaming/@persistent", undefined],
        ["word-is-known", "/interface/teaming[1]/@persistant", "persistant"],
    ],
    [
        "a misspelt type of a half",
        domain(virtio().replace("type='network'", "type='netwrok'"), vf()),
        ["word-is-known", "/domain/devices/interface[1]/@type", "netwrok"],
    ],
    [
        "misspelt <devices>",
        domain(virtio(), vf()).replaceAll("devices>", "device>"),
        ["word-is-known", "/domain/device[1]", "device"],
    ],
    [
        "what libvirt knows and no table has",
        domain(
            virtio(
                "<tune/><guest dev='eth0'/><script path='x'/><ip address='10.0.0.1'/><ip address='10.0.0.2'/><driver iommufd='yes'/><x:link xmlns:x='urn:x'/>",
            ),
            vf(),
        ),
    ],
    ["a bad UUID of a pool", pool(pf, "<uuid>abc</uuid>"), ["uuid-is-well-formed", "/network/uuid[1]", "abc"]],
    [
        "a bad UUID of a guest",
        domain(virtio(), vf()).replace("</name>", "</name><uuid>09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4g</uuid>"),
        ["uuid-is-well-formed", "/domain/uuid[1]", "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4g"],
    ],
];

describe("what lint must not miss", () => {
    for (const [what, xml, ...found] of cases)
        it(`${what}: ${found.length === 0 ? "nothing found" : found.map(([rule]) => rule).join(", ")}`, () => {
            assert.deepEqual(
                judgeDocument(xml).failures.map((failure) => [failure.rule, failure.property, failure.found]),
                found,
            );
        });
});
