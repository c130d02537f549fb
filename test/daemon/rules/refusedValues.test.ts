import assert from "node:assert/strict";
import { Client } from "../../../provider/libvirt";
import { guestBench } from "../../support/guest";
import { does, unless, where } from "../../support/byVersion";
import { refusal } from "../../support/libvirtRefusal";
import { networkBench } from "../../support/network";
import { RAW_KINDS, rawHalf, type RawKind } from "../../support/rawHalf";

type Refused = readonly [inside: string, error: ReturnType<typeof refusal>, ...kinds: readonly RawKind[]];

const uuid = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f";
const rates = (inside: string): string => `<bandwidth>${inside}</bandwidth>`;
const port = (type: string, parameters = ""): string =>
    `<virtualport type='${type}'>${parameters === "" ? "" : `<parameters ${parameters}/>`}</virtualport>`;
const unsupported = (what: string, domain = 0) => refusal(67, domain, `unsupported configuration: ${what}`);
const malformed = (what: string, domain = 5) => refusal(27, domain, `XML error: ${what}`);
const isolated = (what: string) =>
    unsupported(
        `interface 52:54:00:aa:bb:01 - <port isolated='yes'/> is not supported for network interfaces with ${what}`,
        20,
    );
const noZero = (attribute: string, element: string) =>
    malformed(`Invalid value for attribute '${attribute}' in element '${element}': Zero is not permitted`);
const notInName = (name: string) => malformed(`Invalid value for attribute 'name' in element 'driver': '${name}'.`);
const unknownDriver = (of: string, name: string) => unsupported(`Unknown ${of} ${name} has been specified`, 20);
const noUuid = does("namesVirtualportType")
    ? malformed("Invalid value for attribute 'interfaceid' in element 'parameters': 'x'. Expected UUID")
    : malformed("cannot parse interfaceid parameter as a uuid", 0);
const floorless = unsupported("floor attribute is not supported for this config");
const tooBig = "numerical overflow: value '4194304' is too big for 'burst' parameter, maximum is '4194303'";
const rateless = refusal(35, 0, "Missing mandatory average or floor attributes");
const incomplete = ["bridge", "direct", "hostdev"] as const;

