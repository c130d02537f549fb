import { assertInstalled, connect } from "./libvirt";
import { lifecycle, type Hooks, type World } from "./lifecycle";
import { hostdevNetwork as network } from "./resources/hostdevNetwork";
import { Operation } from "./resources/operation";
import { withoutStack } from "./resources/refusal";
import { teamedNic as nic } from "./resources/teamedNic";

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

export const hostdevNetwork = withoutStacks(lifecycle(network, world));
export const teamedNic = withoutStacks(lifecycle(nic, world));
