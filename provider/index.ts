import { assertInstalled, connect } from "./libvirt";
import { hooksFor, type Hooks, type World } from "./lifecycle/hooks";
import { assertRunsNothing, isAllowedBy } from "./lifecycle/hostUris";
import { hostdevNetwork as network } from "./hostdevNetwork";
import { Operation } from "./lifecycle/operation";
import type { Properties } from "./lifecycle/kind";
import { formatMessage } from "./lifecycle/message";
import { withoutStack } from "./lifecycle/mistakes";
import { changeWords, Secrets } from "./lifecycle/secrets";
import { isObject } from "./lifecycle/wire";
import { teamedNic as nic } from "./teamedNic";
import { legible } from "./xml";

/** Secrets of all resources of this process. */
const secrets = new Secrets();

/** Returns a text of ours as Pulumi may print it. Secrets go first: what is cut would not be found. */
const shown = (text: string): string => legible(secrets.hide(text));

let allowsCommands = false;

/** Pulumi shows the output of the hooks under Diagnostics. */
const world: World = {
    assertInstalled,
    operation: new Operation((uri) => {
        assertRunsNothing(uri, allowsCommands);
        return connect(uri);
    }),
    get allowsCommands() {
        return allowsCommands;
    },
    say(message) {
        console.log(shown(formatMessage(message)));
    },
    warn(message) {
        console.warn(shown(formatMessage(message)));
    },
};

/** The hooks as Pulumi calls them: of an error it prints the stack, and of a failure the property, where there is one. */
type PulumiHooks = Omit<Hooks, "check"> & {
    /**
     * Pulumi calls this before all else, with the stack's config as its file has it: what a program sets of it
     * (`pulumi.runtime.setConfig`) does not come here. Pulumi does not wait for a promise.
     */
    configure(request: { readonly config: { get(key: string): unknown } }): void;
    check(...args: Parameters<Hooks["check"]>): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }>;
};
interface CheckFailure {
    /** Empty: the engine looks up no nested property, and prints `<nil>` beside it. The path stands in the reason. */
    readonly property: "";
    readonly reason: string;
}

function forPulumi(hooks: Hooks): PulumiHooks {
    const called: Omit<PulumiHooks, "configure"> = {
        ...hooks,
        async check(olds, news) {
            const { inputs, failures } = await hooks.check(olds, news);
            return {
                inputs,
                failures: failures.map((failure) => ({ property: "", reason: shown(formatMessage(failure)) })),
            };
        },
    };
    const wrapped = Object.entries(
        called as unknown as Readonly<Record<string, (...args: unknown[]) => Promise<object | undefined>>>,
    ).map(([name, hook]) => [
        name,
        async (...args: unknown[]): Promise<unknown> => {
            for (const arg of args) if (isObject(arg)) secrets.learn(arg);
            try {
                return Secrets.marked(await hook(...args));
            } catch (error) {
                throw Secrets.marked(changeWords(withoutStack(error), shown));
            }
        },
    ]);
    return Object.assign(Object.fromEntries(wrapped), { configure }) as PulumiHooks;
}

function configure({ config }: Parameters<PulumiHooks["configure"]>[0]): void {
    allowsCommands = isAllowedBy(config.get("libvirt:allowCommands"));
}

export const hostdevNetwork = forPulumi(hooksFor(network, world));
export const teamedNic = forPulumi(hooksFor(nic, world));
