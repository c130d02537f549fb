import { TeamedNic } from "../../sdk";

/** A pair for each of BENCH_PAIRS guests, `guest0` and so on, which the host has. */
for (let i = 0; i < Number(process.env["BENCH_PAIRS"]); i++)
    new TeamedNic(`net${i}`, {
        domain: `guest${i}`,
        persistent: { network: "lan" },
        transient: { network: "vfpool" },
    });
