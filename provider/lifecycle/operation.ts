import { Survey, type Surveys } from "../host/survey";
import type { Libvirt } from "../libvirt/libvirt";
import type { Message } from "./message";

/** A pool that the program declares, which its host may not have yet. */
export interface Declared {
    readonly uri: string;
    readonly name: string;
    readonly active: boolean;
    readonly pf?: string | undefined;
    readonly addresses?: readonly string[] | undefined;
    readonly portgroups?: readonly { readonly name: string }[] | undefined;
}

/** Asks for the names of what a resource is on its hosts. */
type Objects = () => Promise<readonly string[]>;

/** A resource on a host, e.g. `["qemu:///system", UUID]`: the same UUID may exist on two hosts. */
const keyOf = (...parts: readonly (string | undefined)[]): string => JSON.stringify(parts);

/**
 * Knowledge of one operation of Pulumi, a preview or an up, beyond a single resource: what its resources have said so far,
 * what their hosts had when it began, and in which order Pulumi has called the hooks. One process serves all resources of an
 * operation, and ends with it.
 */
export class Operation {
    readonly #surveys = new Map<string, Survey>();
    readonly #pools = new Map<string, Declared>();
    readonly #following = new Set<string>();
    readonly #wanted = new Map<string, Map<string, number>>();
    readonly #read = new Map<string, readonly Message[]>();
    readonly #missing = new Map<string, Message>();
    readonly #replacements = new Set<string>();
    readonly #checked = new Set<string>();
    readonly #unreached = new Set<string>();
    readonly #made: Objects[] = [];
    readonly #makers = new Map<string, string | undefined>();
    readonly #held = new Map<string, Objects[]>();
    readonly #known = new Set<string>();
    readonly #replaced = new Set<string>();
    readonly #kept = new Map<unknown, unknown>();
    #isProgramRunning = false;

    constructor(readonly connect: (uri: string) => Libvirt) {}

    /** The survey that everything of this operation reads from: each thing is asked once. */
    survey(uri: string): Survey {
        const survey = this.#surveys.get(uri) ?? this.freshSurvey(uri);
        this.#surveys.set(uri, survey);
        return survey;
    }

    /** The same, for what asks several hosts. */
    readonly surveys: Surveys = (uri) => this.survey(uri);

    /** A survey for what is about to change something: nothing in it is older than this call. */
    freshSurvey(uri: string): Survey {
        return new Survey(this.connect(uri));
    }

    /** The same, for what asks several hosts, one survey each. */
    freshSurveys(): Surveys {
        const surveys = new Map<string, Survey>();
        return (uri) => {
            const survey = surveys.get(uri) ?? this.freshSurvey(uri);
            surveys.set(uri, survey);
            return survey;
        };
    }

    declare(pool: Declared): void {
        this.#pools.set(keyOf(pool.uri, pool.name), pool);
    }

    declared(uri: string, name: string): Declared | undefined {
        return this.#pools.get(keyOf(uri, name));
    }

