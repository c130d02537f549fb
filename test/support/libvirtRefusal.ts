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
