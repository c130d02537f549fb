import type { Libvirt } from "../libvirt/libvirt";
import { differences, type Difference } from "./differences";
import type { Held, Kind, Made, Properties } from "./kind";
import type { Operation } from "./operation";
import { Survey } from "../host/survey";
import { RollbackFailed, messageOf } from "./rollback";
import { applyLevels, argumentFailures, formatFinding, formatValue, type Failure, type Levels } from "../rules";
import { fit } from "../xml";

/** What a lifecycle needs of the world. */
export interface World {
    /** Throws one line that names the package to install where libvirt's library is missing. */
    assertInstalled(): void;
    connect(uri: string): Libvirt;
    /** What all resources of this process share. */
    readonly operation: Operation;
    /** Prints for the person who reads the preview. */
    say(line: string): void;
    warn(line: string): void;
}

/** The hooks that Pulumi's dynamic provider calls. */
export interface Hooks {
    check(
        olds: Properties,
        news: Properties,
    ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }>;
    diff(
        id: string,
        olds: Properties,
        news: Properties,
    ): Promise<{ changes?: boolean; replaces?: string[]; deleteBeforeReplace?: true }>;
    create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
    read(id: string, props: Properties): Promise<{ id?: string; props?: Properties; inputs?: Properties }>;
    update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
    delete(id: string, props: Properties): Promise<void>;
}

/** Pulumi's stand-in for a value that is not known before an update has run. Source: sdk/nodejs/runtime/rpc.ts, unknownValue */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const isUnknown = (value: unknown): boolean => value === UNKNOWN;

/**
 * What replaces a resource may be the same thing on the host: a guest by its uuid instead of its name, a host by another
 * URI, a pair that was gone. Deleted afterwards, as is Pulumi's way, the old one would take the new one with it.
 */
const OLD_ONE_FIRST = { deleteBeforeReplace: true } as const;

