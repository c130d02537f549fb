import type { CasesOf } from "../../support/cases";
import { both, p, pair, t } from "./teams";

const injected = "x'/></interface><interface><a b='";

export const halfMarkupCases = {
    "half-name-has-no-markup": {
        keeps: [
            pair,
            p({ filterref: { filter: "clean-traffic" } }),
            t({ virtualport: { profileid: "VLAN 42.a/b_c" } }),
        ],
        breaks: [
            [p({ filterref: { filter: injected } }), ["persistent.filterref.filter", injected]],
            [
                both({ virtualport: { profileid: "a<b" } }, { virtualport: { profileid: "a'b" } }),
                ["persistent.virtualport.profileid", "a<b"],
                ["transient.virtualport.profileid", "a'b"],
            ],
            [t({ virtualport: { profileid: "a&b" } }), ["transient.virtualport.profileid", "a&b"]],
        ],
    },
} satisfies Partial<CasesOf<"pair">>;

const pool = { name: "p", mode: "hostdev", pf: "enp7s0f0" } as const;

export const poolMarkupCases = {
    "pool-name-has-no-markup": {
        keeps: [pool, { ...pool, portgroups: [{ name: "storage.42" }], virtualport: { profileid: "a b" } }],
        breaks: [
            [{ ...pool, virtualport: { type: "802.1Qbh", profileid: "a>b" } }, ["virtualport.profileid", "a>b"]],
            [
                {
                    ...pool,
                    portgroups: [{ name: "ok" }, { name: "g", virtualport: { type: "802.1Qbh", profileid: injected } }],
                },
                ["portgroups[1].virtualport.profileid", injected],
            ],
        ],
    },
} satisfies Partial<CasesOf<"network">>;
