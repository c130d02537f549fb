import type { Nic } from "../../../provider/model/interface";
import type { Team, TeamRuleId } from "../../../provider/rules";
import type { CasesOf } from "../../support/cases";

const mac = "52:54:00:aa:bb:01";
const persistent: Nic = {
    type: "network",
    mac,
    network: "lan",
    model: "virtio",
    teaming: "persistent",
    alias: "ua-net0",
};
const transient: Nic = {
    type: "network",
    mac,
    network: "vfpool",
    model: "virtio",
    teaming: "transient",
    persistent: "ua-net0",
    alias: "ua-net0-vf",
};
const pair: Team = { persistent, transient };

type Change = { readonly [K in keyof Nic]?: Nic[K] | undefined };
/** A half with some fields changed; undefined leaves one out. */
function changed(nic: Nic, change: Change): Nic {
    return Object.fromEntries(Object.entries({ ...nic, ...change }).filter(([, value]) => value !== undefined)) as Nic;
}
const p = (change: Change): Team => ({ persistent: changed(persistent, change), transient });
const t = (change: Change): Team => ({ persistent, transient: changed(transient, change) });
const both = (change: Change, other: Change = change): Team => ({ ...p(change), transient: t(other).transient });

const byAddress: Change = {
    type: "hostdev",
    network: undefined,
    address: "0000:07:10.1",
    model: undefined,
    managed: true,
};
const bridged: Change = { type: "bridge", network: undefined, bridge: "br0" };
const macvtap: Change = { type: "direct", network: undefined, direct: "enp1s0", mode: "bridge" };

