import type { CasesOf } from "../../support/cases";
import { both, bridged, macvtap, p, pair, t } from "./teams";

export const vlanCases = {
    "transient-vlan-one-tag": {
        keeps: [pair, t({ vlan: 42 }), p({ vlan: { tags: [1, 2], trunk: true } })],
        breaks: [
            [t({ vlan: { tags: [1, 2], trunk: true } }), ["transient.vlan", { tags: [1, 2], trunk: true }]],
            [t({ vlan: { tags: [1], trunk: true } }), ["transient.vlan", { tags: [1], trunk: true }]],
        ],
    },
    "halves-share-vlan": {
        keeps: [pair, both({ vlan: 42 }), t({ vlan: 42 }), p({ vlan: 42 })],
        breaks: [
            [both({ vlan: 42 }, { vlan: 43 }), ["transient.vlan", 43]],
            [both({ vlan: { trunk: true, tags: [42, 43] } }, { vlan: 42 }), ["transient.vlan", 42]],
        ],
    },
    "bridge-supports-vlan": {
        keeps: [pair, p({ ...bridged, vlan: 42, virtualport: { type: "openvswitch" } }), p({ vlan: 42 }), p(bridged)],
        breaks: [[p({ ...bridged, vlan: 42 }), ["persistent.vlan", 42]]],
    },
    "macvtap-supports-vlan": {
        keeps: [pair, p({ vlan: 42 }), p(macvtap), p({ ...macvtap, mode: "passthrough", vlan: 42 })],
        breaks: [
            [p({ ...macvtap, vlan: 42 }), ["persistent.vlan", 42]],
            [p({ ...macvtap, mode: undefined, vlan: 42 }), ["persistent.vlan", 42]],
        ],
    },
} satisfies Partial<CasesOf<"pair">>;