/** What libvirt refuses when a half is attached. */
const cases: readonly Refused[] = [
    // rule half-fields-fit-its-source
    ["<mtu size='9000'/>", unsupported("setting MTU on interface type direct is not supported yet", 10), "direct"],
    ["<mtu size='9000'/>", unsupported("setting MTU on interface type hostdev is not supported yet", 10), "hostdev"],
    ["<port isolated='yes'/>", isolated("type='direct'"), "direct"],
    ["<port isolated='yes'/>", isolated("type='hostdev'"), "hostdev"],
    // rule isolated-or-virtualport
    ...["802.1Qbg", "802.1Qbh", "openvswitch", "midonet"].map((type): Refused => [
        `<port isolated='yes'/>${port(type)}`,
        isolated(`virtualport type='${type}'`),
        "network",
    ]),
    // rule half-number-in-range
    ...where<Refused>("namesAttributes", [["<boot order='0'/>", noZero("order", "boot"), ...RAW_KINDS]]),
    ...unless<Refused>("namesAttributes", [
        [
            "<boot order='0'/>",
            refusal(1, 20, "internal error: incorrect boot order '0', expecting positive integer"),
            ...RAW_KINDS,
        ],
    ]),
    ...where<Refused>("keepsAcpiIndex", [["<acpi index='0'/>", noZero("index", "acpi"), ...RAW_KINDS]]),
    ["<mtu size='4294967296'/>", malformed("malformed mtu size", 20), ...RAW_KINDS],
    // rules persistent-driver-is-virtio, transient-driver-is-vfio, transient-driver-by-address-only
    ...where<Refused>("namesAttributes", [
        ["<driver name='vfio'/>", notInName("vfio"), "network", "bridge", "direct", "pool"],
        ["<driver name='vhost'/>", notInName("vhost"), "hostdev"],
    ]),
    ...unless<Refused>("namesAttributes", [
        [
            "<driver name='vfio'/>",
            unknownDriver("interface", "<driver name='vfio'>"),
            "network",
            "bridge",
            "direct",
            "pool",
        ],
        ["<driver name='vhost'/>", unknownDriver("PCI device", "<driver name='vhost'/>"), "hostdev"],
    ]),
    [
        "<driver name='vfio' iommu='on'/>",
        unsupported("iommu driver option is only supported for virtio devices", 20),
        "hostdev",
    ],
    // rule queues-in-range
    [
        "<driver rx_queue_size='300'/>",
        unsupported("rx_queue_size has to be a power of two", 10),
        "network",
        "bridge",
        "direct",
    ],
    // rules bandwidth-has-an-average, bandwidth-floor-needs-network
    ...["<inbound/>", "<inbound peak='5'/>", "<outbound burst='5'/>"].map((inside): Refused => [
        rates(inside),
        rateless,
        "network",
        "bridge",
        "direct",
    ]),
    [rates("<inbound average='9' floor='5'/>"), floorless, "bridge", "direct", "hostdev"],
    // rules libvirt-takes-floor, libvirt-takes-burst
    ...unless<Refused>("takesFloorOfZero", [
        [rates("<inbound average='9' floor='0'/>"), floorless, "bridge", "direct", "hostdev"],
    ]),
    ...unless<Refused>("takesBurstOf32Bits", [
        [rates("<inbound average='9' burst='4194304'/>"), refusal(82, 0, tooBig), "network", "bridge", "direct"],
    ]),
    [rates("<inbound floor='5' peak='0'/>"), unsupported("'peak' and 'burst' require 'average' attribute"), "network"],
    // rules virtualport-is-complete, virtualport-parameters-fit-its-type, virtualport-parameters-are-legal
    ["<virtualport/>", malformed("missing required virtualport type", 0), ...incomplete],
    [port("802.1Qbh"), malformed("missing profileid in <virtualport type='802.1Qbh'>", 11), ...incomplete],
    [port("802.1Qbg"), malformed("missing managerid in <virtualport type='802.1Qbg'>", 11), ...incomplete],
    [port("midonet"), malformed("missing interfaceid in <virtualport type='midonet'>", 11), ...incomplete],
    ...unless<Refused>("namesVirtualportType", [
        [port("novel"), unsupported("unknown virtualport type novel"), ...RAW_KINDS],
    ]),
    ...where<Refused>("namesVirtualportType", [
        [
            port("novel"),
            malformed("Invalid value for attribute 'type' in element 'virtualport': 'novel'."),
            ...RAW_KINDS,
        ],
    ]),
    [
        port("802.1Qbh", `profileid='a' interfaceid='${uuid}'`),
        malformed("extra interfaceid unsupported in <virtualport type='802.1Qbh'>", 11),
        ...RAW_KINDS,
    ],
    [
        port("openvswitch", `instanceid='${uuid}'`),
        malformed("extra instanceid unsupported in <virtualport type='openvswitch'>", 11),
        ...RAW_KINDS,
    ],
    [port("802.1Qbg", "managerid='256'"), malformed("value of managerid out of range", 0), "network"],
    [port("802.1Qbg", "typeid='16777216'"), malformed("value for typeid out of range", 0), "network"],
    [port("802.1Qbg", "typeidversion='256'"), malformed("value of typeidversion out of range", 0), "network"],
    [port("802.1Qbh", `profileid='${"€".repeat(14)}'`), malformed("profileid parameter too long", 0), "network"],
    [port("openvswitch", "interfaceid='x'"), noUuid, "network"],
    // rule disabled-rom-has-no-settings
    [
        "<rom enabled='no' bar='off'/>",
        unsupported("ROM tuning is not supported when ROM is disabled", 20),
        ...RAW_KINDS,
    ],
    // rule half-vlan-one-native
    [
        "<vlan trunk='yes'><tag id='1' nativeMode='tagged'/><tag id='2' nativeMode='tagged'/></vlan>",
        malformed("duplicate native vlan setting", 0),
        ...RAW_KINDS,
    ],
    // rule guest-address-is-usable
    [
        "<address type='pci' domain='1' bus='5' slot='0' function='0'/>",
        malformed("Invalid PCI address 0001:05:00.0. Only PCI domain 0 is available", 20),
        ...RAW_KINDS,
    ],
];

