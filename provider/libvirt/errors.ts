/** virErrorNumber, include/libvirt/virterror.h: the codes that the code compares. Never compare message texts. */
export const VIR_ERR = {
    INTERNAL_ERROR: 1,
    NO_SUPPORT: 3,
    INVALID_ARG: 8,
    SYSTEM_ERROR: 38,
    NO_DOMAIN: 42,
    NO_NETWORK: 43,
    NO_NODE_DEVICE: 53,
    OPERATION_INVALID: 55,
    DEVICE_MISSING: 99,
} as const;

/** A refusal by libvirt, in libvirt's own words. */
export class LibvirtError extends Error {
    override readonly name = "LibvirtError";

    constructor(
        /** The C function that refused, e.g. `virNetworkCreate`. */
        readonly call: string,
        /** virErrorNumber */
        readonly code: number,
        /** virErrorDomain: which part of libvirt refused. */
        readonly domain: number,
        /** libvirt's message. */
        readonly detail: string,
        readonly uri: string,
    ) {
        super(`${call} on ${uri}: libvirt error [${code}/${domain}] ${detail}`);
    }
}

/** The host did not answer in time. What was asked may still happen there. */
export class LibvirtTimeout extends Error {
    override readonly name = "LibvirtTimeout";

    constructor(
        /** The method of `Libvirt`, e.g. `networkStart`. */
        readonly call: string,
        readonly uri: string,
        readonly seconds: number,
        /** False when the call was still waiting for its turn: then nothing of it has reached the host, nor will. */
        readonly sent: boolean,
    ) {
        super(
            `${call} on ${uri}: no answer within ${seconds} s; ` +
                (sent ? "the host may still carry it out" : "it was never sent, as earlier calls had no answer either"),
        );
    }
}

/** This machine has no libvirt client library. */
export class LibvirtMissing extends Error {
    override readonly name = "LibvirtMissing";

    constructor(
        /** What the dynamic linker says. */
        readonly detail: string,
    ) {
        super(
            "libvirt's client library is not installed where Pulumi runs: install libvirt0 (Debian, Ubuntu), " +
                `libvirt-libs (Fedora, RHEL) or libvirt (Homebrew) [${detail}]`,
        );
    }
}

const GONE: readonly number[] = [VIR_ERR.NO_DOMAIN, VIR_ERR.NO_NETWORK, VIR_ERR.NO_NODE_DEVICE];

/** libvirt says that the object does not exist. Anything else, a lost connection above all, is not that. */
export function isGone(error: unknown): boolean {
    return error instanceof LibvirtError && GONE.includes(error.code);
}

/** The host itself does not answer: it took no connection, or a call had no answer within its deadline. */
export const isSilence = (error: unknown): boolean =>
    error instanceof LibvirtTimeout || (error instanceof LibvirtError && error.call === "virConnectOpenAuth");

/** Returns the answer; undefined where the object does not exist, or libvirt answers with one of `codes`. */
export async function ignoreNotFound<T>(ask: () => Promise<T>, ...codes: readonly number[]): Promise<T | undefined> {
    try {
        return await ask();
    } catch (error) {
        if (isGone(error) || (error instanceof LibvirtError && codes.includes(error.code))) return undefined;
        throw error;
    }
}

/** Returns the answer; undefined where libvirt refuses it, because it has no driver for that. */
export async function ignoreRefused<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
        return await answer;
    } catch (error) {
        if (!(error instanceof LibvirtError)) throw error;
        return undefined;
    }
}

/** What an error says, whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
