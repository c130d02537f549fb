import { applyLevels, type Failure, type Levels } from "../rules";
import { defined, fit } from "../xml";
import { messageOf } from "../libvirt/errors";
import type { Surveys } from "../host/survey";
import { differences } from "./differences";
import type { Kind, Made, Prior, KnownPrior, Properties } from "./kind";
import { failuresOf, isFilledIn, keepDerived, RETAINED } from "./filledIn";
import { keepIgnored } from "./ignoreChanges";
import { judgeUris } from "./hostUris";
import { findingMessage, type Message } from "./message";
import { ignoreFailure, rethrowMistake } from "./mistakes";
import type { Operation } from "./operation";
import { Preview, type Named } from "./preview";
import { RollbackFailed } from "./rollback";
import { compared, hasUnknown, isUnknown, toWire, withoutUnknown } from "./wire";

/** Services that the hooks need. */
export interface World {
    /** Throws one line that names the package to install where libvirt's library is missing. */
    assertInstalled(): void;
    /** Data that all resources of this process share. */
    readonly operation: Operation;
    /** Whether the stack's config allows URIs that run a program. */
    readonly allowsCommands?: boolean;
    /** Shows a message to the person who reads the preview. */
    say(message: Message): void;
    warn(message: Message): void;
}

/** The hooks that Pulumi's dynamic provider calls, in the order in which it calls them. */
export interface Hooks {
    check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: readonly Message[] }>;
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

/**
 * The replacement of a resource may be the same thing on the host: a guest by its UUID instead of its name, a host by another
 * URI, a pair that was missing. Deleted afterwards, as is Pulumi's way, the prior one would take the new one with it.
 */
const PRIOR_FIRST = { deleteBeforeReplace: true } as const;

