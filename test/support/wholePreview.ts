import type { Hooks } from "../../provider/lifecycle/hooks";
import type { Properties } from "../../provider/lifecycle/kind";
import { formatMessage } from "../../provider/lifecycle/message";

/** What Pulumi keeps of a resource. */
export interface Held {
    readonly id: string;
    readonly inputs: Properties;
    readonly outs: Properties;
}
/** A resource of a stack, with what the program says of it now. */
export interface InStack {
    readonly hooks: Hooks;
    /** Absent of what is new. */
    readonly held?: Held;
    readonly says: Properties;
}
/** What a preview comes to, of one resource. */
export interface Previewed {
    readonly failures: readonly string[];
    readonly inputs: Properties;
    /** What Pulumi takes for a change: the hooks' word, else what differs in the inputs. */
    readonly changes: boolean;
}

/**
 * Pulumi's part in a preview of a whole stack: all that is held is read first, then comes the program, each time all resources
 * at once. The hooks are one process's.
 */
export async function wholePreview(stack: readonly InStack[]): Promise<readonly Previewed[]> {
    const refreshed = await Promise.all(stack.map(refresh));
    return Promise.all(refreshed.map(plan));
}

async function refresh({ hooks, held, says }: InStack): Promise<InStack> {
    if (!held) return { hooks, says };
    const { id, inputs, props } = await hooks.read(held.id, held.outs);
    if (id === undefined || !inputs || !props) return { hooks, says };
    await hooks.diff(id, props, held.inputs); // Pulumi compares what it read with what the state had
    return { hooks, says, held: { id, inputs, outs: props } };
}

async function plan({ hooks, held, says }: InStack): Promise<Previewed> {
    const { inputs, failures } = await hooks.check(held?.inputs ?? {}, says);
    const { changes } = held ? await hooks.diff(held.id, held.outs, inputs) : { changes: true };
    return {
        failures: failures.map(formatMessage),
        inputs,
        changes: changes ?? !isSame(inputs, held?.inputs),
    };
}

const isSame = (a: unknown, b: unknown): boolean => inOrder(a) === inOrder(b);

/** As JSON, with the keys of every object in their order. */
const inOrder = (value: unknown): string =>
    JSON.stringify(value, (_key, inner: unknown) =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
            : inner,
    );
