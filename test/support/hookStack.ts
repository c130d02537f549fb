import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Host } from "../../lab/host";
import { assertInstalled, Client, type Libvirt } from "../../provider/libvirt";
import type { ClientOptions } from "../../provider/libvirt/client";
import { LibvirtLost, VIR_ERR } from "../../provider/libvirt/errors";
import type { Hooks, World } from "../../provider/lifecycle/hooks";
import type { Properties } from "../../provider/lifecycle/kind";
import { formatMessage, type Message } from "../../provider/lifecycle/message";
import { Operation } from "../../provider/lifecycle/operation";

type Checked = Awaited<ReturnType<Hooks["check"]>>;
type Diff = Awaited<ReturnType<Hooks["diff"]>> & { readonly deleteBeforeReplace?: boolean };

/** What Pulumi shows of a resource in a preview. */
export interface Seen {
    /** Why it is refused. */
    readonly failures: Checked["failures"];
    readonly inputs: Properties;
    /** Missing of what is refused or made. */
    readonly diff: Diff | undefined;
}

interface Told {
    readonly message: Message;
    readonly isWarning: boolean;
}

/** What Pulumi keeps of a resource between two runs. */
interface State {
    readonly id: string;
    readonly inputs: Properties;
    readonly outs: Properties;
    /** The last change failed and was not all rolled back: Pulumi updates it with the next up, whatever diff says. */
    readonly isBroken?: true;
}

/** Well after a look at the host that does not wait for it. */
const LATE_MILLISECONDS = 300;

/** A warning that stays: the host keeps what the program says, and it has no effect there. */
const WITHOUT_EFFECT = /^warning: [^]*\[(pool|transient)-has-no-trusted-filters\]/;

/**
 * A stack of one resource, and Pulumi's part in its life. Every operation is a run of its own: only the state passes
 * from one to the next, as JSON.
 */
export class HookStack {
    state: State | undefined;
    /** What the hooks told in the last run. */
    told: Told[] = [];
    /** What somebody else does before a call reaches the host. */
    meanwhile: ((call: keyof Libvirt) => Promise<unknown>) | undefined;
    /** A call whose answer is lost on its way: the next of that name. The host does it a little later. */
    loses: keyof Libvirt | undefined;
    /** What becomes of each call of a change that is carried out. */
    disturb: ((call: keyof Libvirt, uri: string, ask: () => Promise<unknown>) => Promise<unknown>) | undefined;
    #isChanging = false;
    /** Whether the stack's config allows URIs that run a program. */
    allowsCommands = false;
    /** What the hosts were asked in the last run, by URI. */
    asked: { readonly uri: string; readonly call: string }[] = [];
    readonly #clients = new Map<string, Client>();
    #isLate = false;

    constructor(
        readonly kind: (world: World) => Hooks,
        readonly host: Host,
        readonly options: Partial<ClientOptions> = {},
    ) {}

    /** The same as a reader sees it. */
    get lines(): readonly string[] {
        return this.told.map(({ message, isWarning }) => `${isWarning ? "warning: " : ""}${formatMessage(message)}`);
    }

    check(program: Properties, hooks: Hooks = this.hooks()): Promise<Checked> {
        return this.#check(this.state?.inputs ?? {}, program, hooks);
    }

    /** The second check of what Pulumi replaces by its own decision: as if it were new. */
    checkAsNew(program: Properties, hooks: Hooks): Promise<Checked> {
        return this.#check({}, program, hooks);
    }