export function hooksFor<Args extends Named, Outputs extends object>(kind: Kind<Args, Outputs>, world: World): Hooks {
    const { operation } = world;
    const preview = new Preview(kind, operation, (message) => {
        world.warn(message);
    });

    return {
        async check(olds, news) {
            operation.programStarted();
            const asKept = keepDerived(kind.derived, olds, news, operation);
            const given = Object.fromEntries(
                Object.entries(asKept).filter(([key]) => !key.startsWith("__") || Object.hasOwn(kind.fields, key)),
            );
            const { value, misfits, unknown } = fit(kind.fields, kind.withDefaults(given, isUnknown), isUnknown);
            const levels = misfits.length > 0 ? {} : ((value as { readonly rules?: Levels }).rules ?? {});
            const subject = preview.subject(value);
            const desired = value as unknown as Args;
            const blocked = [...unknown, ...misfits.map(({ path }) => path)];
            const uris = judgeUris(value, world.allowsCommands);
            const own = [...failuresOf(misfits, news), ...uris, ...kind.judge(desired, blocked)];
            const inputs = compared(value);
            operation.noteMaker(identityOf(desired), desired.__madeBy);
            operation.noteCheckOf(desired.__madeBy, Object.keys(olds).length === 0);
            const wrong = [...errorsOf(subject, applyLevels(own, levels)), ...missingLibrary()];
            if (wrong.length > 0) return { inputs, failures: wrong };
            const known = withoutUnknown(value) as Partial<Args>;
            kind.declare?.(operation, known);
            const prior = Object.keys(olds).length === 0 ? undefined : argsOf(olds);
            if (prior && known.name !== undefined && prior.name !== known.name && isFilledIn(news, "name"))
                world.warn(preview.renamed(prior.name, known.name, value));
            const changed = prior && changesOf(prior, known);
            if (changed?.length === 0) return { inputs, failures: [] }; // diff compares it with the host
            const key = keyOf(known);
            if (prior) operation.noteChecked(key);
            else if (operation.isReplacedByPulumi(key)) return { inputs, failures: [] };
            // a refresh has found it missing, and Pulumi asks no diff of what it makes again
            if (!prior) sayOnce(operation.missing(known.uri, subject));
            const onHost = errorsOf(
                subject,
                applyLevels(await checkOnHost(known, prior, changed, news[RETAINED] === true), levels),
            );
            if (onHost.length > 0 || unknown.length > 0) return { inputs, failures: onHost };
            const refusals = await preview.refusals(desired, prior);
            // of what is made Pulumi asks no diff, so its effects are said here
            if (!prior && refusals.length === 0) sayOnce(await preview.effects(desired));
            return { inputs, failures: refusals };
        },

        async diff(id, olds, news) {
            const answer = await diffOf(id, olds, news);
            if ((answer.replaces ?? []).length > 0) operation.noteReplaced(priorOf(id, olds).args.__madeBy);
            return answer;
        },

        async create(inputs) {
            const desired = wantedOf(inputs);
            let begun: Made<Outputs> | undefined;
            try {
                const { id, outputs } = await kind.create(operation.freshSurveys(), desired, (made) => (begun = made));
                operation.noteMade(() => kind.objects(operation.surveys, { id, args: desired, outputs }));
                return { id, outs: stateOf(desired, outputs) };
            } catch (error) {
                throw begun ? kept(error, begun.id, stateOf(desired, begun.outputs), inputs) : error;
            }
        },

        async read(id, props) {
            const prior = priorOf(id, props);
            const { uri } = prior.args;
            const observed = await kind.observe(operation.surveys, prior);
            if ("missingOn" in observed) {
                operation.noteMissing(uri, preview.missing(prior.args, observed.missingOn));
                return {};
            }
            operation.noteRead(uri, id, observed.notes ?? []);
            const { args, outputs, running } = observed;
            return {
                id,
                props: stateOf(args, { ...outputs, running }),
                inputs: compared({ ...args, running }),
            };
        },

        async update(id, olds, news) {
            const prior = priorOf(id, olds);
            const desired = wantedOf(news);
            try {
                const wanted = await leftAlone(prior, desired, operation.freshSurveys());
                // read again: a change of another resource may come first
                return { outs: stateOf(desired, await kind.update(operation.freshSurveys(), prior, wanted)) };
            } catch (error) {
                if (!(error instanceof RollbackFailed)) throw error;
                // what runs may be otherwise than it is defined, and the next up looks
                const interrupted = Object.assign({}, olds, { running: {} });
                const left = error.isSilent
                    ? undefined
                    : await ignoreFailure(kind.observe(operation.freshSurveys(), priorOf(id, interrupted)));
                const isThere = left !== undefined && !("missingOn" in left);
                const state = isThere ? stateOf(left.args, { ...left.outputs, running: left.running }) : interrupted;
                throw kept(error, id, state, news);
            }
        },

        async delete(id, props) {
            const prior = priorOf(id, props);
            const taken = await operation.objectsOfOthers(prior.args.__madeBy);
            // others may have taken it over since this operation began
            const left = await kind.notTaken(operation.freshSurveys(), prior, taken);
            if (left !== prior) world.say(preview.leftToAnother(prior.args, left !== undefined));
            if (left) await kind.delete(operation.freshSurveys(), left, operation);
        },
    };

    async function diffOf(id: string, olds: Properties, news: Properties): ReturnType<Hooks["diff"]> {
        const prior = priorOf(id, olds);
        const desired = wantedOf(news);
        const changed = changesOf(prior.args, desired);
        const replaced = Object.keys(news).filter((key) => hasUnknown(news[key]));
        const notes = operation.readNotes(prior.args.uri, id);
        // what a refresh compares may be deleted: only what the program declares keeps a thing from that
        if (operation.isProgramRunning)
            operation.noteHeld(prior.args.__madeBy, () => kind.objects(operation.surveys, prior));
        if (replaced.length > 0) kind.follow?.(operation, prior, replaced);
        // the engine compares the inputs itself, and names the paths, as long as `changes` is left open
        if (changed.length > 0 || olds["running"] !== undefined) {
            const missingOn = notes ? undefined : await missingOnHosts(prior);
            if (missingOn) return makeAgain(prior.args, missingOn);
            const isPlan = replaced.length === 0 && operation.isProgramRunning;
            const wanted = (await ignoreFailure(leftAlone(prior, desired))) ?? desired;
            const effects = isPlan ? await preview.effects(wanted, prior) : [];
            // what is known of it already may be an effect of the change, too
            if (operation.isProgramRunning) sayOnce([...(notes ?? []), ...effects]);
            const replaces = await replacedBy(prior, desired, changed);
            return changed.length > 0 ? { replaces, ...PRIOR_FIRST } : {};
        }
        const following = kind.following?.(operation, prior);
        if (following) {
            world.say(following);
            return { changes: true };
        }
        if (!notes) return compareWithHost(prior, desired);
        if (operation.isProgramRunning) sayOnce(notes);
        return {};
    }

    function argsOf(properties: Properties): Args {
        const own = Object.entries(properties).filter(([key]) => Object.hasOwn(kind.fields, key));
        return Object.fromEntries(own) as unknown as Args;
    }

    /** Returns the arguments of a resource as check has returned them, and its maker. */
    function wantedOf(inputs: Properties): Args {
        const args = argsOf(inputs);
        return defined({ ...args, __madeBy: operation.maker(identityOf(args)) }) as Args;
    }

    /** Returns a text that only one resource of a program has. */
    function identityOf(args: Args): string {
        return JSON.stringify([kind.title, args.name, ...kind.replaceOn.map((key) => args[key])]);
    }

    function priorOf(id: string, properties: Properties): Prior<Args, Outputs> {
        return { id, args: argsOf(properties), outputs: kind.outputsOf(properties) };
    }

    function missingLibrary(): readonly Message[] {
        try {
            world.assertInstalled();
            return [];
        } catch (error) {
            return [{ id: "libvirt-library-missing", subject: "", facts: {}, text: messageOf(error) }];
        }
    }

    /** Tells the warnings. @returns the errors */
    function errorsOf(subject: string, failures: readonly Failure[]): readonly Message[] {
        for (const failure of failures.filter(({ severity }) => severity === "warning"))
            world.warn(findingMessage(failure, subject));
        return failures.filter(({ severity }) => severity === "error").map((failure) => findingMessage(failure));
    }

    /** Checks a new resource, or one with changes of these arguments. */
    async function checkOnHost(
        desired: Partial<Args>,
        prior: Args | undefined,
        changed: readonly string[] | undefined,
        isRetained: boolean,
    ): Promise<readonly Failure[]> {
        const key = keyOf(desired);
        if (operation.isReplacement(key)) return [];
        const isReplacement = prior !== undefined && (await isReplaced({ args: prior }, desired, changed ?? []));
        if (isReplacement) operation.noteReplacement(key);
        if (isReplacement && isRetained) world.warn(preview.retained(prior));
        const checked = await kind.checkOnHost(operation, { desired, prior, isReplacement });
        const subject = preview.subject(desired);
        for (const text of checked.unchecked) world.warn({ id: "not-checked", subject, facts: {}, text });
        for (const uri of checked.unreached) operation.noteUnreached(uri, subject);
        return checked.failures;
    }

    /** The arguments for whose change a new resource is made. */
    async function replacedBy(
        prior: KnownPrior<Args, Outputs>,
        desired: Partial<Args>,
        changed: readonly string[],
    ): Promise<string[]> {
        const keys = kind.replaceOn.filter((key) => changed.includes(key));
        const isSame = keys.length > 0 && (await kind.isSame?.(operation.surveys, prior, desired));
        return isSame ? [] : keys;
    }

    /** The same in check. If no host answers, it is checked as a new one, and diff fails. */
    async function isReplaced(...change: Parameters<typeof replacedBy>): Promise<boolean> {
        try {
            return (await replacedBy(...change)).length > 0;
        } catch (error) {
            rethrowMistake(error);
            return true;
        }
    }

    /** Returns the desired arguments, with the actual values of those that Pulumi is to ignore. */
    async function leftAlone(
        prior: Prior<Args, Outputs>,
        desired: Args,
        surveys: Surveys = operation.surveys,
    ): Promise<Args> {
        if (!desired.ignoreChanges?.length) return desired;
        const observed = await kind.observe(surveys, prior);
        return "missingOn" in observed ? desired : keepIgnored(desired, observed.args, desired.ignoreChanges);
    }

    /** The hosts on which it is missing; undefined if it exists, or that is unknown. */
    async function missingOnHosts(prior: Prior<Args, Outputs>): Promise<readonly string[] | undefined> {
        const observed = await ignoreFailure(kind.observe(operation.surveys, prior));
        return observed && "missingOn" in observed ? observed.missingOn : undefined;
    }

    function makeAgain(args: Args, missingOn: readonly string[]): Awaited<ReturnType<Hooks["diff"]>> {
        world.say(preview.missing(args, missingOn));
        return { changes: true, replaces: ["name"], ...PRIOR_FIRST };
    }

    /** For stacks that do not refresh first: the same drift, in lines of text. */
    async function compareWithHost(prior: Prior<Args, Outputs>, desired: Args): ReturnType<Hooks["diff"]> {
        try {
            const observed = await kind.observe(operation.surveys, prior);
            if ("missingOn" in observed) return makeAgain(desired, observed.missingOn);
            const wanted = keepIgnored(desired, observed.args, desired.ignoreChanges);
            const drift = preview.drift(observed, wanted);
            sayOnce([...drift, ...(observed.notes ?? [])]);
            if (drift.length === 0) return {};
            sayOnce(await preview.effects(wanted, prior));
            for (const refusal of await preview.refusals(wanted, wanted)) world.warn(refusal);
            return { changes: true };
        } catch (error) {
            world.warn(preview.notCompared(desired, error));
            return {};
        }
    }

    function sayOnce(messages: readonly Message[]): void {
        const lines = new Map(messages.map((message) => [JSON.stringify(message), message]));
        for (const message of lines.values()) world.say(message);
    }
}

/** The arguments that differ, by path. */
const changesOf = (prior: object, desired: object): readonly string[] =>
    differences(compared(prior), compared(desired)).map(({ path }) => path);

/** By what a check knows the arguments of another again. */
const keyOf = (desired: object): string => JSON.stringify(toWire(desired));

const stateOf = (args: object, outputs: object): Properties => toWire({ ...args, ...outputs });

/**
 * Pulumi keeps a resource whose error says what there is of it, and updates it with the next up. Of errors it does not
 * take over `__provider` by itself, without which it could do nothing with the resource any more.
 */
const kept = (error: unknown, id: string, properties: Properties, { __provider }: Properties): unknown =>
    error instanceof RollbackFailed
        ? Object.assign(error, { id, properties: { ...properties, __provider }, reasons: error.left })
        : error;
