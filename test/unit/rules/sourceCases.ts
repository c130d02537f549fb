import type { HostdevNetwork } from "../../../provider/model/hostdevNetwork";
import type { CasesOf } from "../../support/cases";
import { bridged, byAddress, both, macvtap, p, pair, t } from "./teams";

const noSource: HostdevNetwork = { name: "vfpool", mode: "hostdev", managed: true };
const ofPf = (pf: string): HostdevNetwork => ({ ...noSource, pf });
const listed = (...addresses: readonly string[]): HostdevNetwork => ({ ...noSource, addresses });

export const poolSourceCases = {
    "pf-is-a-device-name": {
        keeps: [ofPf("enp7s0f0"), ofPf("x".repeat(15)), ofPf("eth0.5-a_b"), noSource, ofPf(""), ofPf("a b")],
        breaks: [
            [ofPf("0000:07:00.0"), ["pf", "0000:07:00.0"]],
            [ofPf("x".repeat(16)), ["pf", "x".repeat(16)]],
            [ofPf("net/enp7s0f0"), ["pf", "net/enp7s0f0"]],
            [ofPf(".."), ["pf", ".."]],
        ],
    },
    "pool-address-is-not-zero": {
        keeps: [listed("0000:07:10.0"), listed("0000:00:01.0", "0001:00:00.0", "0000:01:00.0"), noSource],
        breaks: [
            [listed("0000:00:00.0"), ["addresses[0]", "0000:00:00.0"]],
            [listed("0000:07:10.0", "0000:00:00.1"), ["addresses[1]", "0000:00:00.1"]],
        ],
    },
    "pool-has-no-trusted-filters": {
        keeps: [ofPf("enp7s0f0"), { ...ofPf("enp7s0f0"), trustGuestRxFilters: false }],
        breaks: [
            [{ ...ofPf("enp7s0f0"), trustGuestRxFilters: true }, ["trustGuestRxFilters", true]],
            [
                { ...ofPf("enp7s0f0"), portgroups: [{ name: "a" }, { name: "b", trustGuestRxFilters: true }] },
                ["portgroups[1].trustGuestRxFilters", true],
            ],
        ],
    },
} satisfies Partial<CasesOf<"network">>;

export const halfSourceCases = {
    "halves-use-two-networks": {
        keeps: [pair, t(byAddress), p(bridged), both({ network: "" }), both({ network: undefined })],
        breaks: [
            [t({ network: "lan" }), ["transient.network", "lan"]],
            [p({ network: "vfpool" }), ["transient.network", "vfpool"]],
        ],
    },
    "source-is-a-device-name": {
        keeps: [pair, p(bridged), p(macvtap), t({ ...bridged, bridge: "x".repeat(16) })],
        breaks: [
            [p({ ...bridged, bridge: "x".repeat(16) }), ["persistent.bridge", "x".repeat(16)]],
            [p({ ...macvtap, direct: "0000:07:00.0" }), ["persistent.direct", "0000:07:00.0"]],
        ],
    },
    "transient-address-is-not-zero": {
        keeps: [pair, t(byAddress), t({ ...byAddress, address: "0000:00:01.0" })],
        breaks: [
            [t({ ...byAddress, address: "0000:00:00.0" }), ["transient.address", "0000:00:00.0"]],
            [t({ ...byAddress, address: "0000:00:00.7" }), ["transient.address", "0000:00:00.7"]],
        ],
    },
} satisfies Partial<CasesOf<"pair">>;

export const transientFilterCases = {
    "transient-has-no-trusted-filters": {
        keeps: [pair, t({ trustGuestRxFilters: false }), p({ trustGuestRxFilters: true })],
        breaks: [
            [t({ trustGuestRxFilters: true }), ["transient.trustGuestRxFilters", true]],
            [t({ ...byAddress, trustGuestRxFilters: true }), ["transient.trustGuestRxFilters", true]],
        ],
    },
} satisfies Partial<CasesOf<"transient">>;
