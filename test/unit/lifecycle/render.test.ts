import assert from "node:assert/strict";
import { hostdevNetwork } from "../../../provider/hostdevNetwork";
import { renderHostdevNetwork, type HostdevNetworkArgs } from "../../../provider/hostdevNetwork/args";
import { teamedNic } from "../../../provider/teamedNic";
import { renderTeamedNic, type TeamedNicArgs } from "../../../provider/teamedNic/args";
import { fit } from "../../../provider/xml";
import type { Values } from "../../support/arbitrary";

const UNKNOWN = "unknown!";
const isUnknown = (value: unknown): boolean => value === UNKNOWN;
const uri = "test:///default";

describe("HostdevNetwork: the defaults", () => {
    const defaults = {
        whenInUse: "refuse",
        mode: "hostdev",
        managed: true,
        autostart: true,
        active: true,
        adopt: false,
    };
    const cases: readonly (readonly [says: string, said: Values, all: Values])[] = [
        ["fill in what is left out", { name: "p", pf: "e" }, { ...defaults, name: "p", pf: "e" }],
        ["give way to what is said", { managed: false, active: false }, { ...defaults, managed: false, active: false }],
        ["leave alone what is wrong", { managed: 5, what: [] }, { ...defaults, managed: 5, what: [] }],
    ];
    for (const [says, said, all] of cases) {
        it(says, () => {
            assert.deepEqual(hostdevNetwork.withDefaults(said), all);
        });
    }
});

describe("HostdevNetwork: the XML", () => {
    const rendered = (said: Values): string => {
        const { value, misfits } = fit(hostdevNetwork.fields, hostdevNetwork.withDefaults({ uri, ...said }), isUnknown);
        assert.deepEqual(misfits, []);
        return renderHostdevNetwork(value as unknown as HostdevNetworkArgs);
    };
    const cases: readonly (readonly [says: string, said: Values, xml: readonly string[]])[] = [
        [
            "of the least that can be said",
            { name: "vfpool", pf: "enp7s0f0" },
            [
                "<network>",
                "  <name>vfpool</name>",
                '  <forward mode="hostdev" managed="yes">',
                '    <pf dev="enp7s0f0"/>',
                "  </forward>",
                "</network>",
            ],
        ],
        [
            "of addresses, a vlan and a portgroup, and of nothing that is no XML",
            {
                name: "a & b",
                addresses: ["0:7:10.1"],
                driver: "vfio",
                managed: false,
                vlan: 42,
                portgroups: [{ name: "gold", default: true }],
                autostart: false,
                adopt: true,
            },
            [
                "<network>",
                "  <name>a &amp; b</name>",
                '  <forward mode="hostdev" managed="no">',
                '    <driver name="vfio"/>',
                '    <address type="pci" domain="0x0000" bus="0x07" slot="0x10" function="0x1"/>',
                "  </forward>",
                "  <vlan>",
                '    <tag id="42"/>',
                "  </vlan>",
                '  <portgroup name="gold" default="yes"/>',
                "</network>",
            ],
        ],
    ];
    for (const [says, said, xml] of cases) {
        it(says, () => {
            assert.equal(rendered(said), `${xml.join("\n")}\n`);
        });
    }
});

const OPTIONS = { apply: "live", detachTimeout: 30, adopt: false };

describe("TeamedNic: the defaults", () => {
    const mac = "52:54:00:aa:bb:01";
    const least = { name: "net0", domain: "web1", mac, persistent: { network: "lan" }, transient: { network: "p" } };
    const persistent = {
        type: "network",
        mac,
        model: "virtio",
        teaming: "persistent",
        alias: "ua-net0",
        network: "lan",
    };
    const transient = {
        type: "network",
        mac,
        model: "virtio",
        teaming: "transient",
        persistent: "ua-net0",
        alias: "ua-net0-vf",
        network: "p",
    };
    const cases: readonly (readonly [says: string, said: Values, halves: readonly [unknown, unknown]])[] = [
        ["make a pair of two networks", least, [persistent, transient]],
        [
            "follow what each half is connected to",
            { ...least, persistent: { bridge: "br0" }, transient: { address: "0000:07:10.1" } },
            [
                { type: "bridge", mac, model: "virtio", teaming: "persistent", alias: "ua-net0", bridge: "br0" },
                {
                    type: "hostdev",
                    mac,
                    managed: true,
                    teaming: "transient",
                    persistent: "ua-net0",
                    alias: "ua-net0-vf",
                    address: "0000:07:10.1",
                },
            ],
        ],
        [
            "write a name so that libvirt keeps it as an alias",
            { ...least, name: "net.0/ä b" },
            [
                { ...persistent, alias: "ua-net-0---b" },
                { ...transient, alias: "ua-net-0---b-vf", persistent: "ua-net-0---b" },
            ],
        ],
        [
            "name the persistent half as the program does",
            { ...least, persistent: { network: "lan", alias: "ua-x" }, transient: { network: "p", alias: "ua-y" } },
            [
                { ...persistent, alias: "ua-x" },
                { ...transient, alias: "ua-y", persistent: "ua-x" },
            ],
        ],
        [
            "give way to what is said",
            { ...least, persistent: { network: "lan", model: "virtio-transitional" } },
            [{ ...persistent, model: "virtio-transitional" }, transient],
        ],
        ["leave alone what is no half", { ...least, persistent: 5, transient: [] }, [5, []]],
        [
            "leave alone what is not known yet",
            { ...least, persistent: UNKNOWN, transient: UNKNOWN },
            [UNKNOWN, UNKNOWN],
        ],
    ];
    for (const [says, said, halves] of cases) {
        it(says, () => {
            const all = teamedNic.withDefaults(said);
            assert.deepEqual(all, { ...said, ...OPTIONS, persistent: halves[0], transient: halves[1] });
        });
    }
    it("invent no half", () => {
        assert.deepEqual(teamedNic.withDefaults({ name: "net0" }), { name: "net0", ...OPTIONS });
    });

    it("render as libvirt prints a pair", () => {
        const { value } = fit(teamedNic.fields, teamedNic.withDefaults({ uri, ...least }), isUnknown);
        assert.equal(
            renderTeamedNic(value as unknown as TeamedNicArgs),
            [
                '<interface type="network">',
                `  <mac address="${mac}"/>`,
                '  <source network="lan"/>',
                '  <model type="virtio"/>',
                '  <teaming type="persistent"/>',
                '  <alias name="ua-net0"/>',
                "</interface>",
                '<interface type="network">',
                `  <mac address="${mac}"/>`,
                '  <source network="p"/>',
                '  <model type="virtio"/>',
                '  <teaming type="transient" persistent="ua-net0"/>',
                '  <alias name="ua-net0-vf"/>',
                "</interface>",
                "",
            ].join("\n"),
        );
    });
});