    /** The pools that are declared for a host so far. */
    declaredOn(uri: string): readonly Declared[] {
        return [...this.#pools.values()].filter((pool) => pool.uri === uri);
    }

    /** Notes that a VF half follows its pool, which is being replaced: it may be detached, and is reattached afterwards. */
    follow(uri: string, domainUuid: string, alias: string): void {
        this.#following.add(keyOf(uri, domainUuid, alias));
    }

    isFollowing(uri: string, domainUuid: string, alias: string | undefined): boolean {
        return alias !== undefined && this.#following.has(keyOf(uri, domainUuid, alias));
    }

    /** Notes who is to get a VF of a pool. @returns all who are, in the order in which they came */
    wantVf(uri: string, pool: string, who: string): readonly string[] {
        return [...this.#want(keyOf(uri, "pool", pool), who, 1).keys()];
    }

    /** Notes who takes how many root ports of a running guest. @returns all who do, in the order in which they came */
    wantRootPorts(uri: string, guestUuid: string, who: string, number: number): ReadonlyMap<string, number> {
        return this.#want(keyOf(uri, "guest", guestUuid), who, number);
    }

    #want(key: string, who: string, number: number): ReadonlyMap<string, number> {
        const wanted = this.#wanted.get(key) ?? new Map<string, number>();
        this.#wanted.set(key, wanted.set(who, number));
        return wanted;
    }

    /** Notes that Pulumi has begun to run the program: it calls check for nothing else. */
    programStarted(): void {
        this.#isProgramRunning = true;
    }

    /**
     * Whether the program has begun. Before that Pulumi calls diff to compare what a refresh read with the state, which is no
     * plan, and nothing is told.
     */
    get isProgramRunning(): boolean {
        return this.#isProgramRunning;
    }

    /** Notes that Pulumi has read a resource (`refresh`): from now on the state is what the host has. */
    noteRead(uri: string, id: string, notes: readonly Message[]): void {
        this.#read.set(keyOf(uri, id), notes);
    }

    /** Returns the notes of a read of the resource; undefined if Pulumi has not read it in this operation. */
    readNotes(uri: string, id: string): readonly Message[] | undefined {
        return this.#read.get(keyOf(uri, id));
    }

    /** Notes that Pulumi has read a resource, and no host has it: it drops the resource from the state. */
    noteMissing(uri: string, message: Message): void {
        this.#missing.set(keyOf(uri, message.subject), message);
    }

    /** Returns the message of a read of a resource that Pulumi has dropped since. */
    missing(uri: string | undefined, subject: string): readonly Message[] {
        const message = this.#missing.get(keyOf(uri, subject));
        return message ? [message] : [];
    }

    /** Notes that desired arguments were checked as the replacement of what the state has. */
    noteReplacement(desired: string): void {
        this.#replacements.add(desired);
    }

    /** Whether they were: Pulumi checks a replacement again, then as if it were new. */
    isReplacement(desired: string): boolean {
        return this.#replacements.has(desired);
    }

    /** Notes that desired arguments were checked as a change of what the state has. */
    noteChecked(desired: string): void {
        this.#checked.add(desired);
    }

    /**
     * Whether Pulumi replaces them by its own decision (`replaceOnChanges`, `up --replace`): it checks them again as if they were
     * new. What the state has is deleted first, so it is in the way of nothing.
     */
    isReplacedByPulumi(desired: string): boolean {
        return this.#checked.has(desired) && !this.isReplacement(desired);
    }

    /** Notes that the state has another value than the one that is derived now, and keeps it. */
    keepDerived(derived: unknown, kept: unknown): void {
        this.#kept.set(derived, kept);
    }

    /** Returns what is kept in place of a derived value, or that value. */
    derived(value: unknown): unknown {
        return this.#kept.get(value) ?? value;
    }

    /** Notes what a resource has made on its hosts in this operation, or taken over. Only a deletion asks for it. */
    noteMade(objects: Objects): void {
        this.#made.push(objects);
    }

    /** Notes who says what of a resource: Pulumi tells the hooks no name of it. */
    noteMaker(identity: string, maker: string | undefined): void {
        this.#makers.set(identity, maker);
    }

    maker(identity: string): string | undefined {
        return this.#makers.get(identity);
    }

    /** Notes what a resource of the program is on its hosts already. Nobody knows whose that is of a state without a maker. */
    noteHeld(maker: string | undefined, objects: Objects): void {
        if (maker !== undefined) this.#held.set(maker, [...(this.#held.get(maker) ?? []), objects]);
    }

    /** Notes a check of what a maker declares: one as if it were new, after one with a state, is of a replacement. */
    noteCheckOf(maker: string | undefined, isNew: boolean): void {
        if (maker === undefined) return;
        if (!isNew) this.#known.add(maker);
        else if (this.#known.has(maker)) this.#replaced.add(maker);
    }

    /** Notes that the objects of a maker are deleted before they are created again. Otherwise they are in use by it. */
    noteReplaced(maker: string | undefined): void {
        if (maker !== undefined) this.#replaced.add(maker);
    }

    /** Whether what a maker has goes before anything that waits for it is created. */
    isReplaced(maker: string | undefined): boolean {
        return maker !== undefined && this.#replaced.has(maker);
    }

    /** The objects that other resources than this maker's are, and all that were made or taken over in this operation. */
    async objectsOfOthers(maker: string | undefined): Promise<ReadonlySet<string>> {
        // what an earlier up has replaced, and a resource of the same name elsewhere, are others, too
        const isOwn = (other: string): boolean => other === maker && this.#replaced.has(other);
        const held = [...this.#held].filter(([other]) => !isOwn(other)).flatMap(([, objects]) => objects);
        return new Set((await Promise.all([...this.#made, ...held].map((ask) => ask()))).flat());
    }

    /** Notes that a host did not answer when a resource was checked against it, and that this was told. */
    noteUnreached(uri: string, resource: string): void {
        this.#unreached.add(keyOf(uri, resource));
    }

    isUnreached(uri: string, resource: string): boolean {
        return this.#unreached.has(keyOf(uri, resource));
    }
}
