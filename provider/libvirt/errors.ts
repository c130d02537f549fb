import { hidePasswords } from "../model/uri";
import type { Libvirt } from "./libvirt";

/** virErrorNumber, include/libvirt/virterror.h: the codes that the code compares. Never compare message texts. */
export const VIR_ERR = {
    INTERNAL_ERROR: 1,
    NO_SUPPORT: 3,
    INVALID_ARG: 8,
    SYSTEM_ERROR: 38,
    NO_DOMAIN: 42,
    NO_NETWORK: 43,
    AUTH_FAILED: 45,
    NO_NODE_DEVICE: 53,
    OPERATION_INVALID: 55,
    NO_INTERFACE: 57,
    DEVICE_MISSING: 99,
    NO_NETWORK_PORT: 107,
} as const;

/** Call that opens a connection. */
const OPEN = "virConnectOpenAuth";

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
        /** Cause and fix, if libvirt's message alone does not say them. */
        readonly advice?: string,
    ) {
        const words = `libvirt error [${code}/${domain}] ${call === OPEN ? oneLine(detail) : detail}`;
        super(hidePasswords(`${call} on ${uri}: ${advice === undefined ? "" : `${advice} `}${words}`, [uri]));
    }
}

/** libvirt answers, and lists no network device, not even a loopback: udev tells it of none, as in a container. */
export class DevicesUntold extends LibvirtError {
    constructor(uri: string) {
        super(
            "virConnectListAllNodeDevices",
            VIR_ERR.NO_SUPPORT,
            0,
            'libvirt lists no network device, as in a container without udev. The provider cannot tell which devices are missing. Check "virsh nodedev-list" on the host',
            uri,
        );
        this.message = hidePasswords(`${this.call} on ${uri}: ${this.detail}`, [uri]);
    }
}

/** The connection was lost in the middle of a call, and the host may have carried it out. */
export class LibvirtLost extends LibvirtError {}

/** State of a call at the end of its time. Only one that waits for its answer has reached the host. */
export type WaitsFor = "its turn" | "a connection" | "its answer";

const UNTIL_THEN: Readonly<Record<WaitsFor, string>> = {
    "its turn":
        "the host gave no answer within %s. The call was never sent, because earlier calls had no answer. Check libvirt on the host, then run again",
    "a connection": "libvirt opened no connection within %s, and nothing was sent",
    "its answer":
        "the host gave no answer within %s, and may still carry out the call. Check libvirt on the host, then run a preview",
};

/** The host did not answer in time. */
export class LibvirtTimeout extends Error {
    override readonly name = "LibvirtTimeout";

    constructor(
        /** The method of `Libvirt`, e.g. `networkStart`. */
        readonly call: string,
        readonly uri: string,
        readonly seconds: number,
        readonly waitedFor: WaitsFor,
        /** Possible cause, and its fix. */
        readonly advice?: string,
    ) {
        const late = UNTIL_THEN[waitedFor].replace("%s", `${seconds} s`);
        super(hidePasswords(`${call} on ${uri}: ${late}${advice === undefined ? "" : `. ${advice}`}`, [uri]));
    }
}

/** ssh draws boxes of `@` around what it finds alarming. */
const oneLine = (detail: string): string => detail.trim().replace(/[\s@]{2,}|\s/g, " ");

/** This machine has no libvirt client library. */
export class LibvirtMissing extends Error {
    override readonly name = "LibvirtMissing";

    constructor(
        /** Words of the dynamic linker. */
        readonly detail: string,
    ) {
        super(
            "libvirt's client library is missing on the machine where Pulumi runs. Install libvirt0 (Debian, Ubuntu), " +
                `libvirt-libs (Fedora, RHEL) or libvirt (Homebrew) [${detail}]`,
        );
    }
}

const GONE: readonly number[] = [
    VIR_ERR.NO_DOMAIN,
    VIR_ERR.NO_NETWORK,
    VIR_ERR.NO_NETWORK_PORT,
    VIR_ERR.NO_NODE_DEVICE,
    VIR_ERR.NO_INTERFACE,
];
/** How libvirt answers where it reads of a device from the kernel what is no longer there. */
const HALF_GONE: readonly number[] = [VIR_ERR.INTERNAL_ERROR, VIR_ERR.SYSTEM_ERROR];

/** libvirt says that the object does not exist. Anything else, a lost connection above all, is not that. */
export function isGone(error: unknown): boolean {
    return error instanceof LibvirtError && GONE.includes(error.code);
}

/** The host itself does not answer: it took no connection, or a call had no answer within its deadline. */
export const isSilence = (error: unknown): error is LibvirtTimeout | LibvirtError =>
    error instanceof LibvirtTimeout || (error instanceof LibvirtError && error.call === OPEN);

/** No answer came to a call that was sent: the host may have carried it out, or may still do so. */
export const isUnanswered = (error: unknown): boolean =>
    error instanceof LibvirtLost || (error instanceof LibvirtTimeout && error.waitedFor === "its answer");

/** libvirt has answered, with one of these codes. */
export const isRefusal = (error: unknown, ...codes: readonly number[]): boolean =>
    error instanceof LibvirtError && !isUnanswered(error) && codes.includes(error.code);

/** Returns the answer; undefined where the object does not exist, or libvirt answers with one of `codes`. */
export async function ignoreNotFound<T>(ask: () => Promise<T>, ...codes: readonly number[]): Promise<T | undefined> {
    try {
        return await ask();
    } catch (error) {
        if (isGone(error) || (error instanceof LibvirtError && codes.includes(error.code))) return undefined;
        throw error;
    }
}

/** Time in which a device may be half removed. On a busy machine udev took 0.3 s to tell libvirt of a removed bridge. */
const VANISHING_SECONDS = 3;

/**
 * Returns the same for a device of the host, which the kernel may take away while libvirt reads it: libvirt then answers
 * `[1/26] Could not parse MTU value '<null>'` until udev has told it. It is asked again for a while.
 *
 * @throws LibvirtError what libvirt still answers then
 */
export async function ignoreVanished<T>(
    libvirt: Pick<Libvirt, "until">,
    ask: () => Promise<T>,
): Promise<T | undefined> {
    try {
        return await ignoreNotFound(ask);
    } catch (error) {
        let refusal = halfGone(error);
        let answer: T | undefined;
        const isAnswered = await libvirt.until(async () => {
            try {
                answer = await ignoreNotFound(ask);
                return true;
            } catch (again) {
                refusal = halfGone(again);
                return false;
            }
        }, VANISHING_SECONDS);
        if (!isAnswered) throw refusal;
        return answer;
    }
}

/** Returns the error of a device that may be about to vanish. @throws any other */
function halfGone(error: unknown): LibvirtError {
    if (isSilence(error) || !isRefusal(error, ...HALF_GONE)) throw error;
    return error as LibvirtError;
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

/** Returns the message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Returns the answer; undefined where udev tells of no device. */
export async function ignoreUntold<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
        return await answer;
    } catch (error) {
        if (error instanceof DevicesUntold) return undefined;
        throw error;
    }
}
