import type { Host } from "../../lab/host";
import type { Libvirt } from "../../provider/libvirt";
import { LibvirtError, LibvirtLost, LibvirtTimeout, VIR_ERR } from "../../provider/libvirt/errors";
import type { HookStack } from "./hookStack";

/**
 * What may happen to a call.
 *
 * - `fails`: libvirt refuses it.
 * - `hangs`: it has no answer in time, and the host carries it out a little later.
 * - `dies`: it is carried out, and then the daemon is killed.
 */
export type Fault = "fails" | "hangs" | "dies";

/** Calls that change something. A daemon that dies after another is as one that dies before the next. */
const CHANGES: readonly (keyof Libvirt)[] = [
    "networkDefine",
    "networkStart",
    "networkPortgroup",
    "networkStop",
    "networkUndefine",
    "networkAutostart",
    "attachDevice",
    "updateDevice",
    "detachDevice",
    "unplugDevice",
];

/** The faults to try at a call. To wait until something is so is no call of its own, and cannot hang. */
export const faultsOf = (call: keyof Libvirt): readonly Fault[] => {
    if (call === "until") return ["fails"];
    return CHANGES.includes(call) ? ["fails", "hangs", "dies"] : ["fails", "hangs"];
};

/** Well after the provider has looked whether it is done. */
const LATE_MILLISECONDS = 100;

/** Carries out a change, and returns its calls in their order. */
export async function callsOf(stack: HookStack, change: () => Promise<unknown>): Promise<readonly (keyof Libvirt)[]> {
    const calls: (keyof Libvirt)[] = [];
    stack.disturb = (call, _, ask) => {
        calls.push(call);
        return ask();
    };
    try {
        await change();
    } finally {
        stack.disturb = undefined;
    }
    return calls;
}

/**
 * Carries out a change, with a fault at one of its calls.
 *
 * @returns what it failed with; undefined where it did not
 */
export async function withFault(
    { stack, host }: { readonly stack: HookStack; readonly host: Host },
    at: number,
    fault: Fault,
    change: () => Promise<unknown>,
): Promise<unknown> {
    let number = 0;
    const late: Promise<unknown>[] = [];
    const faults: Readonly<Record<Fault, (call: keyof Libvirt, uri: string, ask: () => Promise<unknown>) => unknown>> =
        {
            fails(call, uri) {
                throw new LibvirtError(call, VIR_ERR.INTERNAL_ERROR, 10, "a fault of the test", uri);
            },
            hangs(call, uri, ask) {
                const later = new Promise((resolve) => setTimeout(resolve, LATE_MILLISECONDS));
                late.push(later.then(ask).catch(() => undefined));
                throw new LibvirtTimeout(call, uri, 60, "its answer");
            },
            async dies(call, uri, ask) {
                await ask();
                await host.kill();
                throw new LibvirtLost(call, VIR_ERR.SYSTEM_ERROR, 7, "Cannot recv data: Connection reset by peer", uri);
            },
        };
    stack.disturb = async (call, uri, ask) => (number++ === at ? faults[fault](call, uri, ask) : ask());
    try {
        await change();
        return undefined;
    } catch (error) {
        return error;
    } finally {
        stack.disturb = undefined;
        await Promise.all(late);
    }
}
