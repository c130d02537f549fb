import assert from "node:assert/strict";
import type { VersionFactName } from "../../../provider/model/versions";
import { Client } from "../../../provider/libvirt";
import { unless, where } from "../../support/byVersion";
import { guestBench } from "../../support/guest";
import { networkBench } from "../../support/network";
import { RAW_KINDS, rawHalf, type Raw, type RawKind } from "../../support/rawHalf";

const uuid = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f";
const persistent = ["network", "bridge", "direct"] as const;
const driver = (attributes: string): Raw => ({ inside: `<driver ${attributes}/>` });
const filter = (parameters: string): Raw => ({ inside: `<filterref filter='f'>${parameters}</filterref>` });
const bandwidth = (inside: string): Raw => ({ inside: `<bandwidth>${inside}</bandwidth>` });
const target = (name: string): Raw => ({ inside: `<target dev='${name}'/>` });
const virtualport = (type: string, parameters: string): Raw => ({
    inside: `<virtualport type='${type}'><parameters ${parameters}/></virtualport>`,
});

/** Attributes of a driver that a libvirt keeps or drops, by its version. */
const newer = (fact: VersionFactName, given: Raw): readonly Case[] => [
    ...where<Case>(fact, [[given, given.inside ?? "", ...persistent]]),
    ...unless<Case>(fact, [[given, "<driver name='vhost'/>", ...persistent]]),
];

type Case = readonly [given: Raw, kept: string, ...kinds: readonly RawKind[]];

const twoVlans: Raw = { inside: "<vlan><tag id='1'/></vlan><vlan><tag id='2'/></vlan>" };
const twoDrivers = driver("name='qemu'/><driver name='vhost'");