    async #check(olds: Properties, program: Properties, hooks: Hooks): Promise<Checked> {
        const news = { uri: this.host.uri, ...program, __provider: "hooks" };
        const { inputs, failures } = await hooks.check(olds, wire(news));
        return { inputs: wire(inputs), failures }; // of failures Pulumi gets the words alone
    }

    /** The arguments in the form that they are kept in. */
    async checked(program: Properties, hooks = this.hooks()): Promise<Properties> {
        const { inputs, failures } = await this.check(program, hooks);
        if (!this.#isLate) assert.deepEqual(failures, []);
        return inputs;
    }

    /** Up of what check would refuse: the host was another when it looked. */
    async upTooLate(program: Properties): ReturnType<HookStack["up"]> {
        this.#isLate = true;
        try {
            return await this.up(program);
        } finally {
            this.#isLate = false;
        }
    }

    /** What would happen to what is there. */
    async preview(program: Properties, hooks: Hooks = this.hooks()): Promise<Diff> {
        this.#there();
        return this.#diff(await this.checked(program, hooks), hooks);
    }

    /** What a preview shows: why it is refused, else what is to be, and what becomes of what is there. */
    async seen(program: Properties): Promise<Seen> {
        const hooks = this.hooks();
        const { inputs, failures } = await this.check(program, hooks);
        const isCompared = this.state !== undefined && failures.length === 0;
        return { failures, inputs, diff: isCompared ? await this.#diff(inputs, hooks) : undefined };
    }

    /** As {@link preview}, with what the host has read before, in the same run. */
    async previewRefreshed(program: Properties): Promise<Diff> {
        const hooks = this.hooks();
        const { inputs } = this.#there();
        await this.refresh(hooks);
        // Pulumi compares what it read with what the state had
        await hooks.diff(this.#there().id, withProvider(this.#there().outs), withProvider(inputs));
        return this.preview(program, hooks);
    }

    async up(program: Properties): Promise<"created" | "updated" | "replaced" | "unchanged"> {
        const operation = this.#operation();
        const inputs = await this.checked(program, this.hooks(operation));
        const old = this.state;
        if (!old) {
            await this.#create(inputs, operation);
            return "created";
        }
        const { changes, replaces = [], deleteBeforeReplace } = await this.#diff(inputs, this.hooks(operation));
        if (!old.isBroken && !(changes ?? !isDeepStrictEqual(old.inputs, inputs))) return "unchanged";
        if (replaces.length === 0) {
            await this.#keeping(inputs, operation, async (hooks) => ({
                id: old.id,
                ...(await hooks.update(old.id, withProvider(old.outs), withProvider(inputs))),
            }));
            return "updated";
        }
        if (deleteBeforeReplace) await this.destroy();
        await this.#create(inputs, operation);
        if (!deleteBeforeReplace) await this.hooks().delete(old.id, withProvider(old.outs));
        return "replaced";
    }

    /** Up after the resource got another name in Pulumi, which makes the new one and then deletes the one before. */
    async upAsAnother(program: Properties): Promise<void> {
        const before = this.#there();
        const operation = this.#operation();
        this.state = undefined;
        try {
            await this.#create(await this.checked(program, this.hooks(operation)), operation);
        } catch (error) {
            this.state ??= before;
            throw error;
        }
        await this.#changing(() => this.hooks(operation).delete(before.id, withProvider(before.outs)));
    }

    /** The arguments as the host has them; undefined when there is nothing any more. */
    async refresh(hooks = this.hooks()): Promise<Properties | undefined> {
        const { id, outs } = this.#there();
        const { id: still, inputs, props } = wire(await hooks.read(id, withProvider(outs)));
        this.state = still && inputs && props ? { id: still, inputs, outs: props } : undefined;
        return this.state?.inputs;
    }

    async destroy(): Promise<void> {
        const { id, outs } = this.#there();
        await this.#changing(() => this.hooks().delete(id, withProvider(outs)));
        this.state = undefined;
    }

    /** Nothing is to be done: the host has what the program says, to the letter. */
    async assertSettled(program: Properties): Promise<void> {
        const hooks = this.hooks();
        const inputs = await this.checked(program, hooks);
        const diff = await this.#diff(inputs, hooks);
        const lines = this.lines.filter((line) => !WITHOUT_EFFECT.test(line));
        assert.deepEqual({ diff, lines }, { diff: {}, lines: [] });
        assert.deepEqual(await this.refresh(), inputs);
    }

    /** Where the host differs from the program, by path, with the host's value; undefined for nothing. */
    async drift(program: Properties): Promise<Properties> {
        const inputs = await this.refresh();
        assert.ok(inputs, "it is gone");
        return differences(await this.checked(program), inputs);
    }

    /** Somebody else at the host. What follows is another process, as readers share a listing of networks for a second. */
    async byHand(...command: string[]): Promise<string> {
        await this.close();
        return this.host.virsh(...command);
    }

    async close(): Promise<void> {
        await Promise.all([...this.#clients.values()].map((client) => client.close()));
        this.#clients.clear();
    }

    async #diff(inputs: Properties, hooks: Hooks): Promise<Diff> {
        const { id, outs } = this.#there();
        return wire(await hooks.diff(id, outs, withProvider(inputs)));
    }

    #create(inputs: Properties, operation: Operation): Promise<void> {
        return this.#keeping(inputs, operation, (hooks) => hooks.create(withProvider(inputs)));
    }

    /** Keeps what a change comes to, and of one that failed what could not be rolled back, as Pulumi does. */
    async #keeping(
        inputs: Properties,
        operation: Operation,
        change: (hooks: Hooks) => ReturnType<Hooks["create"]>,
    ): Promise<void> {
        try {
            const { id, outs } = wire(await this.#changing(() => change(this.hooks(operation))));
            this.state = { id, inputs, outs };
        } catch (error) {
            const { id, properties } = error as Partial<{ id: string; properties: Properties }>;
            if (id !== undefined && properties) this.state = { id, inputs, outs: wire(properties), isBroken: true };
            throw error;
        }
    }

    async #changing<T>(change: () => Promise<T>): Promise<T> {
        this.#isChanging = true;
        try {
            return await change();
        } finally {
            this.#isChanging = false;
        }
    }

    /** Of a run that begins now, or of one that goes on. */
    hooks(operation = this.#operation()): Hooks {
        this.told = [];
        this.asked = [];
        return this.kind({
            assertInstalled,
            allowsCommands: this.allowsCommands,
            operation,
            say: (message) => this.told.push({ message, isWarning: false }),
            warn: (message) => this.told.push({ message, isWarning: true }),
        });
    }

    /** Asks the hosts, whose daemons have died, something: from then on the connections are known to be lost. */
    async noticeDeath(): Promise<void> {
        for (const client of this.#clients.values()) await assert.rejects(client.guests());
    }

    #operation(): Operation {
        return new Operation((uri) => {
            const client = this.#clients.get(uri) ?? new Client(uri, { threads: 1, ...this.options });
            this.#clients.set(uri, client);
            return this.#disturbed(client);
        });
    }

    #disturbed(client: Client): Libvirt {
        return new Proxy<Libvirt>(client, {
            get: (_, call: keyof Libvirt) => {
                if (call === "uri") return client.uri;
                return async (...args: unknown[]) => {
                    this.asked.push({ uri: client.uri, call });
                    await this.meanwhile?.(call);
                    const ask = (): Promise<unknown> =>
                        (client[call] as (...all: unknown[]) => Promise<unknown>).apply(client, args);
                    if (this.#isChanging && this.disturb) return this.disturb(call, client.uri, ask);
                    if (call !== this.loses) return ask();
                    this.loses = undefined;
                    setTimeout(() => void ask(), LATE_MILLISECONDS);
                    throw new LibvirtLost(call, VIR_ERR.SYSTEM_ERROR, 7, "connection reset", client.uri);
                };
            },
        });
    }

    #there(): State {
        assert.ok(this.state, "nothing has been made");
        return this.state;
    }
}

/** What differs between two values, by path, with what the second has. Lists are compared as a whole. */
function differences(a: unknown, b: unknown, path = ""): Properties {
    if (isDeepStrictEqual(a, b)) return {};
    if (!isPlain(a) || !isPlain(b)) return { [path]: b };
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return Object.assign(
        {},
        ...keys.map((key) => differences(a[key], b[key], path ? `${path}.${key}` : key)),
    ) as Properties;
}

const isPlain = (value: unknown): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** Pulumi adds the hooks' own source to what it hands them. */
const withProvider = (properties: Properties): Properties => wire({ ...properties, __provider: "hooks" });

/** A value on its way between Pulumi and the hooks, which loses nothing on the way. */
function wire<T>(value: T): T {
    const carried: unknown = JSON.parse(JSON.stringify(value));
    assert.deepEqual(carried, value);
    return carried;
}
