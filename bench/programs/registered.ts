import * as pulumi from "@pulumi/pulumi";
import { poolCount } from "./pool";

/** Cost of the registration of some resources for a program. */
export interface Registered {
    readonly milliseconds: number;
    /** The most memory that the process has had. */
    readonly megabytes: number;
}

/**
 * Registers resources with an engine that echoes their inputs, waits until every output is there, and prints a
 * {@link Registered}. Loading what a resource is made of counts too; loading Pulumi does not.
 */
export async function register(load: () => Promise<(number: number) => pulumi.Resource>): Promise<void> {
    await pulumi.runtime.setMocks({
        newResource: ({ name, inputs }) => ({ id: name, state: inputs as Readonly<Record<string, unknown>> }),
        call: () => ({}),
    });
    pulumi.runtime.setMockOptions(asEngine(pulumi.runtime.getMonitor()));
    const begin = performance.now();
    // in a stack, as pools without one are not compared with each other
    await pulumi.runtime.runInPulumiStack(async () => {
        const make = await load();
        const resources = Array.from({ length: poolCount }, (_, number) => make(number));
        const outputs = resources.flatMap((resource) =>
            Object.values(resource).filter((value) => pulumi.Output.isInstance(value)),
        );
        await new Promise((resolve) => pulumi.all(outputs).apply(resolve));
    });
    const milliseconds = performance.now() - begin;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ milliseconds, megabytes } satisfies Registered));
}

/** The same monitor, not known as one of mocks: under mocks a resource does the work of its provider, too. */
function asEngine(monitor: object | undefined): object {
    const calls = Object.getOwnPropertyNames(Object.getPrototypeOf(monitor) as object);
    const own = monitor as Readonly<Record<string, (...args: unknown[]) => unknown>>;
    return Object.fromEntries(calls.map((call) => [call, (...args: unknown[]) => own[call]?.(...args)]));
}
