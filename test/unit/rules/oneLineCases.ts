import type { CasesOf } from "../../support/cases";
import { both, bridged, byAddress, macvtap, p, pair, t } from "./teams";

export const halfOneLineCases = {
    "half-source-is-one-line": {
        keeps: [pair, p({ network: "the lan" }), p(bridged), p(macvtap)],
        breaks: [
            [p({ network: "lan\tdmz" }), ["persistent.network", "lan\tdmz"]],
            [t({ portgroup: "storage\n" }), ["transient.portgroup", "storage\n"]],
            [p({ ...bridged, bridge: "br\r0" }), ["persistent.bridge", "br\r0"]],
            [p({ ...macvtap, direct: "enp1s0\t" }), ["persistent.direct", "enp1s0\t"]],
        ],
    },
    "half-text-is-one-line": {
        keeps: [pair, p({ filterref: { filter: "clean traffic" }, rom: { file: "/usr/share/a rom" } })],
        breaks: [
            [p({ filterref: { filter: "clean\ntraffic" } }), ["persistent.filterref.filter", "clean\ntraffic"]],
            [
                both({ rom: { file: "/a\trom" } }, { rom: { file: "/b\rrom" } }),
                ["persistent.rom.file", "/a\trom"],
                ["transient.rom.file", "/b\rrom"],
            ],
            [t({ virtualport: { profileid: "a\tb" } }), ["transient.virtualport.profileid", "a\tb"]],
            [
                t({ ...byAddress, driver: { name: "vfio", model: "mlx5\tvfio" } }),
                ["transient.driver.model", "mlx5\tvfio"],
            ],
        ],
    },
} satisfies Partial<CasesOf<"pair">>;

const pool = { name: "p", mode: "hostdev", pf: "enp7s0f0" } as const;

export const poolOneLineCases = {
    "pool-text-is-one-line": {
        keeps: [pool, { ...pool, name: "the pool" }],
        breaks: [
            [{ ...pool, name: "p\tq" }, ["name", "p\tq"]],
            [{ ...pool, name: "p\r" }, ["name", "p\r"]],
            [{ ...pool, pf: "enp7s0f0\n" }, ["pf", "enp7s0f0\n"]],
            [{ ...pool, title: "VFs\nof the card" }, ["title", "VFs\nof the card"]],
            [{ ...pool, description: "a\r\nb" }, ["description", "a\r\nb"]],
            [{ ...pool, driver: { name: "vfio", model: "mlx5\tvfio" } }, ["driver.model", "mlx5\tvfio"]],
            [{ ...pool, virtualport: { type: "802.1Qbh", profileid: "a\tb" } }, ["virtualport.profileid", "a\tb"]],
            [
                { ...pool, portgroups: [{ name: "a\tb", virtualport: { type: "802.1Qbh", profileid: "c\nd" } }] },
                ["portgroups[0].name", "a\tb"],
                ["portgroups[0].virtualport.profileid", "c\nd"],
            ],
        ],
    },
} satisfies Partial<CasesOf<"network">>;
