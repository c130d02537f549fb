import type { Host } from "../../lab/host";
import { Stack } from "./cliStack";
import { startTestHost, stateOf } from "./testHost";

/** A host of its own, and a stack on it that the real CLI drives, for the tests of a `describe`. */
export interface StackOnHost {
    readonly host: Host;
    readonly stack: Stack;
    /** The host as it was before the stack. */
    readonly untouched: string;
}

interface Options {
    /** @default one that declares nothing */
    readonly program?: string;
    /** Whether Pulumi reads the host before each preview and up. @default true */
    readonly refresh?: boolean;
    /** Whether the network `lan` and the guest `demo` are started. @default false */
    readonly isRunning?: boolean;
    /** How many VFs the card's first PF has. @default 4 */
    readonly vfs?: number;
    /** Makes what the host is to have beyond that, before the stack. */
    readonly prepare?: (host: Host) => Promise<unknown>;
    /** Whether the program is up before the first test. @default false */
    readonly isUp?: boolean;
}

/** Makes one, with the guests and the network of {@link startTestHost}. */
export function stackOnHost({
    program = "",
    refresh = true,
    isRunning = false,
    vfs = 4,
    prepare,
    isUp = false,
}: Options = {}): StackOnHost {
    let host: Host;
    let stack: Stack;
    let untouched: string;

    before(async () => {
        host = await startTestHost({ vfs });
        if (isRunning) {
            await host.virsh("net-start", "lan");
            await host.virsh("start", "demo");
        }
        await prepare?.(host);
        untouched = await stateOf(host);
        stack = await Stack.create(host.uri, program, { refresh });
        if (isUp) await stack.up();
    });
    after(async () => {
        await stack.remove();
        await host.stop();
    });

    return {
        get host() {
            return host;
        },
        get stack() {
            return stack;
        },
        get untouched() {
            return untouched;
        },
    };
}
