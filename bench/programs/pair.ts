import { poolCount } from "./pool";

const uri = process.env["LIBVIRT_DEFAULT_URI"] ?? "qemu:///system";
const guests = Number(process.env["BENCH_GUESTS"]);
const pairsOfGuest = Number(process.env["BENCH_PAIRS_OF_GUEST"]);

/** A pair of a program, with what it is told. */
export interface Pair {
    readonly name: string;
    readonly args: ReturnType<typeof pairArgs>;
}

/** BENCH_PAIRS_OF_GUEST pairs for each of BENCH_GUESTS guests, `guest0` and so on, which the host has. */
export const everyPair = (): readonly Pair[] =>
    Array.from({ length: guests * pairsOfGuest }, (_, number) => {
        const guest = Math.floor(number / pairsOfGuest);
        const own = number % pairsOfGuest;
        return { name: `guest${guest}-net${own}`, args: pairArgs(guest, own, `pool${number % poolCount}`) };
    });

const pairArgs = (guest: number, own: number, pool: string) => ({
    uri,
    name: `net${own}`,
    domain: `guest${guest}`,
    persistent: { network: "lan" },
    transient: { network: pool },
});

/** The same with all that the class for pairs and its hooks add: the MAC, the defaults, and every other property. */
export function allOfPair({ args }: Pair): Record<string, unknown> {
    const mac = "52:54:00:00:00:00";
    const alias = `ua-${args.name}`;
    const both = { type: "network", mac, model: "virtio" };
    return {
        migratesTo: undefined,
        rules: undefined,
        domainUuid: undefined,
        aliases: undefined,
        vf: undefined,
        mac,
        apply: "live",
        detachTimeout: 30,
        adopt: false,
        ...args,
        persistent: { ...both, teaming: "persistent", alias, ...args.persistent },
        transient: { ...both, teaming: "transient", persistent: alias, alias: `${alias}-vf`, ...args.transient },
    };
}
