import { startHost, type Host } from "../../lab/host";
import type { Hooks, World } from "../../provider/lifecycle/hooks";
import { HookStack } from "./hookStack";

/** A host of its own for the tests of a `describe`, and for each of them a stack of one resource. */
export interface StackBench {
    readonly host: Host;
    readonly stack: HookStack;
}

/** What a bench does beyond starting the host and making the stacks. */
interface Steps {
    /** Makes what all tests find on the host. */
    readonly prepare?: (host: Host) => Promise<void>;
    /** Before a test, with its stack. */
    readonly begin?: () => Promise<void>;
    /** After a test, with its stack closed: the host is to be as it was before. */
    readonly restore?: () => Promise<void>;
    /** Before the host is stopped. */
    readonly end?: () => Promise<void>;
}

/** Makes one for the tests of a `describe`. `renew` puts another host, prepared, in the place of one that has died. */
export function stackBench(
    hooks: (world: World) => Hooks,
    { prepare, begin, restore, end }: Steps,
): StackBench & { readonly renew: () => Promise<void> } {
    let host: Host;
    let stack: HookStack;

    async function start(): Promise<void> {
        host = await startHost();
        await prepare?.(host);
    }
    before(start);
    beforeEach(async () => {
        stack = new HookStack(hooks, host);
        await begin?.();
    });
    afterEach(async () => {
        stack.meanwhile = undefined;
        await stack.close();
        await restore?.();
    });
    after(async () => {
        await end?.();
        await host.stop();
    });

    return {
        get host() {
            return host;
        },
        get stack() {
            return stack;
        },
        async renew() {
            await host.stop();
            await start();
        },
    };
}