export function hooksFor<Args extends { readonly uri: string; readonly name: string }>(
    kind: Kind<Args>,
    world: World,
): Hooks {
    /** What was read in this operation, with what is to be said of it: what the state holds is the host's truth already. */
    const fresh = new Map<string, readonly string[]>();
    /** Whether the program has begun: Pulumi compares what a refresh read with the state before, and that is no plan. */
    let programRuns = false;
    /** What is to take the place of something, and was judged. */
    const replacements = new Set<string>();
    /** Which resource was not held against which host, by name and URI: that was said. */
    const unreached = new Set<string>();

    const argsOf = (properties: Properties): Args =>
        Object.fromEntries(
            Object.entries(properties).filter(([key]) => Object.hasOwn(kind.fields, key)),
        ) as unknown as Args;
    const survey = (uri: string): Survey => world.operation.survey(world.connect(uri));
    /** What Pulumi held of the inputs; undefined of what is new. */
    const stateIn = (olds: Properties): Args | undefined => (Object.keys(olds).length === 0 ? undefined : argsOf(olds));
    const changesOf = (was: Partial<Args>, want: Partial<Args>): readonly string[] =>
        differences(plain(was), plain(want)).map(({ path }) => path);
    const state = (args: Args, outputs: Properties): Properties => plain({ ...args, ...outputs });

    return {
        async check(olds, news) {
            programRuns = true;
            const said = Object.fromEntries(Object.entries(news).filter(([key]) => !key.startsWith("__")));
            const { value, misfits, unknown } = fit(kind.fields, kind.withDefaults(said, isUnknown), isUnknown);
            const levels = misfits.length > 0 ? {} : ((value as { readonly rules?: Levels }).rules ?? {});
            const own = [
                ...argumentFailures(misfits),
                ...kind.judge(value as unknown as Args, [...unknown, ...misfits.map(({ path }) => path)]),
            ];
            const who = whoIs(value["name"]);
            const errors = [...tell(who, applyLevels(own, levels))];
            try {
                world.assertInstalled();
            } catch (error) {
                errors.push(messageOf(error));
            }
            if (errors.length === 0) {
                const known = without(value, isUnknown) as Partial<Args>;
                kind.declare?.(world.operation, known);
                const was = stateIn(olds);
                const onHost = tell(who, applyLevels(await judgeOnHost(known, was), levels));
                errors.push(...onHost);
                if (onHost.length === 0 && unknown.length === 0) {
                    const want = value as unknown as Args;
                    if (!was) sayAll(await foresee(want)); // of what is made, Pulumi asks no diff
                    if (!was || changesOf(was, want).length > 0) errors.push(...(await refused(want, was)));
                }
            }
            // the path stands in the reason: the engine looks up no nested one, and prints <nil> beside it
            return { inputs: plain(value), failures: errors.map((reason) => ({ property: "", reason })) };
        },

        async diff(id, olds, news) {
            const [was, want] = [argsOf(olds), argsOf(news)];
            const [changed, held] = [changesOf(was, want), { args: was, outputs: olds }];
            const replaced = Object.keys(news).filter((key) => hasUnknown(news[key]));
            if (replaced.length > 0) kind.follow?.(world.operation, held, replaced);
            // the engine compares the inputs itself, and names the paths, as long as `changes` is left open
            if (changed.length > 0 || olds["running"] !== undefined) {
                // what is known of it already may be an effect of the change, too
                const effects = replaced.length === 0 && programRuns ? await foresee(want, held) : [];
                if (programRuns) sayAll([...new Set([...(fresh.get(id) ?? []), ...effects])]);
                const replaces = kind.replaceOn.filter((key) => changed.includes(key));
                return changed.length > 0 ? { replaces, ...OLD_ONE_FIRST } : {};
            }
            const following = kind.following?.(world.operation, held);
            if (following !== undefined) {
                world.say(following);
                return { changes: true };
            }
            const notes = fresh.get(id);
            if (!notes) return compareWithHost(id, want, olds);
            if (programRuns) sayAll(notes);
            return {};
        },

        async create(inputs) {
            const want = argsOf(inputs);
            let begun: Made | undefined;
            try {
                const { id, outputs } = await kind.create(world.connect(want.uri), want, (made) => (begun = made));
                return { id, outs: state(want, outputs) };
            } catch (error) {
                throw begun ? kept(error, begun.id, state(want, begun.outputs), inputs) : error;
            }
        },

        async read(id, props) {
            const was = argsOf(props);
            const observed = await kind.observe(survey(was.uri), id, was, props);
            fresh.set(id, observed?.notes ?? []);
            if (!observed) return {};
            const { args, outputs, running } = observed;
            const besides = running && { running };
            return { id, props: state(args, { ...outputs, ...besides }), inputs: plain({ ...args, ...besides }) };
        },

        async update(id, olds, news) {
            const [was, want] = [argsOf(olds), argsOf(news)];
            const libvirt = world.connect(want.uri);
            try {
                return { outs: state(want, await kind.update(libvirt, id, was, want, olds)) };
            } catch (error) {
                if (!(error instanceof RollbackFailed)) throw error;
                const left = await kind.observe(new Survey(libvirt), id, was, olds).catch(() => undefined);
                throw kept(error, id, left ? state(left.args, { ...left.outputs, running: left.running }) : olds, news);
            }
        },

        async delete(id, props) {
            const was = argsOf(props);
            await kind.delete(world.connect(was.uri), id, was, props, world.operation);
        },
    };

    /** Says the warnings. @returns the errors, in words */
    function tell(who: string, failures: readonly Failure[]): readonly string[] {
        for (const failure of failures.filter(({ severity }) => severity === "warning"))
            world.warn(`${who}: ${formatFinding(failure)}`);
        return failures.filter(({ severity }) => severity === "error").map(formatFinding);
    }

    /** Of what is to be made or changed. What is to stay as it is, is compared with the host, and not judged again. */
    async function judgeOnHost(want: Partial<Args>, was: Args | undefined): Promise<readonly Failure[]> {
        const changed = was && changesOf(was, want);
        if (changed?.length === 0) return [];
        // of what is replaced, Pulumi asks again as if it had never been there
        const key = JSON.stringify(plain(want));
        if (replacements.has(key)) return [];
        const isReplaced = kind.replaceOn.some((name) => changed?.includes(name));
        if (isReplaced) replacements.add(key);
        const judged = await kind.judgeOnHost((uri) => world.connect(uri), world.operation, { want, was, isReplaced });
        for (const line of judged.unchecked) world.warn(`${whoIs(want.name)}: ${line}`);
        for (const uri of judged.unreached) unreached.add(JSON.stringify([want.name, uri]));
        return judged.failures;
    }

    /** For lines that Pulumi shows beside no resource. */
    function whoIs(name: unknown): string {
        return typeof name === "string" && !isUnknown(name) ? `${kind.title} ${name}` : `a ${kind.title}`;
    }

    function sayAll(lines: readonly string[]): void {
        for (const line of lines) world.say(line);
    }

    function foresee(want: Args, held?: Held<Args>): Promise<readonly string[]> {
        return unlessUnreached(want, () => kind.foresee?.(survey(want.uri), want, held));
    }
    function refused(want: Args, was: Args | undefined): Promise<readonly string[]> {
        return unlessUnreached(want, () => kind.refuses?.(survey(want.uri), want, was));
    }

    async function unlessUnreached(
        { name, uri }: Args,
        ask: () => Promise<readonly string[]> | undefined,
    ): Promise<readonly string[]> {
        if (unreached.has(JSON.stringify([name, uri]))) return [];
        try {
            return (await ask()) ?? [];
        } catch (error) {
            world.warn(`${whoIs(name)}: what this does to what runs is not known: ${messageOf(error)}`);
            return [];
        }
    }

    /** For stacks that do not refresh first: the same drift, in lines of text. */
    async function compareWithHost(id: string, want: Args, olds: Properties): ReturnType<Hooks["diff"]> {
        const title = whoIs(want.name);
        try {
            const observed = await kind.observe(survey(want.uri), id, want, olds);
            if (!observed) {
                world.say(`${title} is gone from ${want.uri}; up makes it again.`);
                return { changes: true, replaces: ["name"], ...OLD_ONE_FIRST };
            }
            const drift = differences(plain(observed.args), plain(want));
            for (const { path, before, after } of drift) {
                world.say(
                    `${title}: ${path} is ${formatValue(before)} on the host, ${formatValue(after)} in the program.`,
                );
            }
            for (const { path, after } of inFull(observed.running ?? {}))
                world.say(`${title}: ${path} is ${formatValue(after)} in what runs.`);
            sayAll(observed.notes ?? []);
            if (drift.length === 0 && !observed.running) return {};
            sayAll(await foresee(want, { args: want, outputs: olds }));
            for (const line of await refused(want, want)) world.warn(line);
            return { changes: true };
        } catch (error) {
            world.warn(`${title} was not compared with the host: ${messageOf(error)}`);
            return {};
        }
    }
}

