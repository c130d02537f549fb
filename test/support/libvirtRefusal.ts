import { LibvirtError } from "../../provider/libvirt";
import { formatFinding, judge, ruleSets, type PoolOnHost } from "../../provider/rules";

/** Accepts a refusal by libvirt with this code, domain and text. */
export const refusal =
    (code: number, domain: number, detail: string) =>
    (error: unknown): true => {
        if (!(error instanceof LibvirtError)) throw error;
        const { code: hasCode, domain: hasDomain, detail: says } = error;
        const [found, expected] = [`[${hasCode}/${hasDomain}] ${says}`, `[${code}/${domain}] ${detail}`];
        if (found !== expected) throw new Error(`libvirt says ${found}, expected ${expected}`);
        return true;
    };

/** A PF that the lab's host does not have; these are what it has. */
export const MISSING = { link: "missing", cards: ["enp7s0f0", "enp8s0f0"] } as const;

/** What libvirt says of a pool that does not start, and below it what the rule says of its PF. */
export function noUsableVf(pf: string, card: Omit<NonNullable<PoolOnHost["pf"]>, "name">): string {
    const failures = judge<PoolOnHost>(ruleSets.poolOnHost.rules, { libvirt: 9_000_000, pf: { name: pf, ...card } });
    return [`internal error: No usable Vf's present on SRIOV PF ${pf}`, ...failures.map(formatFinding)].join("\n");
}
