import type { CasesOf } from "../../support/cases";
import { both, bridged, byAddress, macvtap, p, pair, t } from "./teams";

const uuid = "09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f";
const qbg = { type: "802.1Qbg", managerid: 1, typeid: 2, typeidversion: 3 };

export const virtualportCases = {
    "virtualport-parameters-fit-its-type": {
        keeps: [
            pair,
            p({ virtualport: { type: "802.1Qbh" } }),
            both(
                { virtualport: { profileid: "x", managerid: 1 } },
                { virtualport: { type: "802.1Qbh", profileid: "x" } },
            ),
            p({ virtualport: { ...qbg, instanceid: uuid } }),
            p({ virtualport: { type: "openvswitch", profileid: "x", interfaceid: uuid } }),
            p({ virtualport: { type: "midonet", interfaceid: uuid, profileid: "" } }),
        ],
        breaks: [
            [p({ virtualport: { type: "802.1qbh" } }), ["persistent.virtualport.type", "802.1qbh"]],
            [p({ virtualport: { type: "" } }), ["persistent.virtualport.type", ""]],
            [
                p({ virtualport: { type: "midonet", interfaceid: uuid, profileid: "x" } }),
                ["persistent.virtualport.profileid", "x"],
            ],
            [
                both(
                    { virtualport: { type: "midonet", interfaceid: uuid, profileid: "x" } },
                    { virtualport: { ...qbg, type: "802.1Qbh" } },
                ),
                ["persistent.virtualport.profileid", "x"],
                ["transient.virtualport.managerid", 1],
                ["transient.virtualport.typeid", 2],
                ["transient.virtualport.typeidversion", 3],
            ],
            [
                p({ virtualport: { type: "openvswitch", instanceid: uuid } }),
                ["persistent.virtualport.instanceid", uuid],
            ],
        ],
    },
    "virtualport-parameters-are-legal": {
        keeps: [
            pair,
            p({ virtualport: qbg }),
            p({ virtualport: { ...qbg, managerid: 0, typeid: 0, typeidversion: 0 } }),
            p({
                virtualport: {
                    managerid: 255,
                    typeid: 16777215,
                    typeidversion: 255,
                    instanceid: uuid,
                    interfaceid: uuid,
                },
            }),
            t({ virtualport: { type: "802.1Qbh", profileid: "€".repeat(13) } }),
        ],
        breaks: [
            [p({ virtualport: { ...qbg, managerid: 256 } }), ["persistent.virtualport.managerid", 256]],
            [
                p({
                    virtualport: {
                        managerid: 256,
                        typeid: 16777216,
                        typeidversion: 256,
                        instanceid: "x",
                        interfaceid: "",
                    },
                }),
                ["persistent.virtualport.managerid", 256],
                ["persistent.virtualport.typeid", 16777216],
                ["persistent.virtualport.typeidversion", 256],
                ["persistent.virtualport.instanceid", "x"],
                ["persistent.virtualport.interfaceid", ""],
            ],
            [
                t({ virtualport: { type: "802.1Qbh", profileid: "€".repeat(14) } }),
                ["transient.virtualport.profileid", "€".repeat(14)],
            ],
        ],
    },
    "virtualport-is-complete": {
        keeps: [
            pair,
            both({ virtualport: {} }, { virtualport: { type: "802.1Qbh" } }),
            p({ virtualport: { type: "midonet" } }),
            p({ ...bridged, virtualport: { type: "openvswitch" } }),
            p({ ...macvtap, virtualport: qbg }),
            p({ ...macvtap, virtualport: { type: "novel" } }),
            t({ ...byAddress, virtualport: { type: "802.1Qbh", profileid: "x" } }),
        ],
        breaks: [
            [p({ ...bridged, virtualport: {} }), ["persistent.virtualport.type", undefined]],
            [p({ ...bridged, virtualport: { profileid: "x" } }), ["persistent.virtualport.type", undefined]],
            [
                p({ ...macvtap, virtualport: { type: "802.1Qbg", typeid: 0 } }),
                ["persistent.virtualport.managerid", undefined],
                ["persistent.virtualport.typeidversion", undefined],
            ],
            [p({ ...bridged, virtualport: { type: "midonet" } }), ["persistent.virtualport.interfaceid", undefined]],
            [
                t({ ...byAddress, virtualport: { type: "802.1Qbh", profileid: "" } }),
                ["transient.virtualport.profileid", ""],
            ],
        ],
    },
    "isolated-or-virtualport": {
        keeps: [
            pair,
            p({ isolated: false, virtualport: { type: "openvswitch" } }),
            p({ isolated: true }),
            p({ isolated: true, virtualport: { profileid: "x" } }),
        ],
        breaks: [
            [p({ isolated: true, virtualport: { type: "openvswitch" } }), ["persistent.isolated", true]],
            [p({ ...bridged, isolated: true, virtualport: qbg }), ["persistent.isolated", true]],
        ],
    },
    "transient-virtualport-fits-a-vf": {
        keeps: [
            pair,
            p({ virtualport: qbg }),
            t({ virtualport: { type: "802.1Qbh" } }),
            t({ virtualport: { profileid: "x" } }),
        ],
        breaks: [
            [t({ virtualport: { type: "openvswitch" } }), ["transient.virtualport.type", "openvswitch"]],
            [t({ ...byAddress, virtualport: {} }), ["transient.virtualport.type", undefined]],
            [t({ ...byAddress, virtualport: qbg }), ["transient.virtualport.type", "802.1Qbg"]],
        ],
    },
    "transient-vlan-or-virtualport": {
        keeps: [
            pair,
            t({ vlan: 1 }),
            t({ virtualport: { type: "802.1Qbh" } }),
            p({ vlan: 1, virtualport: { type: "openvswitch" } }),
        ],
        breaks: [
            [t({ vlan: 1, virtualport: { type: "802.1Qbh", profileid: "x" } }), ["transient.vlan", 1]],
            [t({ vlan: 0, virtualport: { type: "802.1Qbh", profileid: "x" } }), ["transient.vlan", 0]],
        ],
    },
} satisfies Partial<CasesOf<"pair">>;