/**
 * Pulumi keeps a resource whose error says what there is of it, and updates it with the next up. Of errors it does not
 * take over `__provider` by itself, without which it could do nothing with the resource any more.
 */
const kept = (error: unknown, id: string, properties: Properties, { __provider }: Properties): unknown =>
    error instanceof RollbackFailed
        ? Object.assign(error, { id, properties: { ...properties, __provider }, reasons: error.left })
        : error;

/** Every value in it, with its path. */
const inFull = (values: Properties): readonly Difference[] =>
    Object.entries(values).flatMap(([key, value]) =>
        differences(typeof value === "object" ? {} : undefined, value, key),
    );

const hasUnknown = (value: unknown): boolean => JSON.stringify([value]).includes(UNKNOWN);

/** Without the values that are not known yet, at any depth. A list of which one is not known is not known. */
function without(value: unknown, isUnknown: (value: unknown) => boolean): unknown {
    if (Array.isArray(value)) {
        const items = value.map((item) => without(item, isUnknown));
        return items.includes(undefined) ? undefined : items;
    }
    if (typeof value !== "object" || value === null) return isUnknown(value) ? undefined : value;
    return Object.fromEntries(
        Object.entries(value)
            .map(([key, inner]) => [key, without(inner, isUnknown)] as const)
            .filter(([, inner]) => inner !== undefined),
    );
}

/** Only what JSON can carry: Pulumi's wire format refuses an undefined inside. */
const plain = (value: object): Properties => JSON.parse(JSON.stringify(value)) as Properties;