describe("what libvirt refuses of a half", () => {
    const bench = guestBench();
    let client: Client;
    before(() => (client = new Client(bench.host.uri, { threads: 1 })));
    after(() => client.close());

    for (const [inside, error, ...kinds] of cases)
        for (const kind of kinds)
            it(`${kind}: ${inside}`, async () => {
                await assert.rejects(client.attachDevice(bench.uuid, "config", rawHalf(kind, { inside })), error);
                assert.equal(await bench.xml(), bench.untouched);
            });

    // rule halves-differ-in-boot-and-address
    const places: readonly (readonly [inside: string, error: ReturnType<typeof refusal>])[] = [
        ["<boot order='3'/>", unsupported("boot order 3 is already used by another device", 20)],
        [
            "<address type='pci' domain='0' bus='5' slot='0' function='0'/>",
            malformed("Attempted double use of PCI Address 0000:05:00.0", 20),
        ],
    ];
    for (const [inside, error] of places)
        it(`both: ${inside}`, async () => {
            await client.attachDevice(bench.uuid, "config", rawHalf("network", { inside }));
            await assert.rejects(client.attachDevice(bench.uuid, "config", rawHalf("pool", { inside })), error);
        });
});

describe("what libvirt refuses of a pool", () => {
    const bench = networkBench();
    let client: Client;
    before(() => (client = new Client(bench.host.uri, { threads: 1 })));
    after(() => client.close());

    const vlan = "<vlan><tag id='5'/></vlan>";
    const qbh = port("802.1Qbh", "profileid='a'");
    const group = (inside: string, name = "g"): string => `<portgroup name='${name}'>${inside}</portgroup>`;
    const noVlan = unsupported(
        "<vlan> element specified for network p, whose type doesn't support vlan configuration",
        19,
    );
    const schema = (detail: string) =>
        refusal(
            92,
            5,
            `XML document failed to validate against schema: Unable to validate doc against /usr/share/libvirt/schemas/network.rng\n${detail}\n`,
        );
    const networkFails = "Element network failed to validate content";
    const groupFails = `Extra element portgroup in interleave\n${networkFails}`;
    const forward = "<forward mode='hostdev'><pf dev='enp7s0f0'/></forward>";

    type Pool = readonly [what: string, xml: string, error: ReturnType<typeof refusal>];
    const pools: readonly Pool[] = [
        // rule pool-vlan-or-virtualport
        ["a VLAN and a virtualport in a portgroup", forward + group(vlan + qbh), noVlan],
        ["a VLAN, and a virtualport in a portgroup", forward + vlan + group(qbh), noVlan],
        // rules pool-virtualport-fits-a-vf, pool-virtualport-parameters-fit
        ["an empty virtualport", `${forward}<virtualport/>`, malformed("missing required virtualport type", 0)],
        // rule portgroup-has-no-bandwidth
        [
            "bandwidth of a portgroup",
            forward + group(rates("<inbound average='5'/>")),
            unsupported(
                "Unsupported <bandwidth> element in network 'p' in portgroup 'g' with forward mode='hostdev'",
                19,
            ),
        ],
    ];
    const invalid: readonly Pool[] = [
        [
            "a parameter of another type",
            forward + port("802.1Qbh", `interfaceid='${uuid}'`),
            schema(`Extra element virtualport in interleave\n${networkFails}`),
        ],
        // rule device-name-in-schema
        [
            "a blank in a portgroup's name",
            forward + group("", "a b"),
            schema(`Element portgroup failed to validate attributes\n${groupFails}`),
        ],
        [
            "a blank in a device's name",
            forward.replace("enp7s0f0", "a b"),
            schema(`Extra element forward in interleave\n${networkFails}`),
        ],
        // rule pool-driver-is-vfio
        ...unless<Pool>("keepsDriverModel", [
            [
                "an empty driver",
                forward.replace("<pf", "<driver/><pf"),
                schema(`Extra element forward in interleave\n${networkFails}`),
            ],
        ]),
    ];
    for (const [what, xml, error] of [...pools, ...where("validatesNetworks", invalid)])
        it(what, async () => {
            await assert.rejects(client.networkDefine(`<network><name>p</name>${xml}</network>`), error);
            assert.deepEqual(await bench.list(), []);
        });
});
