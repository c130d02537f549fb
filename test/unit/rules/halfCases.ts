import type { Vlan } from "../../../provider/model/vlan";
import type { CasesOf } from "../../support/cases";
import { both, bridged, byAddress, macvtap, p, pair, t } from "./teams";

const twoNative: Vlan = {
    trunk: true,
    tags: [
        { id: 1, nativeMode: "tagged" },
        { id: 2, nativeMode: "untagged" },
    ],
};
const nativeTwice: Vlan = { trunk: true, tags: [7, { id: 7, nativeMode: "tagged" }] };

export const halfCases = {
    "half-vlan-in-range": {
        keeps: [
            pair,
            p({ vlan: 42 }),
            both({ vlan: 0 }, { vlan: 4095 }),
            p({ vlan: { tags: [1, 4095], trunk: true } }),
        ],
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
        keeps: [pair, t(byAddress), p({ guestAddress: "0000:ff:1f.7" })],
        breaks: [
            [t({ ...byAddress, address: "0000:07:20.0" }), ["transient.address", "0000:07:20.0"]],
            [p({ guestAddress: "0000:00:00.8" }), ["persistent.guestAddress", "0000:00:00.8"]],
            [
                both({ guestAddress: "0000:100:00.0" }, { guestAddress: "0000:00:00.8" }),
                ["persistent.guestAddress", "0000:100:00.0"],
                ["transient.guestAddress", "0000:00:00.8"],
            ],
        ],
    },
    "half-fields-fit-its-source": {
        keeps: [
            pair,
            both({ portgroup: "gold" }),
            p(bridged),
            p({ portgroup: "a name" }),
            p({ ...bridged, isolated: true, filterref: { filter: "f" }, mtu: 9000 }),
            p({ isolated: true, filterref: { filter: "f" }, mtu: 9000 }),
            p(macvtap),
            t(byAddress),
        ],
        breaks: [
            [p({ ...bridged, portgroup: "gold" }), ["persistent.portgroup", "gold"]],
            [p({ mode: "vepa" }), ["persistent.mode", "vepa"]],
            [p({ ...bridged, mode: "bridge" }), ["persistent.mode", "bridge"]],
            [p({ managed: false }), ["persistent.managed", false]],
            [
                p({ ...macvtap, portgroup: "", isolated: false, filterref: { filter: "f" }, mtu: 9000 }),
                ["persistent.portgroup", ""],
                ["persistent.isolated", false],
                ["persistent.filterref", { filter: "f" }],
                ["persistent.mtu", 9000],
            ],
            [t({ mode: "bridge", managed: true }), ["transient.mode", "bridge"], ["transient.managed", true]],
            [
                t({ ...byAddress, portgroup: "gold", mode: "bridge" }),
                ["transient.portgroup", "gold"],
                ["transient.mode", "bridge"],
            ],
        ],
    },
    "half-number-in-range": {
        keeps: [
            pair,
            both({ boot: 1, acpiIndex: 1 }, { boot: 0x7fffffff, acpiIndex: 16383 }),
            p({ mtu: 68 }),
            p({ mtu: 65535 }),
            t({ mtu: 0 }),
        ],
        breaks: [
            [p({ mtu: 67 }), ["persistent.mtu", 67]],
            [both({ boot: 0 }), ["persistent.boot", 0], ["transient.boot", 0]],
            [
                both({ boot: 0x80000000 }, { boot: 2 ** 32 }),
                ["persistent.boot", 0x80000000],
                ["transient.boot", 2 ** 32],
            ],
            [both({ acpiIndex: 0 }, { acpiIndex: 16384 }), ["persistent.acpiIndex", 0], ["transient.acpiIndex", 16384]],
            [p({ mtu: 0 }), ["persistent.mtu", 0]],
            [p({ mtu: 65536 }), ["persistent.mtu", 65536]],
        ],
    },
    "half-vlan-one-native": {
        keeps: [pair, p({ vlan: 1 }), p({ vlan: { tags: [{ id: 1, nativeMode: "tagged" }, 2], trunk: true } })],
        breaks: [
            [p({ vlan: twoNative }), ["persistent.vlan", twoNative]],
            [p({ vlan: nativeTwice }), ["persistent.vlan", nativeTwice]],
            [t({ vlan: twoNative }), ["transient.vlan", twoNative]],
        ],
    },
    "guest-address-is-usable": {
        keeps: [
            pair,
            both({ guestAddress: "0000:00:01.0" }, { guestAddress: "0000:05:00.0" }),
            t({ ...byAddress, address: "0001:07:10.1" }),
        ],
        breaks: [
            [p({ guestAddress: "0000:00:00.0" }), ["persistent.guestAddress", "0000:00:00.0"]],
            [p({ guestAddress: "0000:00:00.1" }), ["persistent.guestAddress", "0000:00:00.1"]],
            [t({ guestAddress: "0001:05:00.0" }), ["transient.guestAddress", "0001:05:00.0"]],
        ],
    },
    "disabled-rom-has-no-settings": {
        keeps: [
            pair,
            both({ rom: { enabled: false } }, { rom: { enabled: true, bar: false, file: "/rom" } }),
            p({ rom: { file: "" } }),
        ],
        breaks: [
            [p({ rom: { enabled: false, bar: false } }), ["persistent.rom", { enabled: false, bar: false }]],
            [t({ rom: { enabled: false, file: "" } }), ["transient.rom", { enabled: false, file: "" }]],
        ],
    },
} satisfies Partial<CasesOf<"pair">>;
