import { assertInstalled, connect } from "./libvirt";
import { hooksFor, type Hooks, type World } from "./lifecycle/hooks";
import { hostdevNetwork as network } from "./hostdevNetwork";
import { Operation } from "./lifecycle/operation";
import { withoutStack } from "./lifecycle/withoutStack";
import { teamedNic as nic } from "./teamedNic";

/** What the hooks print, Pulumi shows under Diagnostics. */
const world: World = {
    assertInstalled,
    connect,
    operation: new Operation(),
    say: console.log,
    warn: console.warn,
};

function withoutStacks(hooks: Hooks): Hooks {
    const wrapped = Object.entries(
        hooks as unknown as Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>,
    ).map(([name, hook]) => [
        name,
        (...args: unknown[]): Promise<unknown> =>
            hook(...args).catch((error: unknown) => {
                throw withoutStack(error);
            }),
    ]);
    return Object.fromEntries(wrapped) as Hooks;
}

export const hostdevNetwork = withoutStacks(hooksFor(network, world));
export const teamedNic = withoutStacks(hooksFor(nic, world));
