import { isGone, LibvirtError } from "../libvirt/errors";

/** The answer; undefined of what is gone, mostly since it was listed, and where libvirt answers with one of these codes. */
export async function unlessGone<T>(ask: () => Promise<T>, ...codes: readonly number[]): Promise<T | undefined> {
    try {
        return await ask();
    } catch (error) {
        if (isGone(error) || (error instanceof LibvirtError && codes.includes(error.code))) return undefined;
        throw error;
    }
}

/** The answer; undefined where libvirt refuses it, as it may have no driver for that. */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
        return await answer;
    } catch (error) {
        if (!(error instanceof LibvirtError)) throw error;
        return undefined;
    }
}
