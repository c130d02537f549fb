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

/** What a preview tells of a resource beside its diff. */
export class Preview<Args extends Named, Outputs> {
    constructor(
        readonly kind: Kind<Args, Outputs>,
        readonly operation: Operation,
        readonly warn: (message: Message) => void,
    ) {}

    /** What a line is about: Pulumi shows it beside no resource. */
    subject(name: unknown): string {
        return typeof name === "string" && !isUnknown(name) ? `${this.kind.title} ${name}` : `a ${this.kind.title}`;
    }

    /** What the change does to what runs. */
    effects(desired: Args, prior?: Prior<Args, Outputs>): Promise<readonly Message[]> {
        return this.#ask(desired, () => this.kind.effects?.(this.operation.surveys, desired, prior));
    }

    /** Why the change would not be carried out. */
    refusals(desired: Args, prior: Args | undefined): Promise<readonly Message[]> {
        return this.#ask(desired, () => this.kind.refusals?.(this.operation.surveys, desired, prior));
    }

    /** How what was observed differs from the program, a line for each property. */
    drift({ args, running = {} }: Observed<Args, Outputs>, desired: Args): readonly Message[] {
        const subject = this.subject(desired.name);
        return [
            ...differences(compared(args), compared(desired)).map(({ path, before, after }) => ({
                id: "drift",
                subject,
                facts: { path, actual: before, desired: after },
                text: `${path} is ${formatValue(before)} on the host, ${formatValue(after)} in the program.`,
            })),
            ...inFull(running)
                .filter(({ path }) => !isIgnored(path, desired.ignoreChanges))
                .map(({ path, after }) => ({
                    id: "drift-of-running-guest",
                    subject,
                    facts: { path, actual: after },
                    text: `${path} is ${formatValue(after)} in what runs.`,
                })),
        ];
    }

    missing(name: string, uris: readonly string[]): Message {
        const text = `missing on ${uris.join(" and ")}; up makes it again.`;
        return { id: "missing", subject: this.subject(name), facts: { uris }, text };
    }

    /** Where the resource has another name in Pulumi, and the program gives none. */
    renamed(before: string, after: string): Message {
        const text = `name ${formatValue(before)} => ${formatValue(after)} ${this.kind.onRename}. The program gives no name, so it follows from the resource's name in Pulumi. Set name: ${formatValue(before)} to keep it.`;
        return { id: "renamed", subject: this.subject(after), facts: { before, after }, text };
    }

    /** Where Pulumi is told to keep what it deletes, and replaces it. */
    retained({ name, uri }: Named): Message {
        const text = `the option retainOnDelete leaves the replaced one on ${uri}, where nothing manages it any more. Remove it by hand, or leave the option out.`;
        return { id: "retained", subject: this.subject(name), facts: { uri }, text };
    }

    /** Where Pulumi deletes a resource after another has taken over what it was, or a part of it. */
    leftToAnother(name: string, isPart: boolean): Message {
        const text = isPart
            ? "a part of it is not deleted on the host: another resource has taken that over."
            : "not deleted on the host: another resource has taken it over.";
        return { id: "left-to-another", subject: this.subject(name), facts: { isPart }, text };
    }

    notCompared({ name, uri }: Args, error: unknown): Message {
        rethrowMistake(error);
        const text = `not compared with the host: ${messageOf(error)}`;
        return { id: "not-compared", subject: this.subject(name), facts: { uri }, text };
    }

    /** That a host does not answer is told once; what else it would be asked for is left out then. */
    async #ask({ name, uri }: Args, ask: () => Promise<readonly Message[]> | undefined): Promise<readonly Message[]> {
        const subject = this.subject(name);
        if (this.operation.isUnreached(uri, subject)) return [];
        try {
            return (await ask()) ?? [];
        } catch (error) {
            rethrowMistake(error);
            const text = `the effect on what runs is not known: ${messageOf(error)}`;
            this.warn({ id: "effect-not-known", subject, facts: { uri }, text });
            return [];
        }
    }
}

/** Every value in it, with its path. */
const inFull = (values: Properties): readonly Difference[] =>
    Object.entries(values).flatMap(([key, value]) =>
        differences(typeof value === "object" ? {} : undefined, value, key),
    );
