import { readFile, writeFile } from "node:fs/promises";
import { jsonReporter } from "../../cli/lint/json";
import { HostJudge } from "../../cli/lint/hostJudge";
import { lint } from "../../cli/lint/lint";
import { jsonForm } from "../../cli/map/json";
import { map } from "../../cli/map/map";
import { hostdevNetwork } from "../../provider/hostdevNetwork";
import { hooksFor, type World } from "../../provider/lifecycle/hooks";
import { formatMessage } from "../../provider/lifecycle/message";
import { Operation } from "../../provider/lifecycle/operation";
import { assertInstalled, close, connect } from "../../provider/libvirt";
import { teamedNic } from "../../provider/teamedNic";
import { wholePreview, type Held, type InStack } from "../../test/support/wholePreview";

/** Options of {@link main}. */
export interface LoadSettings {
    readonly uri: string;
    /** Names of the guests that get a pair each. */
    readonly guests: readonly string[];
    /** A guest that the stack does not name, for one pair more. */
    readonly further: string;
    /** File where `up` writes the state that Pulumi would keep. */
    readonly stateFile: string;
    /** Files for `lint`. */
    readonly files: readonly string[];
}
export type LoadOperation = "new" | "up" | "unchanged" | "another" | "map" | "lint" | "down";

/** Cost of an operation for its process. */
export interface LoadAlone {
    readonly milliseconds: number;
    /** Most memory that the process has had. */
    readonly megabytes: number;
}

const quiet = { out: () => undefined, complain: console.error };

/** One operation on a stack of a pool and pairs, without Pulumi, in a process as new as Pulumi's is. */
async function main(operation: LoadOperation, settings: LoadSettings): Promise<void> {
    const begin = performance.now();
    await operations[operation](settings);
    const milliseconds = performance.now() - begin;
    await close();
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ milliseconds, megabytes } satisfies LoadAlone));
}

const operations: Readonly<Record<LoadOperation, (settings: LoadSettings) => Promise<void>>> = {
    new: async (settings) => previewed(stackOf(settings), settings.guests.length + 1),
    up,
    unchanged: async (settings) => previewed(await heldStackOf(settings), 0),
    another: async (settings) => {
        const { uri, further } = settings;
        const stack = await heldStackOf(settings);
        const { hooks } = stack[1];
        await previewed([...stack, { hooks, says: pairOf(uri, further) }], 1);
    },
    map: async ({ uri }) => {
        succeeded(await map(connect, [uri], jsonForm, quiet));
    },
    lint: async ({ uri, files }) => {
        succeeded(await lint(files, {}, jsonReporter(), quiet, { host: new HostJudge(uri) }));
    },
    down,
};

/** The pool, and the pairs. */
type Stack = readonly [pool: InStack, pair: InStack, ...pairs: InStack[]];

function stackOf({ uri, guests }: LoadSettings): Stack {
    const world: World = {
        assertInstalled,
        operation: new Operation(connect),
        say: () => undefined,
        warn: () => undefined,
    };
    const pools = hooksFor(hostdevNetwork, world);
    const pairs = hooksFor(teamedNic, world);
    return [
        { hooks: pools, says: { uri, name: "vfpool", pf: "enp7s0f0", __provider: "hooks" } },
        ...guests.map((guest) => ({ hooks: pairs, says: pairOf(uri, guest) })),
    ] as unknown as Stack;
}

const pairOf = (uri: string, guest: string): InStack["says"] => ({
    uri,
    name: "net0",
    domain: guest,
    mac: `52:54:00:bb:${guest.slice(-4, -2)}:${guest.slice(-2)}`,
    persistent: { network: "lan" },
    transient: { network: "vfpool" },
    // the card has fewer VFs than there are pairs; most guests are shut off
    rules: { "pool-has-a-free-vf": "off" },
    __provider: "hooks",
});

async function heldStackOf(settings: LoadSettings): Promise<Stack> {
    const held = JSON.parse(await readFile(settings.stateFile, "utf8")) as readonly Held[];
    return stackOf(settings).map((one, index) => Object.assign({}, one, { held: held[index] })) as unknown as Stack;
}

async function previewed(stack: readonly InStack[], changes: number): Promise<void> {
    const all = await wholePreview(stack);
    const failures = all.flatMap((one) => one.failures);
    const changed = all.filter((one) => one.changes).length;
    if (failures.length > 0 || changed !== changes)
        throw new Error(`${changed} changes instead of ${changes}; ${failures.join("\n")}`);
}

/** The pool first, then all pairs at once, as Pulumi does it. */
async function up(settings: LoadSettings): Promise<void> {
    const [pool, ...pairs] = stackOf(settings);
    const held = [await created(pool), ...(await Promise.all(pairs.map(created)))];
    await writeFile(settings.stateFile, JSON.stringify(held));
}

async function created({ hooks, says }: InStack): Promise<Held> {
    const { inputs, failures } = await hooks.check({}, says);
    if (failures.length > 0) throw new Error(failures.map(formatMessage).join("\n"));
    return Object.assign({ inputs }, await hooks.create(inputs));
}

async function down(settings: LoadSettings): Promise<void> {
    const [pool, ...pairs] = await heldStackOf(settings);
    await Promise.all(pairs.map(removed));
    await removed(pool);
}

const removed = async ({ hooks, held }: InStack): Promise<void> => {
    if (held) await hooks.delete(held.id, held.outs);
};

function succeeded(status: number): void {
    if (status === 2) throw new Error("the host was not asked in full");
}

const [operation, settings = "{}"] = process.argv.slice(2);
void main(operation as LoadOperation, JSON.parse(settings) as LoadSettings);
