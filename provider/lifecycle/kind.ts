import type { Surveys } from "../host/survey";
import type { Failure } from "../rules";
import type { Fields } from "../xml";
import type { HostCheck } from "./hostCheck";
import type { Derived } from "./filledIn";
import type { Message } from "./message";
import type { Operation } from "./operation";

/** Properties as Pulumi hands them over: of a program, or of the state. */
export type Properties = Readonly<Record<string, unknown>>;

/** Resource as the state has it. */
export interface Prior<Args, Outputs> {
    readonly id: string;
    readonly args: Args;
    readonly outputs: Outputs;
}

/** The same in check, where Pulumi tells the arguments alone. */
export type KnownPrior<Args, Outputs> = Pick<Prior<Args, Outputs>, "args"> & Partial<Prior<Args, Outputs>>;

/** A resource that was made. */
export interface Made<Outputs> {
    readonly id: string;
    readonly outputs: Outputs;
}

/** The actual resource, as its host has it. */
export interface Observed<Args, Outputs> {
    /** In the terms of the arguments that it was observed for: equal to them where nothing drifted. */
    readonly args: Args;
    readonly outputs: Outputs;
    /** Differences of the running guest, by property. Absent if they are equal. */
    readonly running?: Properties;
    /** Notes of a preview about an unchanged resource. */
    readonly notes?: readonly Message[];
}

/** A resource that no host has any more. */
export interface Missing {
    /** URIs of the hosts that were asked; all have answered. */
    readonly missingOn: readonly string[];
}

/** A change as check sees it, before the host is asked. */
export interface Change<Args> {
    /** The arguments that are known yet. */
    readonly desired: Partial<Args>;
    /** Missing where the resource is to be made. */
    readonly prior?: Args | undefined;
    /** Whether the resource is created again, after the deletion of the prior one. */
    readonly isReplacement?: boolean;
}

/**
 * All that is particular to one resource: `desired` is what the program says, `prior` what the state holds, `actual` what the
 * host has. The hooks drive any of them.
 */
export interface Kind<Args, Outputs> {
    /** Its name in libvirt's and the user's words. */
    readonly title: string;
    /** Name of its running layer, e.g. `running guest`. */
    readonly running: string;
    /** Returns the beginning of its messages, e.g. `net0 on web1`; undefined while that is unknown. */
    subjectOf(known: Properties): string | undefined;
    /** Its arguments. */
    readonly fields: Fields;
    /** Effect of another name, e.g. `replaces the network`. */
    readonly onRename: string;
    /** The argument that the program may leave to be derived from others. */
    readonly derived?: Derived;
    /** Arguments whose change makes a new resource, by name. All others change in place. */
    readonly replaceOn: readonly (keyof Args & string)[];
    /**
     * Whether such a change names the same thing in another way, so that no new resource is made. Asked only where one of
     * them changes. `prior.outputs` is missing in check, where Pulumi does not tell it.
     */
    isSame?(surveys: Surveys, prior: KnownPrior<Args, Outputs>, desired: Partial<Args>): Promise<boolean>;

    /**
     * Fills in what a program may leave out. Takes anything; bad values are found later. What follows from an unknown value
     * is that value.
     */
    withDefaults(given: Properties, isUnknown?: (value: unknown) => boolean): Properties;
    /** The outputs that are no arguments, from all that the state holds. */
    outputsOf(properties: Properties): Outputs;
    /** Holds the arguments against the rules. `blocked`: paths that are unknown yet or have the wrong shape. */
    judge(desired: Args, blocked: readonly string[]): readonly Failure[];
    /** Tells the operation what the program says of it. Unknown values are left out. */
    declare?(operation: Operation, desired: Partial<Args>): void;
    /** Holds what is to be made or changed against its hosts. */
    checkOnHost(operation: Operation, change: Change<Args>): Promise<HostCheck>;
    /** Returns a message for each effect of a creation or change on running guests. Changes nothing. */
    effects?(surveys: Surveys, desired: Args, prior?: Prior<Args, Outputs>): Promise<readonly Message[]>;
    /** Why making it, or changing it in place, would not be carried out: a message for each reason. Changes nothing. */
    refusals?(surveys: Surveys, desired: Args, prior?: Args): Promise<readonly Message[]>;
    /** Tells the operation that something which these arguments come from is being replaced. */
    follow?(operation: Operation, prior: Prior<Args, Outputs>, replaced: readonly string[]): void;
    /** Returns the message about a resource that follows a replaced one; undefined if it does not follow. */
    following?(operation: Operation, prior: Prior<Args, Outputs>): Message | undefined;
    /** Makes it, whole or not at all. Tells `begun` as soon as there is something that could be left behind. */
    create(surveys: Surveys, desired: Args, begun: (made: Made<Outputs>) => void): Promise<Made<Outputs>>;
    observe(surveys: Surveys, prior: Prior<Args, Outputs>): Promise<Observed<Args, Outputs> | Missing>;
    /** Brings it from what it is to what is desired, whole or not at all. */
    update(surveys: Surveys, prior: Prior<Args, Outputs>, desired: Args): Promise<Outputs>;
    /**
     * Returns names of its objects on its hosts. Two resources have a name in common if they are the same object.
     */
    objects(surveys: Surveys, made: Prior<Args, Outputs>): Promise<readonly string[]>;
    /**
     * Returns the parts that no other resource has taken over: a deletion leaves the rest. The prior itself if that is all, undefined
     * where it is nothing.
     *
     * @param taken the objects of those that were made or taken over in the same operation
     */
    notTaken(
        surveys: Surveys,
        prior: Prior<Args, Outputs>,
        taken: ReadonlySet<string>,
    ): Promise<Prior<Args, Outputs> | undefined>;
    /** Succeeds if it is already missing. */
    delete(surveys: Surveys, prior: Prior<Args, Outputs>, operation: Operation): Promise<void>;
}
