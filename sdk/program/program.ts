import * as pulumi from "@pulumi/pulumi";
import {
    formatFinding,
    judge,
    applyLevels,
    ruleSets,
    type DeclaredPair,
    type DeclaredPool,
    type Failure,
    type Levels,
    type Program,
} from "../../provider/rules";
import { SECRET } from "../../provider/model/secret";
import { hidePasswords } from "../../provider/model/uri";
import { declaring, formsOf } from "./declared";
import { inside, see } from "./seen";
import { waitsOf, withParents } from "./waits";

const atEnd = ruleSets.program.rules.filter((rule) => rule.atEnd);
const atOnce = ruleSets.program.rules.filter((rule) => !rule.atEnd);

/** A resource as it is declared. */
export interface Declaration {
    readonly kind: keyof typeof declaring;
    readonly self: pulumi.Resource;
    readonly name: string;
    readonly type: string;
    readonly dependsOn: pulumi.CustomResourceOptions["dependsOn"];
    /** Each may be an output. */
    readonly inputs: Readonly<Record<string, unknown>>;
}

interface Declared extends Declaration {
    readonly levels: Levels;
    /** Whether some of what the rules look at is secret. */
    readonly isSecret: boolean;
    /** Resources that it waits for; undefined while they are unknown. */
    readonly waits: readonly pulumi.Resource[] | undefined;
    readonly as: DeclaredPool | DeclaredPair;
}

/**
 * Declarations of a program so far. One judgement serves all of one turn of the event loop, so that
 * one pass over the resources of a program is enough.
 */
class ProgramSoFar {
    /** In the order of declaration; undefined while too little is known. */
    readonly #declared: (Declared | undefined)[] = [];
    readonly #names = new Set<string>();
    readonly #secrets = new Set<string>();
    readonly #told = new Set<string>();
    #turn: Promise<void> | undefined;
    #error: Error | undefined;

    /**
     * Notes what is known of a resource, and the rest of it when that comes.
     *
     * @returns when the program was judged with all of it
     * @throws where the program has errors
     */
    async declare(declaration: Declaration): Promise<void> {
        const { kind, name, inputs, dependsOn } = declaration;
        const place = this.#declared.push(undefined) - 1;
        const resource = this.#nameFor(name);
        const { seen, rest } = see({ ...declaring[kind].looksAt(inputs), rules: inputs["rules"] });
        const waiting = waitsOf(inside(inputs["transient"], "network"), dependsOn);
        const note = (waits = waiting.waits): Promise<void> => {
            const as = seen.unknown.has("rules") ? undefined : declaring[kind].declared(resource, seen);
            const levels = seen.values["rules"] ?? {};
            const isSecret = seen.secrets.length > 0;
            if (as) this.#declared[place] = { ...declaration, as, levels, isSecret, waits };
            for (const form of seen.secrets.flatMap(formsOf)) if (form !== "") this.#secrets.add(form);
            return this.#endOfTurn();
        };
        const now = note();
        await ((rest ?? waiting.rest) ? Promise.all([waiting.rest, rest]).then(([waits]) => note(waits)) : now);
        if (this.#error) throw this.#error;
    }

    #endOfTurn(): Promise<void> {
        this.#turn ??= new Promise(setImmediate).then(() => {
            this.#turn = undefined;
            this.#judge(atOnce);
        });
        return this.#turn;
    }

    /** Holds the program against the rules that wait for the whole of it. */
    end(): void {
        this.#judge(atEnd);
    }

    #judge(rules: typeof ruleSets.program.rules): void {
        const known = this.#declared.filter((one) => one !== undefined);
        const program = programOf(known);
        for (const failure of judge(rules, program)) {
            const key = JSON.stringify([failure.rule, failure.property, failure.found]);
            if (this.#told.has(key)) continue;
            this.#told.add(key);
            const of = known.find(({ as }) => as.resource === failure.resource);
            for (const left of applyLevels([failure], of?.levels ?? {})) this.#tell(left, of);
        }
    }

    #tell(failure: Failure, of: Declared | undefined): void {
        const isWarning = failure.severity === "warning";
        const text = formatFinding(of?.isSecret ? { ...failure, found: SECRET } : failure);
        void (isWarning ? pulumi.log.warn : pulumi.log.error)(this.#withoutSecrets(text), of && shownAt(of));
        if (!isWarning) this.#error ??= endOfProgram();
    }

    #withoutSecrets(text: string): string {
        const longestFirst = [...this.#secrets].sort((a, b) => b.length - a.length);
        return hidePasswords(longestFirst.reduce((left, secret) => left.replaceAll(secret, SECRET), text));
    }

    /** Pulumi lets resources of two types, or below two parents, have one name. */
    #nameFor(name: string): string {
        let free = name;
        for (let i = 2; this.#names.has(free); i++) free = `${name} #${i}`;
        this.#names.add(free);
        return free;
    }
}

/** The program as the rules see it: what a pair waits for are pools by their names. */
function programOf(known: readonly Declared[]): Program {
    const among = (key: keyof Program): readonly Declared[] =>
        known.filter(({ kind }) => declaring[kind].among === key);
    const poolsIn = new Map<pulumi.Resource, string[]>();
    for (const { self, as } of among("pools"))
        for (const one of withParents(self)) poolsIn.set(one, [...(poolsIn.get(one) ?? []), as.resource]);
    const pools = among("pools").map(({ as }) => as as DeclaredPool);
    const pairs = among("pairs").map(({ as, waits }) => ({
        ...(as as DeclaredPair),
        waitsFor: waits?.flatMap((one) => poolsIn.get(one) ?? []),
    }));
    return { pools, pairs };
}

/**
 * Returns the part of a resource that Pulumi's log reads. The resource itself would hold up this and every later line for ever where the
 * provider refuses it, as its URN never comes then.
 */
function shownAt({ self, name, type }: Declared): pulumi.Resource {
    const [, parent] = withParents(self);
    const shown: Pick<pulumi.Resource, "urn"> = { urn: pulumi.createUrn(name, type, parent) };
    return shown as pulumi.Resource;
}

/** Pulumi carries on after what is only logged. A promise that fails without a handler ends the program. */
function endOfProgram(): Error {
    const error = new pulumi.RunError(
        "Resources of this program conflict with each other. The errors name each conflict.",
    );
    error.stack = ""; // Pulumi would print it once the program has run to its end
    void Promise.reject(error);
    return error;
}

const programs = new WeakMap<pulumi.Resource, ProgramSoFar>();
let latest: ProgramSoFar | undefined;

/** The program that is being run; undefined in tests that mock Pulumi, where many programs share one process. */
export function currentProgram(): ProgramSoFar | undefined {
    const stack = pulumi.runtime.getStackResource();
    if (!stack) return undefined;
    const known = programs.get(stack);
    if (known) return known;
    // once there is nothing left to wait for, all is declared; Pulumi itself waits for what is said then
    if (!latest) process.once("beforeExit", () => latest?.end());
    latest = new ProgramSoFar();
    programs.set(stack, latest);
    return latest;
}