/** What a half is given, and what libvirt prints of it: nothing where it drops all of it without a word. */
const cases: readonly Case[] = [
    // rule queues-in-range, and that one queue and none said are the same
    [driver("name='vhost' queues='0'"), "<driver name='vhost'/>", ...persistent],
    [driver("name='vhost' queues='1'"), "<driver name='vhost'/>", ...persistent],
    [driver("name='vhost' queues='2'"), "<driver name='vhost' queues='2'/>", ...persistent],
    [driver("rx_queue_size='0' tx_queue_size='0'"), "", ...persistent],
    // rules persistent-driver-is-virtio, driver-model-needs-newer-libvirt, transient-driver-is-vfio, transient-driver-by-address-only
    [driver("model='m'"), "", ...persistent, "pool"],
    ...unless<Case>("keepsDriverModel", [
        [driver("model='m'"), "", "hostdev"],
        [driver("name='vfio' model='m'"), "<driver name='vfio'/>", "hostdev"],
    ]),
    ...where<Case>("keepsDriverModel", [
        [driver("model='m'"), "<driver model='m'/>", "hostdev"],
        [driver("name='vfio' model='m'"), "<driver name='vfio' model='m'/>", "hostdev"],
    ]),
    [
        { inside: "<driver name='vfio' queues='4' txmode='iothread' rss='on'><host csum='off'/></driver>" },
        "<driver name='vfio'/>",
        "hostdev",
    ],
    [driver("queues='4'"), "<driver queues='4'/>", "pool"],
    // rules half-fields-fit-its-source, transient-has-no-filter
    [filter(""), "<filterref filter='f'/>", "network", "bridge", "pool"],
    [filter(""), "", "direct", "hostdev"],
    [{ source: "portgroup='a'" }, " portgroup='a'", "network", "pool"],
    [{ source: "portgroup='a'" }, "", "bridge", "direct", "hostdev"],
    [{ source: "mode='bridge'" }, "", "network", "bridge", "pool", "hostdev"],
    [{ attributes: "managed='yes'" }, "", "network", "bridge", "direct", "pool"],
    [{ attributes: "managed='yes'" }, " managed='yes'", "hostdev"],
    [{ inside: "<mtu size='0'/>" }, "", ...RAW_KINDS],
    // rule element-stands-once: of two elements libvirt reads the first, which each half has
    [{ inside: "<mac address='52:54:00:00:00:99'/>" }, "", ...RAW_KINDS],
    [{ inside: "<source network='x' bridge='x' dev='x'/>" }, "", ...RAW_KINDS],
    [{ inside: "<teaming type='persistent'/>" }, "", ...RAW_KINDS],
    [{ inside: "<alias name='ua-another'/>" }, "", ...RAW_KINDS],
    [{ inside: "<boot order='1'/><boot order='2'/>" }, "<boot order='1'/>", ...RAW_KINDS],
    [{ inside: "<link state='up'/><link state='down'/>" }, "<link state='up'/>", ...RAW_KINDS],
    [{ inside: "<rom file='/a'/><rom file='/b'/>" }, "<rom file='/a'/>", ...RAW_KINDS],
    ...where<Case>("keepsAcpiIndex", [
        [{ inside: "<acpi index='1'/><acpi index='2'/>" }, "<acpi index='1'/>", ...RAW_KINDS],
    ]),
    ...where<Case>("readsFirstOfTwo", [
        [{ inside: "<model type='virtio'/><model type='e1000'/>" }, "", "network", "bridge", "direct", "pool"],
        [twoVlans, "<vlan><tag id='1'/></vlan>", "network", "bridge", "pool", "hostdev"],
        ...unless<Case>("refusesVlanOfMacvtap", [[twoVlans, "<vlan><tag id='1'/></vlan>", "direct"]]),
        [twoDrivers, "<driver name='qemu'/>", ...persistent],
    ]),
    ...unless<Case>("readsFirstOfTwo", [
        [twoVlans, "<vlan><tag id='2'/></vlan>", ...RAW_KINDS],
        [twoDrivers, "<driver name='vhost'/>", ...persistent],
    ]),
    [{ inside: "<mtu size='1400'/><mtu size='1300'/>" }, "<mtu size='1400'/>", "network", "bridge"],
    [{ inside: "<port isolated='yes'/><port isolated='no'/>" }, "<port isolated='yes'/>", "network", "bridge"],
    // rule word-is-known
    [{ inside: "<teamming type='persistent'/><modle type='e1000'/>" }, "", ...RAW_KINDS],
    // rule transient-model-is-virtio
    ...where<Case>("dropsEmptyModel", [[{ inside: "<model type=''/>" }, "", "hostdev"]]),
    ...unless<Case>("dropsEmptyModel", [[{ inside: "<model type=''/>" }, "<model type=''/>", "hostdev"]]),
    [{ inside: "<model type='e1000'/>" }, "<model type='e1000'/>", "hostdev"],
    // rule target-has-no-reserved-prefix
    [target("vnet0"), "", ...RAW_KINDS],
    [target("macvtap0"), "", ...RAW_KINDS],
    [target("macvlan-mine"), "", ...RAW_KINDS],
    [target("tap7"), "<target dev='tap7'/>", ...RAW_KINDS],
    // rule bandwidth-has-an-average, and that 0 and none said are the same
    [bandwidth("<inbound average='0'/>"), "<bandwidth></bandwidth>", ...persistent],
    [bandwidth("<outbound average='0' peak='5' burst='5'/>"), "<bandwidth></bandwidth>", ...persistent],
    [bandwidth("<inbound floor='0'/>"), "<bandwidth></bandwidth>", "network"],
    // rules libvirt-takes-floor, libvirt-takes-burst
    ...where<Case>("takesFloorOfZero", [
        [bandwidth("<inbound floor='0'/>"), "<bandwidth></bandwidth>", "bridge", "direct"],
        [
            bandwidth("<inbound average='9' floor='0'/>"),
            "<bandwidth><inbound average='9'/></bandwidth>",
            "bridge",
            "direct",
        ],
    ]),
    [
        bandwidth("<inbound average='9' burst='4194303'/>"),
        "<bandwidth><inbound average='9' burst='4194303'/></bandwidth>",
        ...persistent,
    ],
    ...where<Case>("takesBurstOf32Bits", [
        [
            bandwidth("<inbound average='9' burst='4194304'/>"),
            "<bandwidth><inbound average='9' burst='4194304'/></bandwidth>",
            ...persistent,
        ],
    ]),
    // rule libvirt-knows-half-argument
    ...newer("keepsPagePerVq", driver("name='vhost' page_per_vq='on'")),
    ...newer("keepsRss", driver("name='vhost' rss='on' rss_hash_report='on'")),
    ...where<Case>("keepsAcpiIndex", [[{ inside: "<acpi index='5'/>" }, "<acpi index='5'/>", ...RAW_KINDS]]),
    ...unless<Case>("keepsAcpiIndex", [[{ inside: "<acpi index='5'/>" }, "", ...RAW_KINDS]]),
    [bandwidth("<inbound average='0' floor='5'/>"), "<bandwidth><inbound floor='5'/></bandwidth>", "network"],
    [
        bandwidth("<inbound average='9' peak='0' burst='0'/>"),
        "<bandwidth><inbound average='9'/></bandwidth>",
        ...persistent,
    ],
    [
        bandwidth("<inbound average='9' peak='0' burst='0' floor='0'/>"),
        "<bandwidth><inbound average='9'/></bandwidth>",
        "network",
    ],
    // rule filter-parameter-has-legal-characters, and that a name may have several values
    ...["", "x y", "x-y", "x/y", "x,y"].map((value): readonly [Raw, string, RawKind] => [
        filter(`<parameter name='IP' value='${value}'/>`),
        "<filterref filter='f'/>",
        "network",
    ]),
    [
        filter("<parameter name='a-b' value='x'/><parameter name='a b' value='x'/>"),
        "<filterref filter='f'/>",
        "network",
    ],
    [
        filter("<parameter name='IP' value='2'/><parameter name='A' value='.:_'/><parameter name='IP' value='1'/>"),
        "<filterref filter='f'><parameter name='A' value='.:_'/>" +
            "<parameter name='IP' value='2'/><parameter name='IP' value='1'/></filterref>",
        "network",
    ],
    // rule virtualport-parameters-fit-its-type, and that a profile without a name is none
    [
        virtualport("midonet", `interfaceid='${uuid}' profileid='x'`),
        `<virtualport type='midonet'><parameters interfaceid='${uuid}'/></virtualport>`,
        ...RAW_KINDS,
    ],
    [
        virtualport("openvswitch", `interfaceid='${uuid}' profileid=''`),
        `<virtualport type='openvswitch'><parameters interfaceid='${uuid}'/></virtualport>`,
        ...RAW_KINDS,
    ],
    [
        virtualport("openvswitch", `interfaceid='${uuid.toUpperCase().replaceAll("-", "")}'`),
        `<virtualport type='openvswitch'><parameters interfaceid='${uuid}'/></virtualport>`,
        ...RAW_KINDS,
    ],
    // rule guest-address-is-usable
    ...[0, 1, 7].map((number): readonly [Raw, string, ...RawKind[]] => [
        { inside: `<address type='pci' domain='0' bus='0' slot='0' function='${number}'/>` },
        "",
        ...RAW_KINDS,
    ]),
];