export const teamCases: CasesOf<TeamRuleId, Team> = {
    "half-has-one-source": {
        keeps: [pair, p(bridged), p(macvtap), t(byAddress), t({ portgroup: "gold" })],
        breaks: [
            [p({ network: undefined }), ["persistent", undefined]],
            [t({ network: "" }), ["transient", { network: "" }]],
            [p({ bridge: "br0" }), ["persistent", { network: "lan", bridge: "br0" }]],
            [
                both({ network: undefined }, { address: "0000:07:10.1" }),
                ["persistent", undefined],
                ["transient", { network: "vfpool", address: "0000:07:10.1" }],
            ],
        ],
    },
    "half-type-matches-source": {
        keeps: [pair, p(bridged), p(macvtap), t(byAddress), p({ network: undefined, type: "user" })],
        breaks: [
            [p({ type: "bridge" }), ["persistent.type", "bridge"]],
            [t({ type: "hostdev" }), ["transient.type", "hostdev"]],
            [t({ ...byAddress, type: "network" }), ["transient.type", "network"]],
        ],
    },
    "half-says-which-it-is": {
        keeps: [pair],
        breaks: [
            [p({ teaming: undefined }), ["persistent.teaming", undefined]],
            [
                both({ teaming: "transient" }, { teaming: "persistent" }),
                ["persistent.teaming", "transient"],
                ["transient.teaming", "persistent"],
            ],
        ],
    },
    "transient-names-persistent": {
        keeps: [pair, both({ alias: "ua-a" }, { persistent: "ua-a" })],
        breaks: [
            [t({ persistent: undefined }), ["transient.persistent", undefined]],
            [t({ persistent: "ua-net1" }), ["transient.persistent", "ua-net1"]],
            [t({ persistent: "ua-net0-vf" }), ["transient.persistent", "ua-net0-vf"]],
            [p({ alias: undefined }), ["transient.persistent", "ua-net0"]],
            [both({ alias: undefined }, { persistent: undefined }), ["transient.persistent", undefined]],
        ],
    },
    "alias-starts-with-ua": {
        keeps: [pair],
        breaks: [
            [p({ alias: "net0" }), ["persistent.alias", "net0"]],
            [p({ alias: "UA-net0" }), ["persistent.alias", "UA-net0"]],
            [both({ alias: "" }, { alias: undefined }), ["persistent.alias", ""], ["transient.alias", undefined]],
        ],
    },
    "alias-has-legal-characters": {
        keeps: [pair, p({ alias: "ua-Net_0-9" }), p({ alias: undefined })],
        breaks: [
            [p({ alias: "ua-net.0" }), ["persistent.alias", "ua-net.0"]],
            [p({ alias: "ua-" }), ["persistent.alias", "ua-"]],
            [
                both({ alias: "ua-net 0" }, { alias: "ua-nét" }),
                ["persistent.alias", "ua-net 0"],
                ["transient.alias", "ua-nét"],
            ],
        ],
    },
    "aliases-differ": {
        keeps: [pair, both({ alias: undefined })],
        breaks: [[t({ alias: "ua-net0" }), ["transient.alias", "ua-net0"]]],
    },
    "mac-is-unicast": {
        keeps: [pair, both({ mac: "fe:ff:ff:ff:ff:ff" }), both({ mac: undefined }), both({ mac: "00:00:00:00:00:01" })],
        breaks: [
            [p({ mac: "00:00:00:00:00:00" }), ["persistent.mac", "00:00:00:00:00:00"]],
            [p({ mac: "01:00:5e:00:00:01" }), ["persistent.mac", "01:00:5e:00:00:01"]],
            [t({ mac: "ff:ff:ff:ff:ff:ff" }), ["transient.mac", "ff:ff:ff:ff:ff:ff"]],
            [t({ mac: "52:54:00:aa:bb" }), ["transient.mac", "52:54:00:aa:bb"]],
            [t({ mac: "52:54:00:aa:bb:01:02" }), ["transient.mac", "52:54:00:aa:bb:01:02"]],
            [
                both({ mac: "" }, { mac: "52:54:00:aa:bb:zz" }),
                ["persistent.mac", ""],
                ["transient.mac", "52:54:00:aa:bb:zz"],
            ],
        ],
    },
    "halves-share-mac": {
        keeps: [pair],
        breaks: [
            [t({ mac: "52:54:00:aa:bb:02" }), ["transient.mac", "52:54:00:aa:bb:02"]],
            [t({ mac: undefined }), ["transient.mac", undefined]],
            [p({ mac: undefined }), ["transient.mac", mac]],
            [both({ mac: undefined }), ["transient.mac", undefined]],
        ],
    },
    "half-vlan-in-range": {
        keeps: [pair, both({ vlan: 0 }, { vlan: 4095 }), p({ vlan: { tags: [1, 4095], trunk: true } })],
        breaks: [
            [p({ vlan: 4096 }), ["persistent.vlan", 4096]],
            [t({ vlan: { tags: [] } }), ["transient.vlan", { tags: [] }]],
            [
                both({ vlan: { tags: [{ id: 9999 }] } }, { vlan: 4096 }),
                ["persistent.vlan", 9999],
                ["transient.vlan", 4096],
            ],
        ],
    },
    "half-address-in-range": {
        keeps: [pair, t(byAddress), both({ guestAddress: "0000:ff:1f.7" })],
        breaks: [
            [t({ ...byAddress, address: "0000:07:20.0" }), ["transient.address", "0000:07:20.0"]],
            [
                both({ guestAddress: "0000:100:00.0" }, { guestAddress: "0000:00:00.8" }),
                ["persistent.guestAddress", "0000:100:00.0"],
                ["transient.guestAddress", "0000:00:00.8"],
            ],
        ],
    },
    "persistent-is-not-a-vf": {
        keeps: [pair, p(bridged), p(macvtap)],
        breaks: [[p(byAddress), ["persistent", "hostdev"]]],
    },
    "persistent-is-virtio": {
        keeps: [pair, p({ model: "virtio-transitional" }), p({ model: "virtio-non-transitional" })],
        breaks: [
            [p({ model: "e1000" }), ["persistent.model", "e1000"]],
            [p({ model: undefined }), ["persistent.model", undefined]],
        ],
    },
    "persistent-has-no-partner": {
        keeps: [pair],
        breaks: [[p({ persistent: "ua-net0-vf" }), ["persistent.persistent", "ua-net0-vf"]]],
    },
    "target-is-not-vnet": {
        keeps: [pair, p({ target: "tap-web1" }), p({ target: "myvnet" })],
        breaks: [[p({ target: "vnet0" }), ["persistent.target", "vnet0"]]],
    },
    "transient-is-a-vf": {
        keeps: [pair, t(byAddress)],
        breaks: [
            [t(bridged), ["transient", "bridge"]],
            [t(macvtap), ["transient", "direct"]],
        ],
    },
    "transient-model-is-virtio": {
        keeps: [pair, t(byAddress), t({ ...byAddress, model: "e1000" })],
        breaks: [
            [t({ model: undefined }), ["transient.model", undefined]],
            [t({ model: "rtl8139" }), ["transient.model", "rtl8139"]],
        ],
    },
    "transient-vlan-one-tag": {
        keeps: [pair, t({ vlan: 42 }), p({ vlan: { tags: [1, 2], trunk: true } })],
        breaks: [
            [t({ vlan: { tags: [1, 2], trunk: true } }), ["transient.vlan", { tags: [1, 2], trunk: true }]],
            [t({ vlan: { tags: [1], trunk: true } }), ["transient.vlan", { tags: [1], trunk: true }]],
        ],
    },
    "transient-driver-by-address-only": {
        keeps: [pair, t({ ...byAddress, driver: { name: "vfio" } }), p({ driver: { name: "vhost" } })],
        breaks: [
            [t({ driver: { name: "vfio" } }), ["transient.driver", { name: "vfio" }]],
            [t({ driver: {} }), ["transient.driver", {}]],
        ],
    },
    "transient-has-no-mtu": {
        keeps: [pair, p({ mtu: 9000 })],
        breaks: [[t({ mtu: 9000 }), ["transient.mtu", 9000]]],
    },
    "transient-has-no-link-state": {
        keeps: [pair, p({ link: "down" })],
        breaks: [
            [t({ link: "down" }), ["transient.link", "down"]],
            [t({ link: "up" }), ["transient.link", "up"]],
        ],
    },
    "transient-has-no-bandwidth": {
        keeps: [pair, p({ bandwidth: { inbound: { average: 1 } } })],
        breaks: [[t({ bandwidth: {} }), ["transient.bandwidth", {}]]],
    },
    "transient-has-no-target": {
        keeps: [pair, p({ target: "tap0" })],
        breaks: [[t({ target: "tap0" }), ["transient.target", "tap0"]]],
    },
};
