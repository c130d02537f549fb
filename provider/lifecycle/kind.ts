import type { Libvirt } from "../libvirt/libvirt";
import type { Failure } from "../rules";
import type { Fields } from "../xml";
import type { Operation } from "./operation";
import type { Survey } from "../host/survey";

/** What a program said of a resource, or what the state holds of it. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource that was made. */
export interface Made {
    readonly id: string;
    /** Outputs that are no arguments. */
    readonly outputs: Properties;
}

/** A resource as the host has it. */
export interface Observed<Args> {
    /** In the terms of what was said: equal to that where nothing drifted. */
    readonly args: Args;
    /** Outputs that are no arguments. */
    readonly outputs: Properties;
    /** What runs otherwise than it should, by property. Absent where all is well. */
    readonly running?: Properties;
    /** What a preview says of it although nothing is to be done. */
    readonly notes?: readonly string[];
}

/** What the rules say of a resource on its hosts, and what of them could not be asked. */
export interface HostCheck {
    readonly failures: readonly Failure[];
    /** A line for each host that it was not held against. */
    readonly unchecked: readonly string[];
    /** The URIs of these hosts. */
    readonly unreached: readonly string[];
}

/** What a program wants of a resource. */
export interface Asked<Args> {
    /** As far as it is known. */
    readonly want: Partial<Args>;
    /** What the state holds of it; undefined where it is to be made. */
    readonly was?: Args | undefined;
    /** Whether it is made anew, once what it was is gone. */
    readonly isReplaced?: boolean;
}

/** What the state holds of a resource. */
export interface Held<Args> {
    readonly args: Args;
    readonly outputs: Properties;
}

/** All that is particular to one resource. The lifecycle drives any of them. */
export interface Kind<Args> {
    /** Its name in libvirt's and the user's words. */
    readonly title: string;
    readonly fields: Fields;
    /** Arguments whose change makes a new resource, by name. All others change in place. */
    readonly replaceOn: readonly (keyof Args & string)[];

    /**
     * Fills in what a program may leave out. Takes anything; bad values are found later. What follows from a value that
     * is not known yet is that value.
     */
    withDefaults(said: Properties, isUnknown?: (value: unknown) => boolean): Properties;
    /** Holds the arguments against the rules. `blocked`: paths that are unknown yet or have the wrong shape. */
    judge(args: Args, blocked: readonly string[]): readonly Failure[];
    /** Tells the operation what the program says of it. Values that are not known yet are left out. */
    declare?(operation: Operation, said: Partial<Args>): void;
    /** Holds what is to be made or changed against its hosts. */
    judgeOnHost(connect: (uri: string) => Libvirt, operation: Operation, asked: Asked<Args>): Promise<HostCheck>;
    /** What making it, or changing it from what is `held`, does to what runs: a line for each effect. Changes nothing. */
    foresee?(survey: Survey, want: Args, held?: Held<Args>): Promise<readonly string[]>;
    /** Why making it, or changing it where it is, would not be carried out: a line for each reason. Changes nothing. */
    refuses?(survey: Survey, want: Args, was?: Args): Promise<readonly string[]>;
    /** Tells the operation that something which an argument comes from is being replaced, where that takes part of it along. */
    follow?(operation: Operation, held: Held<Args>, replaced: readonly string[]): void;
    /** A line that says what becomes of it, where that was told. */
    following?(operation: Operation, held: Held<Args>): string | undefined;
    /** Makes it, whole or not at all. Tells `begun` as soon as there is something that could be left behind. */
    create(libvirt: Libvirt, want: Args, begun: (made: Made) => void): Promise<Made>;
    /** undefined where libvirt says that it does not exist. */
    observe(survey: Survey, id: string, said: Args, outputs: Properties): Promise<Observed<Args> | undefined>;
    /** Brings it from what it is to what is wanted, whole or not at all. `was` is what the state held. */
    update(libvirt: Libvirt, id: string, was: Args, want: Args, outputs: Properties): Promise<Properties>;
    /** Content with what is gone already. */
    delete(libvirt: Libvirt, id: string, was: Args, outputs: Properties, operation: Operation): Promise<void>;
}
