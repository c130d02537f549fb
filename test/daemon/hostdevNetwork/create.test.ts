import assert from "node:assert/strict";
import { unless, where } from "../../support/byVersion";
import { MISSING, noUsableVf, refusal } from "../../support/libvirtRefusal";
import { networkBench } from "../../support/network";

describe("creating a HostdevNetwork", () => {
    const bench = networkBench();

    it("defines it, starts it, and starts it with the host", async () => {
        assert.equal(await bench.stack.up({ name: "p", pf: "enp7s0f0" }), "created");
        assert.deepEqual(await bench.list(), ["p active yes yes"]);
        const uuid = await bench.uuid("p");
        const inputs = {
            uri: bench.host.uri,
            name: "p",
            mode: "hostdev",
            managed: true,
            pf: "enp7s0f0",
            autostart: true,
            active: true,
            whenInUse: "refuse",
            adopt: false,
        };
        const vfs = ["0000:07:10.0", "0000:07:10.1", "0000:07:10.2", "0000:07:10.3"];
        assert.deepEqual(bench.stack.state, { id: uuid, inputs, outs: { ...inputs, uuid, vfs } });
    });

    it("neither starts it nor lets it start with the host where the program says so", async () => {
        await bench.stack.up({ name: "p", pf: "enp7s0f0", active: false, autostart: false });
        assert.deepEqual(await bench.list(), ["p inactive no yes"]);
    });

    const definitions: readonly (readonly [string, object, string])[] = [
        ["a PF", { pf: "enp7s0f0" }, "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward>"],
        [
            "addresses, in their order",
            { addresses: ["0000:07:10.2", "0:7:10.0"] },
            "<forward mode='hostdev' managed='yes'>" +
                "<address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x2'/>" +
                "<address type='pci' domain='0x0000' bus='0x07' slot='0x10' function='0x0'/></forward>",
        ],
        [
            "VFs that libvirt leaves with their driver",
            { pf: "enp7s0f0", managed: false, driver: "vfio" },
            "<forward mode='hostdev' managed='no'><driver name='vfio'/><pf dev='enp7s0f0'/></forward>",
        ],
        [
            "a VLAN and ports that are not isolated",
            { pf: "enp7s0f0", vlan: 42, isolated: false },
            "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward>" +
                "<vlan><tag id='42'/></vlan><port isolated='no'/>",
        ],
        [
            "a switch that is told about ports",
            { pf: "enp7s0f0", virtualport: { type: "802.1Qbh", profileid: "fast" } },
            "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward>" +
                "<virtualport type='802.1Qbh'><parameters profileid='fast'/></virtualport>",
        ],
        [
            "portgroups",
            {
                pf: "enp7s0f0",
                portgroups: [
                    { name: "a", default: true, vlan: 7, trustGuestRxFilters: true },
                    { name: "b", virtualport: { type: "802.1Qbh", profileid: "b" } },
                ],
            },
            "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward>" +
                "<portgroup name='a' default='yes' trustGuestRxFilters='yes'><vlan><tag id='7'/></vlan></portgroup>" +
                "<portgroup name='b'><virtualport type='802.1Qbh'><parameters profileid='b'/></virtualport></portgroup>",
        ],
    ];
    type Definition = (typeof definitions)[number];
    const newer: readonly Definition[] = [
        ...where<Definition>("keepsNetworkTitle", [
            [
                "a title and a description",
                { pf: "enp7s0f0", title: "t", description: "d" },
                "<title>t</title><description>d</description>" +
                    "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward>",
            ],
        ]),
        ...where<Definition>("keepsDriverModel", [
            [
                "a driver's model",
                { pf: "enp7s0f0", driver: { name: "vfio", model: "m" } },
                "<forward mode='hostdev' managed='yes'><driver name='vfio' model='m'/><pf dev='enp7s0f0'/></forward>",
            ],
        ]),
    ];
    for (const [what, args, inside] of [...definitions, ...newer])
        it(`gives libvirt ${what}`, async () => {
            await bench.stack.up({ name: "p", ...args });
            assert.equal(await bench.definition("p"), `<network><name>p</name>${inside}</network>`);
        });

    it("gives libvirt what stands on the network itself", async () => {
        await bench.stack.up({ name: "a & <b>", pf: "enp7s0f0", ipv6: true, trustGuestRxFilters: true });
        assert.equal(
            await bench.definition("a & <b>"),
            "<network ipv6='yes' trustGuestRxFilters='yes'><name>a &amp; &lt;b&gt;</name>" +
                "<forward mode='hostdev' managed='yes'><pf dev='enp7s0f0'/></forward></network>",
        );
    });

    const schema =
        "XML document failed to validate against schema: Unable to validate doc against /usr/share/libvirt/schemas/network.rng\n";
    type Refused = readonly [what: string, args: object, error: ReturnType<typeof refusal>];
    const refused: readonly Refused[] = [
        ["a missing PF", { pf: "enp9s0f0" }, refusal(1, 19, noUsableVf("enp9s0f0", MISSING))],
        [
            "a missing VF",
            { addresses: ["0000:07:11.0"] },
            refusal(
                67,
                19,
                "unsupported configuration: device '/sys/bus/pci/devices/0000:07:11.0' in network 'p' is not an SR-IOV Virtual Function",
            ),
        ],
    ];
    const tooNew: readonly Refused[] = [
        ...unless<Refused>("keepsNetworkTitle", [
            [
                "a title",
                { pf: "enp7s0f0", title: "t" },
                refusal(92, 5, `${schema}Element network has extra content: title\n`),
            ],
            [
                "a description",
                { pf: "enp7s0f0", description: "d" },
                refusal(92, 5, `${schema}Element network has extra content: description\n`),
            ],
        ]),
        // without validation it is dropped
        ...unless<Refused>("keepsDriverModel", [
            [
                "a driver's model",
                { pf: "enp7s0f0", driver: { name: "vfio", model: "m" } },
                refusal(
                    92,
                    5,
                    `${schema}Extra element forward in interleave\nElement network failed to validate content\n`,
                ),
            ],
        ]),
    ];
    for (const [what, args, error] of [...refused, ...where("validatesNetworks", tooNew)])
        it(`leaves nothing behind where libvirt refuses ${what}`, async () => {
            await assert.rejects(bench.stack.upTooLate({ name: "p", ...args }), error);
            assert.deepEqual(await bench.list(), []);
        });
});