describe("what libvirt makes of a half without a word", () => {
    const bench = guestBench();
    let client: Client;
    before(() => (client = new Client(bench.host.uri, { threads: 1 })));
    after(() => client.close());
    async function printed(kind: RawKind, raw?: Raw): Promise<string> {
        await client.attachDevice(bench.uuid, "config", rawHalf(kind, raw));
        const [, half = assert.fail()] = await bench.interfaces();
        await client.detachDevice(bench.uuid, rawHalf(kind));
        return half;
    }

    for (const [given, kept, ...kinds] of cases)
        for (const kind of kinds)
            it(`${kind}: ${Object.values(given).join()} is ${kept === "" ? "nothing" : kept.trim()}`, async () => {
                const [plain, half] = [await printed(kind), await printed(kind, given)];
                assert.ok(half.includes(kept), half);
                assert.equal(half.replace(kept, ""), plain);
            });
});

describe("what libvirt makes of a pool without a word", () => {
    const bench = networkBench();
    const forward = "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward>";
    const model = forward.replace("<pf", "<driver name='vfio' model='m'/><pf");
    type Pool = readonly [given: string, kept: string];
    const titled = `<title>t</title><description>d</description>${forward}`;
    const pools: readonly Pool[] = [
        ...unless<Pool>("keepsDriverModel", [[model, forward.replace("<pf", "<driver name='vfio'/><pf")]]),
        ...where<Pool>("keepsDriverModel", [[model, model]]),
        // rule pool-driver-is-vfio
        ...where<Pool>("keepsDriverModel", [[forward.replace("<pf", "<driver/><pf"), forward]]),
        ...unless<Pool>("keepsNetworkTitle", [[titled, forward]]),
        ...where<Pool>("keepsNetworkTitle", [[titled, titled]]),
        // rule pool-title-is-not-empty
        [`<title></title>${forward}`, forward],
        [
            `${forward}<portgroup name='a'><virtualport/><bandwidth/></portgroup>`,
            `${forward}<portgroup name='a'></portgroup>`,
        ],
        [
            `${forward}<virtualport type='802.1Qbh'><parameters profileid=''/></virtualport>`,
            `${forward}<virtualport type='802.1Qbh'/>`,
        ],
    ];
    // rules element-stands-once and pool-element-is-known
    const vlan = (id: number): string => `<vlan><tag id='${id}'/></vlan>`;
    const repeated: typeof pools = [
        [`${forward}<forward mode='nat'/>`, forward],
        [`${forward}${vlan(1)}${vlan(2)}`, `${forward}${vlan(1)}`],
        [
            `${forward}<portgroup name='a'>${vlan(1)}${vlan(2)}</portgroup>`,
            `${forward}<portgroup name='a'>${vlan(1)}</portgroup>`,
        ],
        [`<uuid>09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f</uuid>${forward}<name>q</name>`, forward],
        [forward.replace("'enp7s0f0'/>", "'enp7s0f0' numvfs='8'><vf num='8'/></pf>"), forward],
    ];
    for (const [given, kept] of [...pools, ...repeated])
        it(given, async () => {
            await bench.define(`<network><name>p</name>${given}</network>`);
            assert.equal(await bench.definition("p"), `<network><name>p</name>${kept}</network>`);
        });
});
