import type { CasesOf } from "../../support/cases";
import { both, bridged, byAddress, mac, macvtap, p, pair, t } from "./teams";

export const pairCases = {
    "half-has-one-source": {
        keeps: [pair, p(bridged), p(macvtap), t(byAddress), t({ portgroup: "gold" })],
        breaks: [
            [p({ bridge: "br0" }), ["persistent", { network: "lan", bridge: "br0" }]],
            [p({ network: undefined }), ["persistent", undefined]],
            [p({ ...bridged, bridge: "" }), ["persistent", { bridge: "" }]],
            [t({ network: "" }), ["transient", { network: "" }]],
            [t({ ...byAddress, network: "" }), ["transient", { network: "", address: "0000:07:10.1" }]],
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
            [p({ type: "user" }), ["persistent.type", "user"]],
            [t({ type: "hostdev" }), ["transient.type", "hostdev"]],
            [t({ ...byAddress, type: "network" }), ["transient.type", "network"]],
        ],
    },
    "half-has-teaming-type": {
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
            [t({ persistent: "ua-net1" }), ["transient.persistent", "ua-net1"]],
            [t({ persistent: undefined }), ["transient.persistent", undefined]],
            [t({ persistent: "ua-net0-vf" }), ["transient.persistent", "ua-net0-vf"]],
            [p({ alias: undefined }), ["transient.persistent", "ua-net0"]],
            [both({ alias: undefined }, { persistent: undefined }), ["transient.persistent", undefined]],
        ],
    },
    "alias-starts-with-ua": {
        keeps: [pair, t({ alias: undefined })],
        breaks: [
            [p({ alias: "net0" }), ["persistent.alias", "net0"]],
            [p({ alias: "UA-net0" }), ["persistent.alias", "UA-net0"]],
            [t({ alias: "" }), ["transient.alias", ""]],
            [both({ alias: "" }, { alias: "net1" }), ["persistent.alias", ""], ["transient.alias", "net1"]],
        ],
    },
    "alias-has-legal-characters": {
        keeps: [pair, p({ alias: "ua-Net_0-9" }), p({ alias: undefined })],
        breaks: [
            [p({ alias: "ua-net.0" }), ["persistent.alias", "ua-net.0"]],
            [p({ alias: "ua-" }), ["persistent.alias", "ua-"]],
            [t({ alias: "ua-nét" }), ["transient.alias", "ua-nét"]],
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
            [p({ mac: "01:00:5e:00:00:01" }), ["persistent.mac", "01:00:5e:00:00:01"]],
            [p({ mac: "00:00:00:00:00:00" }), ["persistent.mac", "00:00:00:00:00:00"]],
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
    "halves-differ-in-boot-and-address": {
        keeps: [
            pair,
            both({ boot: 1 }, { boot: 2 }),
            both({ boot: 1, acpiIndex: 1, guestAddress: "0000:05:00.0" }, { boot: 2, acpiIndex: 2 }),
            both({ guestAddress: "0000:05:00.0" }, { guestAddress: "0000:05:00.1" }),
        ],
        breaks: [
            [both({ boot: 1 }), ["transient.boot", 1]],
            [both({ acpiIndex: 5 }), ["transient.acpiIndex", 5]],
            [
                both({ acpiIndex: 5, guestAddress: "0000:05:00.0" }),
                ["transient.acpiIndex", 5],
                ["transient.guestAddress", "0000:05:00.0"],
            ],
        ],
    },
} satisfies Partial<CasesOf<"pair">>;
