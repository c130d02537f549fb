import { messageOf } from "../libvirt/errors";
import { formatValue } from "../rules";
import { differences, type Difference } from "./differences";
import type { FromOptions } from "./fromOptions";
import { isIgnored } from "./ignoreChanges";
import type { Kind, Observed, Prior, Properties } from "./kind";
import type { Message } from "./message";
import { rethrowMistake } from "./mistakes";
import type { Operation } from "./operation";
import { compared, isUnknown } from "./wire";

/** The arguments that every resource has. */
export interface Named extends FromOptions {
    readonly uri: string;
    readonly name: string;
}

/** Messages of a preview about a resource, beside its diff. */
export class Preview<Args extends Named, Outputs> {
    constructor(
        readonly kind: Kind<Args, Outputs>,
        readonly operation: Operation,
        readonly warn: (message: Message) => void,
    ) {}

    /** Returns the beginning of a line: Pulumi shows the line beside no resource. */
    subject(args: object): string {
        const known = Object.entries(args).filter(([, value]) => !isUnknown(value));
        return this.kind.subjectOf(Object.fromEntries(known)) ?? `a ${this.kind.title}`;
    }

    /** Returns the effects of the change on running guests. */
    effects(desired: Args, prior?: Prior<Args, Outputs>): Promise<readonly Message[]> {
        return this.#ask(desired, () => this.kind.effects?.(this.operation.surveys, desired, prior));
    }

    /** Why the change would not be carried out. */
    refusals(desired: Args, prior: Args | undefined): Promise<readonly Message[]> {
        return this.#ask(desired, () => this.kind.refusals?.(this.operation.surveys, desired, prior));
    }

    /** How what was observed differs from the program, a line for each property. */
    drift({ args, running = {} }: Observed<Args, Outputs>, desired: Args): readonly Message[] {
        const subject = this.subject(desired);
        return [
            ...differences(compared(args), compared(desired)).map(({ path, before, after }) => ({
                id: "drift",
                subject,
                facts: { path, actual: before, desired: after },
                text: `${path} is ${inWords(before)} on the host and ${inWords(after)} in the program.`,
            })),
            ...inFull(running)
                .filter(({ path }) => !isIgnored(path, desired.ignoreChanges))
                .map(({ path, after }) => ({
                    id: "drift-of-running-guest",
                    subject,
                    facts: { path, actual: after },
                    text: `${path} is ${inWords(after)} in the ${this.kind.running}.`,
                })),
        ];
    }

    missing(args: Args, uris: readonly string[]): Message {
        const text = `it is missing on ${uris.join(" and ")}. up creates it again.`;
        return { id: "missing", subject: this.subject(args), facts: { uris }, text };
    }

    /** Says that the resource has another name in Pulumi, and the program sets none. */
    renamed(before: string, after: string, args: object): Message {
        const text = `name ${formatValue(before)} => ${formatValue(after)} ${this.kind.onRename}. The program sets no name, so the name follows from the resource's name in Pulumi. Set name to ${formatValue(before)} to keep it.`;
        return { id: "renamed", subject: this.subject(args), facts: { before, after }, text };
    }

    /** Says that Pulumi keeps a resource that it replaces. */
    retained(args: Args): Message {
        const { uri } = args;
        const text = `the option retainOnDelete keeps the replaced ${this.kind.title} on ${uri}, and nothing manages it then. Remove it by hand, or remove the option.`;
        return { id: "retained", subject: this.subject(args), facts: { uri }, text };
    }

    /** Says that another resource has taken over a resource that Pulumi deletes, or a part of it. */
    leftToAnother(args: Args, isPart: boolean): Message {
        const text = isPart
            ? "another resource has taken over a part of it. The provider does not delete that part on the host."
            : "another resource has taken it over. The provider does not delete it on the host.";
        return { id: "left-to-another", subject: this.subject(args), facts: { isPart }, text };
    }

    notCompared(args: Args, error: unknown): Message {
        rethrowMistake(error);
        const text = `the provider could not compare it with the host: ${messageOf(error)}`;
        return { id: "not-compared", subject: this.subject(args), facts: { uri: args.uri }, text };
    }

    /** That a host does not answer is told once; what else it would be asked for is left out then. */
    async #ask(args: Args, ask: () => Promise<readonly Message[]> | undefined): Promise<readonly Message[]> {
        const { uri } = args;
        const subject = this.subject(args);
        if (this.operation.isUnreached(uri, subject)) return [];
        try {
            return (await ask()) ?? [];
        } catch (error) {
            rethrowMistake(error);
            const text = `the provider could not read the effect of the change: ${messageOf(error)}`;
            this.warn({ id: "effect-not-known", subject, facts: { uri }, text });
            return [];
        }
    }
}

/** A value in a sentence. The state keeps `absent` for one that the running guest does not have. */
const inWords = (value: unknown): string =>
    value === undefined || value === "absent" ? "missing" : formatValue(value);

/** Every value in it, with its path. */
const inFull = (values: Properties): readonly Difference[] =>
    Object.entries(values).flatMap(([key, value]) =>
        differences(typeof value === "object" ? {} : undefined, value, key),
    );
