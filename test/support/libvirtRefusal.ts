import { LibvirtError } from "../../provider/libvirt";

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

/** What libvirt says of a pool whose PF is not there, and what the rules add to it. */
export const noUsableVf = (pf: string): string =>
    `internal error: No usable Vf's present on SRIOV PF ${pf}\n` +
    `pf: found "${pf}"; a pool is of a physical function of its host; libvirt defines it, and does not start it.\n` +
    "  Allowed: a network device of the host. Give the PF's name, as `ip link` prints it." +
    "  [docs/rules.md#pf-is-there; libvirt 9.0, observed at net-start: [1/19] No usable Vf's present on SRIOV PF]";
